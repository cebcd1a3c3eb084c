"""Who is at the desk: the account behind the session cookie."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gis_cas.accounts.account import Account
from gis_cas.accounts.authenticate import account_of, authenticate
from gis_cas.api.forms import Browser, set_cookie
from gis_cas.api.problems import SignedOut
from gis_cas.api.tokens import SESSION_COOKIE
from gis_cas.api.wiring import Wiring, wiring_of

PLEASE = "Please sign in to the desk."


def _signed_in(request: Request) -> Account:
    wired = wiring_of(request.app)
    account_id = wired.tokens.account_id_of(request.cookies.get(SESSION_COOKIE))
    if account_id is None:
        raise SignedOut(PLEASE)
    with wired.office.statements.connect() as conn:
        account = account_of(conn, account_id)
    if account is None or (account.demo and not wired.demo):
        raise SignedOut(PLEASE)
    return account


SignedIn = Annotated[Account, Depends(_signed_in)]
"""The member of staff who asks; raises SignedOut (a page then leads to the login)."""


def sign_in(wired: Wiring, *, login: str, password: str) -> Account:
    """The account behind a login and password; raises NotAllowed."""
    with wired.office.statements.connect() as conn:
        return authenticate(conn, login, password, demo=wired.demo)


def start_session(wired: Wiring, account: Account, browser: Browser, *, then: str) -> Response:
    """On to the desk, with a session of eight hours."""
    response = RedirectResponse(_inside(then), status_code=303)
    set_cookie(response, SESSION_COOKIE, wired.tokens.session(account.id), https=browser.https)
    return response


def end_session() -> Response:
    """Back to the login, the session cookie gone."""
    response = RedirectResponse("/staff/login", status_code=303)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


def _inside(path: str) -> str:
    """The path when it leads to the desk, else the desk itself: never to another host."""
    plain = path.startswith("/staff") and "\\" not in path and all(" " < character <= "~" for character in path)
    return path if plain and not path.startswith("/staff/log") else "/staff"

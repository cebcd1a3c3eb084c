"""Who is at the desk: the account behind the session cookie, and whether this door is theirs."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gis_cas.accounts.account import Account
from gis_cas.accounts.second_factor import is_asked_of, is_required
from gis_cas.accounts.signed_in import LASTS, account_of, begin
from gis_cas.api.forms import Browser, host_cookie, set_cookie
from gis_cas.api.problems import PasswordOwed, SignedOut
from gis_cas.api.staff.places import first_place
from gis_cas.api.tokens import SESSION_COOKIE
from gis_cas.api.wiring import now_of, wiring_of
from gis_cas.errors import NotAllowed
from gis_cas.policy.access import MATRIX, Door
from gis_cas.store.sessions import end

PLEASE = "Please sign in to the desk."
CHOOSE_FIRST = "Please choose a password of your own first."
NOT_YOURS = "Your account may not do this ({what}). The CAS administrator grants roles."


def _signed_in(request: Request) -> Account:
    wired = wiring_of(request.app)
    token = request.cookies.get(host_cookie(SESSION_COOKIE, https=request.url.scheme == "https"))
    if not token:
        raise SignedOut(PLEASE)
    with wired.office.statements.connect() as conn:
        account = account_of(conn, token, now=now_of(request.app), zone=wired.office.city.time_zone)
    if account is None or (account.demo and not wired.demo):
        raise SignedOut(PLEASE)
    if is_required(account.roles, demo=wired.demo) and not account.second_factor_given:
        raise SignedOut(PLEASE)  # the role came while the session was open: it begins again, with both factors
    return account


SignedIn = Annotated[Account, Depends(_signed_in)]
"""The member of staff who asks; raises SignedOut (a page then leads to the login)."""


def allowed(door: Door) -> Any:
    """The signed-in account as a dependency of a route behind this door; raises SignedOut, NotAllowed, PasswordOwed.

    `Annotated[Account, allowed(Door.OUTBOX)]`. The matrix test finds each route's door by `guards`.
    """

    async def admitted(account: SignedIn) -> Account:
        if account.must_change_password and door is not Door.OWN_ACCOUNT:
            raise PasswordOwed(CHOOSE_FIRST)
        if not account.may(door):
            raise NotAllowed(NOT_YOURS.format(what=MATRIX[door].what))
        return account

    admitted.guards = door  # type: ignore[attr-defined] # read by whoever compares routes with the matrix
    return Depends(admitted)


def start_session(
    request: Request, account_id: int, browser: Browser, *, how: str, then: str, second_factor_given: bool = False
) -> Response:
    """On to the desk, or to the second factor, in a new session; one that this browser had before is over.

    `second_factor_given`: the city's sign-in has asked for one already.
    """
    wired, now = wiring_of(request.app), now_of(request.app)
    name = host_cookie(SESSION_COOKIE, https=browser.https)
    with wired.office.engine.begin() as conn:
        if before := request.cookies.get(name):
            end(conn, before, at=now, why="signed in anew")
        today = now.astimezone(wired.office.city.time_zone).date()
        owed = not second_factor_given and is_asked_of(conn, account_id, on=today, demo=wired.demo)
        token = begin(
            conn,
            account_id,
            now=now,
            how=how,
            second_factor_owed=owed,
            second_factor_at=now if second_factor_given else None,
            network=request.client.host if request.client else None,
            browser=request.headers.get("user-agent"),
        )
        account = account_of(conn, token, now=now, zone=wired.office.city.time_zone, before_second_factor=True)
    goal = inside(then)
    if account is not None and goal == "/staff":
        goal = first_place(account)
    if owed:
        goal = f"/staff/second-factor?next={quote(goal)}"
    response = RedirectResponse(goal, status_code=303)
    set_cookie(response, name, token, https=browser.https, max_age=int(LASTS.total_seconds()))
    return response


def end_session(request: Request, browser: Browser) -> Response:
    """Back to the login; the session is over, whoever else may know its token."""
    wired, name = wiring_of(request.app), host_cookie(SESSION_COOKIE, https=browser.https)
    if token := request.cookies.get(name):
        with wired.office.engine.begin() as conn:
            end(conn, token, at=now_of(request.app), why="signed out")
    response = RedirectResponse("/staff/login", status_code=303)
    response.delete_cookie(name, path="/", secure=browser.https, httponly=True, samesite="lax")
    return response


def inside(path: str) -> str:
    """The path when it leads to the desk, else the desk itself: never to another host."""
    plain = path.startswith("/staff") and "\\" not in path and all(" " < character <= "~" for character in path)
    return path if plain and not path.startswith("/staff/log") else "/staff"

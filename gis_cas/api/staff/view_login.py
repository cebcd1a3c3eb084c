"""Filling the login, and trying a login and password."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from gis_cas.accounts.demonstration import ACCOUNTS, fits
from gis_cas.api.forms import EXPIRED, Browser, Form, page_with_form
from gis_cas.api.public.view_cards import page_facts
from gis_cas.api.staff.session import sign_in, start_session
from gis_cas.api.wiring import Wiring
from gis_cas.errors import NotAllowed
from map_ui.staff_views import LoginView

_LONGEST_LOGIN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSheet:
    """What any showing of the login needs."""

    request: Request
    wired: Wiring
    now: datetime
    nonce: str
    language: str
    browser: Browser

    def draw(self, view: LoginView) -> str:
        """The page."""
        return self.wired.pages.login(view, nonce=self.nonce)


def login_view(sheet: LoginSheet, *, then: str, login: str = "", problem: str | None = None) -> LoginView:
    """The login; in a demonstration with the accounts to try."""
    directory = sheet.wired.office.reference.directory
    shown = [one for one in ACCOUNTS if fits(one, directory)] if sheet.wired.demo else []
    return LoginView(
        login=login[:_LONGEST_LOGIN],
        problem=problem,
        next=then,
        csrf=sheet.browser.form_token(),
        accounts=tuple((one.login, one.password, one.title) for one in shown),
        **page_facts(sheet.wired, sheet.now, sheet.language),
    )


def log_in(sheet: LoginSheet, form: Form) -> Response:
    """To the desk with a session, or the login again with a sentence."""
    login, then = form.fields.get("login", ""), form.fields.get("next", "/staff")
    if not form.genuine:
        return _again(sheet, login=login, then=then, problem=EXPIRED)
    try:
        account_id = sign_in(sheet.wired, login=login, password=form.fields.get("password", ""))
    except NotAllowed as error:
        return _again(sheet, login=login, then=then, problem=error.message)
    return start_session(sheet.request, account_id, sheet.browser, how="password", then=then)


def _again(sheet: LoginSheet, *, login: str, then: str, problem: str) -> Response:
    view = login_view(sheet, then=then, login=login, problem=problem)
    return page_with_form(sheet.draw(view), sheet.browser, status=403)

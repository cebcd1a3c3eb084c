"""Filling the login, and trying a login and password."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from gis_cas.accounts.demonstration import demo_accounts
from gis_cas.api.forms import Browser, page_with_form
from gis_cas.api.public.view_cards import page_facts
from gis_cas.api.staff.known_browser import remember_browser
from gis_cas.api.staff.session import start_session
from gis_cas.api.staff.try_in import TriedIn
from gis_cas.api.wiring import Wiring
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


def login_view(
    sheet: LoginSheet, *, then: str, login: str = "", problem: str | None = None, done: str = ""
) -> LoginView:
    """The login; in a demonstration with the accounts to try."""
    reference = sheet.wired.office.reference
    shown = demo_accounts(reference.city, reference.directory) if sheet.wired.demo else ()
    return LoginView(
        login=login[:_LONGEST_LOGIN],
        problem=problem,
        next=then,
        csrf=sheet.browser.form_token(),
        city_button=sheet.wired.signing_in.city_button,
        done=done,
        accounts=tuple((one.login, one.password, one.title) for one in shown),
        **page_facts(sheet.wired, sheet.now, sheet.language),
    )


def log_in(sheet: LoginSheet, tried: TriedIn) -> Response:
    """To the desk with a session, or the login again with a sentence."""
    then = tried.form.fields.get("next", "/staff")
    if tried.account_id is None:
        return _again(sheet, tried, then=then)
    response = start_session(sheet.request, tried.account_id, sheet.browser, how="password", then=then)
    remember_browser(sheet.request, response, sheet.wired.tokens, tried.login_hash)
    return response


def _again(sheet: LoginSheet, tried: TriedIn, *, then: str) -> Response:
    view = login_view(sheet, then=then, login=tried.form.fields.get("login", ""), problem=tried.problem)
    return page_with_form(sheet.draw(view), sheet.browser, status=tried.status)

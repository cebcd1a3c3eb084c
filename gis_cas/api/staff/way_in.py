"""What the pages around signing in need: before anybody is signed in, and between password and second factor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from gis_cas.accounts.account import Account
from gis_cas.accounts.signed_in import account_of
from gis_cas.api.dependencies import Language, Nonce, Now, Wired, at_the_door
from gis_cas.api.forms import AskingBrowser, Browser, host_cookie, page_with_form
from gis_cas.api.problems import SignedOut
from gis_cas.api.staff.session import PLEASE
from gis_cas.api.tokens import SESSION_COOKIE
from gis_cas.api.wiring import Wiring, now_of, wiring_of
from gis_cas.policy.access import Door
from map_ui.sign_in_views import WayInView


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySheet:
    """What any of these pages needs: who asks, when, and with what it is drawn."""

    request: Request
    wired: Wiring
    browser: Browser
    now: datetime
    nonce: str
    language: str

    def page(self, view: WayInView, *, status: int = 200) -> Response:
        """The page, never cached, with its form's proof."""
        return page_with_form(self.wired.pages.way_in(view, nonce=self.nonce), self.browser, status=status)

    def facts(self) -> dict[str, Any]:
        """What every one of these views begins with."""
        return {
            "now": self.now,
            "demo": self.wired.demo,
            "language": self.language,
            "csrf": self.browser.form_token(),
        }


def _sheet(
    request: Request, wired: Wired, browser: AskingBrowser, now: Now, nonce: Nonce, language: Language
) -> WaySheet:
    return WaySheet(request=request, wired=wired, browser=browser, now=now, nonce=nonce, language=language)


def _half_signed_in(request: Request) -> Account:
    wired = wiring_of(request.app)
    token = request.cookies.get(host_cookie(SESSION_COOKIE, https=request.url.scheme == "https"), "")
    with wired.office.statements.connect() as conn:
        account = account_of(
            conn, token, now=now_of(request.app), zone=wired.office.city.time_zone, before_second_factor=True
        )
    if account is None or (account.demo and not wired.demo):
        raise SignedOut(PLEASE)
    return account


_half_signed_in.guards = Door.OWN_ACCOUNT  # type: ignore[attr-defined] # read by whoever compares routes with the matrix

Sheet = Annotated[WaySheet, at_the_door(_sheet)]

HalfSignedIn = Annotated[Account, Depends(_half_signed_in)]
"""Somebody whose password was right and whose second factor may still be owed; raises SignedOut."""

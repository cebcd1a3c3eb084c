"""`/staff/login` and `/staff/logout`."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import Language, Nonce, Now, Wired, at_the_door
from gis_cas.api.forms import GENUINE, AskingBrowser, page_with_form
from gis_cas.api.staff.session import end_session
from gis_cas.api.staff.try_in import SignInTried
from gis_cas.api.staff.view_login import LoginSheet, log_in, login_view

router = APIRouter(prefix="/staff", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False)


def _sheet(
    request: Request, wired: Wired, now: Now, nonce: Nonce, language: Language, browser: AskingBrowser
) -> LoginSheet:
    return LoginSheet(request=request, wired=wired, now=now, nonce=nonce, language=language, browser=browser)


Sheet = Annotated[LoginSheet, at_the_door(_sheet)]


@router.get("/login")
def login_page(
    sheet: Sheet,
    then: Annotated[str, Query(alias="next")] = "/staff",
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The login."""
    return page_with_form(sheet.draw(login_view(sheet, then=then, done=done)), sheet.browser)


@router.post("/login")
def login(tried: SignInTried, sheet: Sheet) -> Response:
    """To the desk; or the login again, with one sentence whatever was wrong."""
    return log_in(sheet, tried)


@router.post("/logout", dependencies=[GENUINE])
def logout(request: Request, browser: AskingBrowser) -> Response:
    """Sign out."""
    return end_session(request, browser)

"""`/report`: where, what, send."""

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import Language, Nonce, Now, Wired, at_the_door
from gis_cas.api.forms import AskingBrowser, SentForm, page_with_form
from gis_cas.api.public.send_report import send_report
from gis_cas.api.public.view_report import Sheet, first_view

router = APIRouter(tags=["pages"], default_response_class=HTMLResponse, include_in_schema=False)


def _typed(request: Request) -> dict[str, str]:
    return dict(request.query_params)


def _sheet(wired: Wired, now: Now, nonce: Nonce, language: Language, browser: AskingBrowser) -> Sheet:
    return Sheet(wired=wired, now=now, nonce=nonce, language=language, browser=browser)


SheetAsked = Annotated[Sheet, at_the_door(_sheet)]


@router.get("/report")
def report(typed: Annotated[dict[str, str], at_the_door(_typed)], sheet: SheetAsked) -> Response:
    """The form, with whatever the link already knows filled in."""
    return page_with_form(sheet.draw(first_view(sheet, typed)), sheet.browser)


@router.post("/report")
def send(form: SentForm, sheet: SheetAsked) -> Response:
    """Send it: on to the request's own page, or the form again with a sentence per field and everything typed kept."""
    return send_report(sheet, form)

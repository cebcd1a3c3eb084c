"""`/staff/messages`: how each message reads in each language, and who has read it."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from gis_cas.api.forms import GenuineForm, page_with_form
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.api.staff.view_message_texts import mark_read, text_page, texts_page
from gis_cas.policy.access import Door

router = APIRouter(
    prefix="/staff/messages", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False
)
Sheet = Annotated[DeskSheet, sheet_behind(Door.MESSAGES_PREVIEW)]


@router.get("")
def texts(sheet: Sheet) -> Response:
    """Every text with its languages."""
    return page_with_form(texts_page(sheet), sheet.browser)


@router.get("/{name}/{language}")
def one_text(name: str, language: str, sheet: Sheet) -> Response:
    """One text in one language, with made-up values."""
    return page_with_form(text_page(sheet, name, language), sheet.browser)


@router.post("/{name}/{language}")
def read(name: str, language: str, form: GenuineForm, sheet: Sheet) -> Response:
    """Mark the text as read, as it stood on the page."""
    return mark_read(sheet, name, language, form)

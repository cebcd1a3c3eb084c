"""`/staff/account`: one's own roles, password and sessions."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from gis_cas.api.forms import GENUINE, GenuineForm, page_with_form
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.api.staff.view_own_account import change_it, end_others, own_page
from gis_cas.policy.access import Door

router = APIRouter(
    prefix="/staff/account", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False
)

Sheet = Annotated[DeskSheet, sheet_behind(Door.OWN_ACCOUNT)]


@router.get("")
def own(sheet: Sheet, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    """What one holds, and where one is signed in."""
    return page_with_form(own_page(sheet, done=done), sheet.browser)


@router.post("/password")
def password(form: GenuineForm, sheet: Sheet) -> Response:
    """Another password; every other session ends."""
    return change_it(sheet, form)


@router.post("/sessions/end", dependencies=[GENUINE])
def sessions(sheet: Sheet) -> Response:
    """End every session but this one."""
    return end_others(sheet)

"""`/staff/forgotten` and `/staff/password`: ask for a link by mail, and choose a password with one."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from gis_cas.api.forms import GenuineForm
from gis_cas.api.staff import view_by_link as views
from gis_cas.api.staff.way_in import Sheet

router = APIRouter(prefix="/staff", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False)


@router.get("/forgotten")
def forgotten(sheet: Sheet) -> Response:
    """Where the link is asked for."""
    return views.forgotten(sheet)


@router.post("/forgotten")
def ask(sheet: Sheet, form: GenuineForm) -> Response:
    """The same answer, as fast, whether or not somebody has this address."""
    return views.ask_for_link(sheet, form)


@router.get("/password")
def password(sheet: Sheet, link: Annotated[str, Query(max_length=100)] = "") -> Response:
    """A new password for the account of the link; looking uses nothing up."""
    return views.password(sheet, link)


@router.post("/password")
def choose(sheet: Sheet, form: GenuineForm) -> Response:
    """Keep the new password and lead to the login."""
    return views.choose(sheet, form)

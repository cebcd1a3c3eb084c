"""`/staff` and `/staff/requests/{number}`: the list with due first, and one request beside it."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import Number
from gis_cas.api.forms import page_with_form
from gis_cas.api.staff.sheet import Asked, Sheet
from gis_cas.api.staff.view_desk import case_page, list_page

router = APIRouter(prefix="/staff", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False)


@router.get("")
def desk(asked: Asked, sheet: Sheet) -> Response:
    """The queues, and one of them, the earliest due first."""
    return page_with_form(list_page(sheet, asked), sheet.browser)


@router.get("/requests/{number}")
def one_request(number: Number, sheet: Sheet, done: Annotated[str, Query(max_length=20)] = "") -> Response:
    """One request with its trace, its people and its history."""
    return page_with_form(case_page(sheet, number, done=done or None), sheet.browser)

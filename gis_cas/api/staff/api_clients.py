"""`/staff/api-clients`: the programs that call under their own name, and their keys."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import QueryFields
from gis_cas.api.forms import GENUINE, GenuineForm, page_with_form
from gis_cas.api.staff.key_desk import add_client, give_key, withdraw_key
from gis_cas.api.staff.sheet import DeskSheet, page_asked, sheet_behind
from gis_cas.api.staff.view_api_clients import clients_page
from gis_cas.policy.access import Door

router = APIRouter(
    prefix="/staff/api-clients", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False
)

Sheet = Annotated[DeskSheet, sheet_behind(Door.API_KEYS)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
def clients(fields: QueryFields, sheet: Sheet) -> Response:
    """Every client program with its keys, by name."""
    return page_with_form(clients_page(sheet, page=page_asked(fields)), sheet.browser)


@router.post("")
def new_client(form: GenuineForm, sheet: Sheet) -> Response:
    """Let a program in, and show its first key this once."""
    return add_client(sheet, form)


@router.post("/{client_id}/keys")
def new_key(client_id: Id, form: GenuineForm, sheet: Sheet) -> Response:
    """Give a program another key, and show it this once."""
    return give_key(sheet, client_id, form)


@router.post("/keys/{key_id}/withdraw", dependencies=[GENUINE])
def withdraw(key_id: Id, sheet: Sheet) -> Response:
    """Take a key back."""
    return withdraw_key(sheet, key_id)

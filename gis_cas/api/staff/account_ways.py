"""`/staff/accounts/{id}/…`: the ways into somebody's account: an invitation, the second factor, the city's sign-in."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from gis_cas.api.forms import GENUINE, GenuineForm
from gis_cas.api.staff import account_way_deeds as deeds
from gis_cas.api.staff.account_deeds import account_id as id_pattern
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.policy.access import Door

router = APIRouter(
    prefix="/staff/accounts/{account_id}", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False
)

Sheet = Annotated[DeskSheet, sheet_behind(Door.ACCOUNTS)]
Id = Annotated[str, id_pattern]


@router.post("/invitation", dependencies=[GENUINE])
def invite(account_id: Id, sheet: Sheet) -> Response:
    """Send a link to choose the first password with."""
    return deeds.invite(sheet, account_id)


@router.post("/second-factor/reset", dependencies=[GENUINE])
def reset_second_factor(account_id: Id, sheet: Sheet) -> Response:
    """Forget the app and the codes of somebody who lost them."""
    return deeds.reset_second_factor(sheet, account_id)


@router.post("/city")
def link_city(account_id: Id, form: GenuineForm, sheet: Sheet) -> Response:
    """Let somebody who came from the city's sign-in in by this account."""
    return deeds.link_city(sheet, account_id, form)


@router.post("/city/end", dependencies=[GENUINE])
def unlink_city(account_id: Id, sheet: Sheet) -> Response:
    """Let nobody from the city's sign-in in by this account."""
    return deeds.unlink_city(sheet, account_id)

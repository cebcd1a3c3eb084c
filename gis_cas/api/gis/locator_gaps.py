"""`/gis/locator-gaps`: words that no place was found for, and telling the locator what they mean."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import QueryFields
from gis_cas.api.forms import GENUINE, GenuineForm, page_with_form
from gis_cas.api.gis.mending import Kind, end, mend, put_aside
from gis_cas.api.gis.view_locator_gaps import gaps_page
from gis_cas.api.staff.sheet import DeskSheet, page_asked, sheet_behind
from gis_cas.policy.access import Door

router = APIRouter(
    prefix="/gis/locator-gaps", tags=["gis"], default_response_class=HTMLResponse, include_in_schema=False
)

Reading = Annotated[DeskSheet, sheet_behind(Door.LOCATOR_GAPS)]
Mending = Annotated[DeskSheet, sheet_behind(Door.LOCATOR_FIX)]
Id = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("")
def gaps(fields: QueryFields, sheet: Reading) -> Response:
    """What people called places that were not found, the most frequent first."""
    return page_with_form(gaps_page(sheet, page=page_asked(fields)), sheet.browser)


@router.post("/{gap_id}/alias")
def alias(gap_id: Id, form: GenuineForm, sheet: Mending) -> Response:
    """It is another name of a street."""
    return mend(sheet, gap_id, Kind.ALIAS, form)


@router.post("/{gap_id}/address")
def address(gap_id: Id, form: GenuineForm, sheet: Mending) -> Response:
    """It is an address that the address points lack."""
    return mend(sheet, gap_id, Kind.ADDRESS, form)


@router.post("/{gap_id}/landmark")
def landmark(gap_id: Id, form: GenuineForm, sheet: Mending) -> Response:
    """It is a place that people know by this name."""
    return mend(sheet, gap_id, Kind.LANDMARK, form)


@router.post("/{gap_id}/aside", dependencies=[GENUINE])
def aside(gap_id: Id, sheet: Mending) -> Response:
    """It is nothing the locator should know."""
    return put_aside(sheet, gap_id)


@router.post("/corrections/{correction_id}/end", dependencies=[GENUINE])
def take_back(correction_id: Id, sheet: Mending) -> Response:
    """What the locator was told no longer holds."""
    return end(sheet, correction_id)

"""`/gis/findings`: what contradicts itself in the streets and address points loaded last: a list, a map, a layer."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from gis_cas.api.forms import page_with_form
from gis_cas.api.gis.asked_findings import Asked
from gis_cas.api.gis.asked_misroutes import BoxAsked
from gis_cas.api.gis.view_findings import findings_features, findings_file, findings_page
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.policy.access import Door

router = APIRouter(prefix="/gis", tags=["gis"], default_response_class=HTMLResponse, include_in_schema=False)

Reading = Annotated[DeskSheet, sheet_behind(Door.LOCATOR_FINDINGS)]


@router.get("/findings")
def findings(sheet: Reading, asked: Asked) -> Response:
    """The list, of one kind or of all, a page at a time, and its map."""
    return page_with_form(findings_page(sheet, asked), sheet.browser)


@router.get("/findings/features")
def features(sheet: Reading, asked: Asked, box: BoxAsked) -> Response:
    """What of it lies in a box, for the map."""
    found = findings_features(sheet, asked, box)
    return Response(found, media_type="application/geo+json", headers={"Cache-Control": "no-store"})


@router.get("/findings.geojson")
def layer(sheet: Reading) -> Response:
    """All of them with their places, for any GIS."""
    return findings_file(sheet)

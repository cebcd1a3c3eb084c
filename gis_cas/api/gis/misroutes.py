"""`/gis/misroutes`: where decisions turned out wrong, as a list, a map and a file."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from gis_cas.api.forms import page_with_form
from gis_cas.api.gis.asked_misroutes import Asked, BoxAsked
from gis_cas.api.gis.view_misroutes import misroutes_features, misroutes_file, misroutes_page
from gis_cas.api.staff.sheet import DeskSheet, sheet_behind
from gis_cas.policy.access import Door

router = APIRouter(prefix="/gis", tags=["gis"], default_response_class=HTMLResponse, include_in_schema=False)

Reading = Annotated[DeskSheet, sheet_behind(Door.MISROUTES)]


@router.get("/misroutes")
def misroutes(sheet: Reading, asked: Asked) -> Response:
    """The rates by service and by stretch of boundary."""
    return page_with_form(misroutes_page(sheet, asked), sheet.browser)


@router.get("/misroutes/features")
def features(sheet: Reading, asked: Asked, box: BoxAsked) -> Response:
    """What of it lies in a box, for the map."""
    found = misroutes_features(sheet, asked, box)
    return Response(found, media_type="application/geo+json", headers={"Cache-Control": "no-store"})


@router.get("/misroutes.csv")
def file(sheet: Reading, asked: Asked) -> Response:
    """Each misroute as a line of CSV."""
    headers = {"Content-Disposition": 'attachment; filename="misroutes.csv"', "Cache-Control": "no-store"}
    return Response(misroutes_file(sheet, asked), media_type="text/csv", headers=headers)

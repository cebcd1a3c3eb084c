"""`/staff/login/city`: leave for the city's own sign-in, and come back from it."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from gis_cas.api.staff import view_city_sign_in as views
from gis_cas.api.staff.sign_in import Sheet

router = APIRouter(
    prefix="/staff/login/city", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False
)


@router.get("")
def leave(sheet: Sheet, then: Annotated[str, Query(alias="next")] = "/staff") -> Response:
    """Off to the provider; the login with a sentence when it does not answer."""
    return views.leave(sheet, then=then)


@router.get("/back")
def come_back(sheet: Sheet) -> Response:
    """On to the desk as the account that the provider's answer is linked to."""
    return views.come_back(sheet)

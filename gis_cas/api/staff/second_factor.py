"""`/staff/second-factor…`: give it, set it up, and look after it."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from gis_cas.accounts.account import Account
from gis_cas.api.forms import GenuineForm
from gis_cas.api.staff import view_second_factor as views
from gis_cas.api.staff.session import allowed
from gis_cas.api.staff.way_in import HalfSignedIn, Sheet
from gis_cas.policy.access import Door

router = APIRouter(
    prefix="/staff/second-factor", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False
)

Own = Annotated[Account, allowed(Door.OWN_ACCOUNT)]
Then = Annotated[str, Query(alias="next")]


@router.get("")
def ask(sheet: Sheet, account: HalfSignedIn, then: Then = "/staff") -> Response:
    """The code of the app; who has none yet sets one up."""
    return views.ask(sheet, account, then=then)


@router.post("")
def give(sheet: Sheet, account: HalfSignedIn, form: GenuineForm) -> Response:
    """On to the desk when the code is right."""
    return views.give_code(sheet, account, form)


@router.get("/new")
def new(sheet: Sheet, account: HalfSignedIn, then: Then = "/staff") -> Response:
    """A new app's secret, as a QR code and to type."""
    return views.new_app(sheet, account, then=then)


@router.post("/new")
def confirm(sheet: Sheet, account: HalfSignedIn, form: GenuineForm) -> Response:
    """Turn it on with the app's first code; the recovery codes are shown this once."""
    return views.confirm_app(sheet, account, form)


@router.get("/own")
def own(sheet: Sheet, account: Own) -> Response:
    """Whether it is on, and how many recovery codes are left."""
    return views.own(sheet, account)


@router.post("/codes")
def codes(sheet: Sheet, account: Own, form: GenuineForm) -> Response:
    """Ten new recovery codes for a right code."""
    return views.make_codes(sheet, account, form)


@router.post("/off")
def off(sheet: Sheet, account: Own, form: GenuineForm) -> Response:
    """Leave the old app for a right code."""
    return views.leave_app(sheet, account, form)

"""What the forms of the gaps' page ask for."""

from enum import StrEnum

from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from gis_cas.api.forms import Form, page_with_form
from gis_cas.api.gis.view_locator_gaps import GapForm, gaps_page
from gis_cas.api.problems import problem_of
from gis_cas.api.reading import Fields
from gis_cas.api.staff.sheet import DeskSheet
from gis_cas.api.stated_place import position_in
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position
from gis_cas.service_requests.mend_locator import Mender, add_address, add_alias, add_landmark, set_aside, take_back
from gis_cas.service_requests.office import Office

HERE = "/gis/locator-gaps"
LONGEST = 120
HIGHEST_NUMBER = 999_999
NO_SPOT = "Say where it is: latitude and longitude in degrees, such as 26.5262 and -80.0640."


class Kind(StrEnum):
    """What the locator can be told."""

    ALIAS = "alias"
    ADDRESS = "address"
    LANDMARK = "landmark"


def mend(sheet: DeskSheet, gap_id: int, kind: Kind, form: Form) -> Response:
    """Tell the locator; the page again, with its sentences, when something cannot be used."""
    fields = Fields(form.fields)
    mender = Mender(by=sheet.account.login, now=sheet.now, gap_id=gap_id)
    try:
        with sheet.wired.office.engine.begin() as conn:
            _tell(conn, sheet.wired.office, mender, kind, fields)
    except BadInput as error:
        left = GapForm(gap_id=gap_id, kind=kind.value, errors=error.fields, values=form.fields)
        return page_with_form(gaps_page(sheet, left), sheet.browser, status=problem_of(error).status)
    return RedirectResponse(HERE, status_code=303)


def put_aside(sheet: DeskSheet, gap_id: int) -> Response:
    """Take the words off the list; raises NotFound."""
    with sheet.wired.office.engine.begin() as conn:
        set_aside(conn, Mender(by=sheet.account.login, now=sheet.now, gap_id=gap_id))
    return RedirectResponse(HERE, status_code=303)


def end(sheet: DeskSheet, correction_id: int) -> Response:
    """Take a correction back; raises NotFound."""
    with sheet.wired.office.engine.begin() as conn:
        take_back(conn, correction_id, Mender(by=sheet.account.login, now=sheet.now))
    return RedirectResponse(HERE, status_code=303)


def _tell(conn: Connection, office: Office, mender: Mender, kind: Kind, fields: Fields) -> None:
    name = fields.text("name", longest=LONGEST, called="The name") or ""
    street = fields.text("street", longest=LONGEST, called="The street") or ""
    number = fields.whole("number", least=1, most=HIGHEST_NUMBER, default=0, called="The house number")
    position = None if kind is Kind.ALIAS else _spot(fields, office)
    if kind is Kind.ADDRESS and not number:
        fields.refuse("number", "Give the house number, such as 120.")
    fields.done()
    if kind is Kind.ALIAS:
        add_alias(conn, mender, name=name, street=street)
    elif kind is Kind.ADDRESS and position is not None:
        add_address(conn, mender, number=number, street=street, position=position, projection=office.projection)
    elif position is not None:
        add_landmark(conn, mender, name=name, position=position, projection=office.projection)


def _spot(fields: Fields, office: Office) -> Position | None:
    position = position_in(fields, office.city)
    if position is None:
        fields.refuse("lat", NO_SPOT)
    return position

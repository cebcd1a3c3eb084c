"""`/staff/outbox`: what was sent, what waits, what failed, and the letters to print."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import at_the_door
from gis_cas.api.forms import GENUINE, page_with_form
from gis_cas.api.reading import Fields
from gis_cas.api.staff.sheet import LAST_PAGE, DeskSheet, sheet_behind
from gis_cas.api.staff.view_outbox import SHOWS, OutboxAsked, do_it, letter_page, message_page, outbox_page_of
from gis_cas.policy.access import Door

router = APIRouter(prefix="/staff/outbox", tags=["staff"], default_response_class=HTMLResponse, include_in_schema=False)


def _asked(show: Annotated[str, Query()] = "", page: Annotated[str, Query()] = "") -> OutboxAsked:
    fields = Fields({"show": show, "page": page})
    asked = OutboxAsked(
        show=fields.one_of("show", {key: key for key in SHOWS}, called="show") or next(iter(SHOWS)),
        page=fields.whole("page", least=1, most=LAST_PAGE, default=1, called="page"),
    )
    fields.done()
    return asked


def _message_id(message_id: str) -> int:
    fields = Fields({"message": message_id})
    number = fields.whole("message", least=1, most=2**53, default=0, called="The message")
    fields.done()
    return number


Asked = Annotated[OutboxAsked, at_the_door(_asked)]
MessageId = Annotated[int, at_the_door(_message_id)]
Sheet = Annotated[DeskSheet, sheet_behind(Door.OUTBOX)]


@router.get("")
def outbox(asked: Asked, sheet: Sheet) -> Response:
    """A list of messages, the newest first."""
    return page_with_form(outbox_page_of(sheet, asked), sheet.browser)


@router.get("/{message_id}")
def one_message(message_id: MessageId, sheet: Sheet) -> Response:
    """One message with its words and its history."""
    return page_with_form(message_page(sheet, message_id), sheet.browser)


@router.get("/{message_id}/letter")
def letter(message_id: MessageId, sheet: Sheet) -> Response:
    """The letter as it is printed."""
    return page_with_form(letter_page(sheet, message_id), sheet.browser)


@router.post("/{message_id}/{verb}", dependencies=[GENUINE])
def deed(message_id: MessageId, verb: str, sheet: Sheet) -> Response:
    """Try again, hold, make it a letter, told by phone, printed, posted."""
    return do_it(sheet, message_id, verb)

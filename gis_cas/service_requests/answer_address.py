"""Take in which is right where a typed address lies far from the pin that came with it, after they were sent."""

from collections.abc import Mapping
from datetime import datetime

from gis_cas.domain.place import StatedPlace
from gis_cas.errors import BadInput, NotFound
from gis_cas.service_requests.answer_photo import CHOOSE_ONE
from gis_cas.service_requests.at_desk import open_case
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.two_places import ADDRESS, WHICH_PLACE, TwoPlaces, two_places
from gis_cas.service_requests.waiting import waiting_from
from gis_cas.store.desk import set_answers
from gis_cas.store.history import record
from gis_cas.store.photo_answers import in_hand
from gis_cas.store.requests import to_locate

NOTHING_ASKED = "No address of this request lies far from its pin."


def open_question(office: Office, number: str) -> TwoPlaces | None:
    """The pin and the address that its sender is asked about now; None when they agree, or it was answered.

    Raises UnknownRequest, LocatorUnavailable.
    """
    stated, answers = _stated(office, number)
    return None if WHICH_PLACE in answers else two_places(office, stated)


def answer_address(office: Office, number: str, answer: str, *, actor: str, now: datetime) -> None:
    """Note the answer once; where the address is right and nobody has begun, decide again at the address.

    The pin stays as it was stated. Raises BadInput, NotFound (nothing is asked), UnknownRequest, WrongState (closed),
    LocatorUnavailable.
    """
    asked = open_question(office, number)
    with open_case(office, number, actor=actor) as (conn, row):
        if WHICH_PLACE in row.answers:
            return
        if asked is None:
            raise NotFound(NOTHING_ASKED)
        if answer not in asked.question.options:
            raise BadInput({"answer": CHOOSE_ONE})
        set_answers(conn, row.id, {**row.answers, WHICH_PLACE: answer}, at=now)
        record(conn, request_id=row.id, at=now, actor=actor, kind="two_places", facts={"answer": answer})
        begun = in_hand(conn, row.id)
    if answer == ADDRESS and not begun:
        locate(office, number, now=now, actor=actor, anew=True)


def _stated(office: Office, number: str) -> tuple[StatedPlace, Mapping[str, str]]:
    with office.statements.connect() as conn:
        waiting = waiting_from(to_locate(conn, number), None)
    return waiting.stated, waiting.answers

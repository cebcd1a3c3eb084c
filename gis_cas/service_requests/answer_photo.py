"""Take in which is right where a photo was taken far from where its sender pointed."""

from datetime import datetime

from gis_cas.domain.attachment import PlaceDoubt, WhichPlace
from gis_cas.errors import BadInput, NotFound
from gis_cas.service_requests.at_desk import open_case
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.store.desk import touched
from gis_cas.store.history import record
from gis_cas.store.photo_answers import add_answer, doubt_about, in_hand

CHOOSE_ONE = "Please choose one of the three. It is fine not to be sure."
NOTHING_ASKED = "No photo of this request was taken far from its place."


def open_question(office: Office, number: str) -> PlaceDoubt | None:
    """The photo that its sender is asked about now; None when there is none, or it was answered."""
    with office.engine.connect() as conn:
        doubt = doubt_about(conn, number)
    return None if doubt is None or doubt.answer is not None else doubt


def answer_photo(office: Office, number: str, answer: str, *, actor: str, now: datetime) -> None:
    """Note the answer once; where the photo is right and nobody has begun, decide again at the photo's place.

    The pin is never overwritten: it stays as it was stated, and so does what the photo said. Raises BadInput, NotFound
    (nothing is asked), UnknownRequest, WrongState (closed).
    """
    if answer not in set(WhichPlace):
        raise BadInput({"answer": CHOOSE_ONE})
    said = WhichPlace(answer)
    with open_case(office, number, actor=actor) as (conn, row):
        doubt = doubt_about(conn, number)
        if doubt is None:
            raise NotFound(NOTHING_ASKED)
        if doubt.answer is not None:
            return
        add_answer(conn, row.id, doubt.attachment_id, said, at=now)
        facts = {"attachment": doubt.attachment_id, "answer": said.value}
        record(conn, request_id=row.id, at=now, actor=actor, kind="photo_place", facts=facts)
        touched(conn, row.id, at=now)
        begun = in_hand(conn, row.id)
    if said is WhichPlace.PHOTO and not begun:
        locate(office, number, now=now, actor=actor, anew=True)

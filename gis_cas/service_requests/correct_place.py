"""Say that a request's place is wrong, and where it is: decided again there, its clock untouched (R42)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.place import StatedPlace
from gis_cas.domain.service import Service
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.accountable import QUEUE, Accountable, administrator
from gis_cas.service_requests.at_desk import open_case, said
from gis_cas.service_requests.decide import needs_place
from gis_cas.service_requests.geocode import Found, geocode
from gis_cas.service_requests.locate import make_ready, write
from gis_cas.service_requests.moving import move
from gis_cas.service_requests.note_correction import Corrected, Wrong, note_correction, standing_decision
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.waiting import waiting_from
from gis_cas.store.answers import owe_voided_again
from gis_cas.store.corrections import set_corrected_place
from gis_cas.store.history import record
from gis_cas.store.published import project
from gis_cas.store.requests import to_locate, wait_for_the_disk

SAY_WHERE = "Please say where it is: an address, a crossing, or latitude and longitude."
_SHOWN = 4


def wrong_place(
    office: Office, number: str, *, stated: StatedPlace, actor: str, reason: str, now: datetime
) -> Accountable:
    """Decide the request again where it really is; with no place given, the administrator's queue finds it.

    What the requester stated stays as it was: the place put right is a row of its own, and counts from now on. Raises
    BadInput when the words name no place or several, or the reason is missing; UnknownRequest; WrongState when closed,
    not decided yet, or for a service that goes by no place; LocatorUnavailable.
    """
    why = said("reason", reason, sentence="Please say what is wrong with the place; it stays in the history.")
    with office.statements.connect() as conn:
        asked = to_locate(conn, number)
    reference = office.reference
    service = reference.service(asked.service_code)
    if not needs_place(service):
        raise WrongState("For this service the place does not matter.")
    found = _one_place(geocode(office.locator, stated, city=office.city)) if stated.given else None
    with open_case(office, number, actor=actor) as (conn, row):
        stored = standing_decision(conn, row)
        if found is None:
            desk, event_id = _to_be_found(conn, office, row, actor=actor, why=why, now=now)
        else:
            waiting = replace(
                waiting_from(to_locate(conn, number), None),
                stated=stated,
                answers=_about_the_thing(row.answers, service),
                stays=False,
            )
            set_corrected_place(conn, row.id, stated, projection=office.projection)
            facts = {"decision_id": stored.id}
            kind = "place_corrected"
            event_id = record(conn, request_id=row.id, at=now, actor=actor, kind=kind, facts=facts, text=why)
            ready = make_ready(conn, office, reference, waiting, found, now=now, actor=actor)
            if not write(conn, ready):
                raise WrongState("This request was changed by somebody else. Please look at it again.")
            desk = ready.desk
            if row.owner_type == "agency" and desk.slug != row.owner_slug:
                owe_voided_again(conn, row.id)
            project(conn, row.id, event_id=event_id, kind=kind, at=now, facts={})
        rightful = None if desk.type == QUEUE else desk
        corrected = Corrected(event_id=event_id, wrong=Wrong.PLACE, rightful=rightful, actor=actor, now=now)
        note_correction(conn, office, row, stored, corrected)
        wait_for_the_disk(conn)
        return desk


def _to_be_found(
    conn: Connection, office: Office, row: Row[Any], *, actor: str, why: str, now: datetime
) -> tuple[Accountable, int]:
    queue = administrator(office.city, office.reference.directory)
    if (row.owner_type, row.owner_slug) == (QUEUE, queue.slug):
        raise BadInput({"q": SAY_WHERE})
    if row.owner_type == "agency":
        owe_voided_again(conn, row.id)
    facts = {"decision_id": row.decision_id}
    return queue, move(conn, row, queue, kind="wrong_place", actor=actor, now=now, text=why, facts=facts)


def _about_the_thing(answers: Mapping[str, str], service: Service) -> dict[str, str]:
    """The answers to the service's own questions; every other one was about the other place."""
    own = {question.code for question in service.questions}
    return {code: option for code, option in answers.items() if code in own}


def _one_place(found: Found) -> Found:
    if not found.places:
        raise BadInput({"q": found.why or SAY_WHERE})
    if len(found.places) > 1:
        labels = "; ".join(place.label or "" for place in found.places[:_SHOWN])
        raise BadInput({"q": f"This could be several places: {labels}. Please say which one it is."})
    return found

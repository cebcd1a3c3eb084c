"""Commit 2: find the place, decide whose job it is, and write it down once, whoever comes first."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from gis_cas.domain.decision import Decision, DecisionKind
from gis_cas.domain.request import Channel, Person
from gis_cas.errors import WrongState
from gis_cas.geocoding.gaps import words_key
from gis_cas.service_requests.accountable import Accountable, accountable, administrator, desk_of
from gis_cas.service_requests.decide import Decided, Question, decide_for, needs_place
from gis_cas.service_requests.geocode import Found, geocode
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.parts import name_parts
from gis_cas.service_requests.reference import Reference
from gis_cas.service_requests.showing import public_values
from gis_cas.service_requests.waiting import Waiting, waiting_from
from gis_cas.store.district_values import district_document
from gis_cas.store.history import as_json, decision_from, decision_row, decision_values, owner_document
from gis_cas.store.locator_gaps import note_gap
from gis_cas.store.requests import insert_decided, place_values, request_id_of, to_locate
from gis_cas.store.statements import LeanConnection

log = logging.getLogger(__name__)

BY_THE_SERVICE = "gis_cas"
"""The actor in the history when no person acted."""

_TRIES = 3
_WRITTEN_TO = {DecisionKind.REFERRED, DecisionKind.PRIVATE_OWNER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What commit 2 came to; `notice` tells the requester what is unusual about it."""

    decision: Decision
    notice: str | None = None
    by_this_call: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A decision with its desk and all that commit 2 binds; `changes_parts`: others have, or had, a part in it."""

    decision: Decision
    desk: Accountable
    values: Mapping[str, Any]
    changes_parts: bool


def locate(
    office: Office,
    number: str,
    *,
    now: datetime,
    answers: Mapping[str, str] | None = None,
    actor: str = BY_THE_SERVICE,
    anew: bool = False,
) -> Located:
    """Locate and decide a request that waits for it, or decide again with the requester's answers to our question.

    `anew`: decide again, as something was said about its place since.
    Safe to call any number of times at once: the row is locked and looked at in the statement that writes, and who
    comes second gets what was decided. Raises UnknownRequest, WrongState (answers to a question nobody asked),
    LocatorUnavailable, StoreUnavailable.
    """
    for _ in range(_TRIES):
        with office.statements.connect() as conn:
            row = to_locate(conn, number)
            if row.decision_id is not None and answers is None and not anew:
                return _standing(conn, row)
        located = decide_and_store(office, waiting_from(row, answers), now=now, actor=actor)
        if located is not None:
            return located
    raise WrongState(f"Request {number} is being changed by somebody else. Please look at it again.")


def decide_and_store(office: Office, waiting: Waiting, *, now: datetime, actor: str = BY_THE_SERVICE) -> Located | None:
    """Find the place, decide, and write commit 2; None when somebody else wrote first."""
    reference = office.reference
    service = reference.service(waiting.service_code)
    found = geocode(office.locator, waiting.stated, city=reference.city) if needs_place(service) else Found()
    with office.statements.lean() as conn:
        ready = make_ready(conn, office, reference, waiting, found, now=now, actor=actor)
        written = not ready.changes_parts and insert_decided(conn, ready.values).decision_id is not None
        if found.gap is not None and waiting.stated.words:
            key = words_key(waiting.stated.words, city=reference.city)
            note_gap(conn, words_key=key, words=waiting.stated.words, outcome=found.gap.value, now=now)
    if ready.changes_parts:  # several statements, so in a transaction of their own
        with office.engine.begin() as several:
            written = write(several, ready)
    return Located(decision=ready.decision, notice=ready.desk.notice) if written else None


def make_ready(
    conn: Connection | LeanConnection,
    office: Office,
    reference: Reference,  # read before: who holds a connection must not wait for another
    waiting: Waiting,
    found: Found,
    *,
    now: datetime,
    actor: str,
) -> Ready:
    """Decide for the places found, and all that commit 2 writes; nothing is written yet."""
    question = Question(
        service=reference.service(waiting.service_code),
        valid_on=now.astimezone(reference.city.time_zone).date(),
        answers=waiting.answers,
        proposed=waiting.channel is Channel.COMMISSIONER and not waiting.released,
    )
    decided = decide_for(conn, question, found=found, reference=reference, projection=office.projection)
    desk = _desk(waiting, decided, reference)
    values = commit_2_values(
        waiting, question, decided, desk=desk, reference=reference, office=office, now=now, actor=actor
    )
    changes_parts = bool(decided.decision.beside) or waiting.replaces is not None
    return Ready(decision=decided.decision, desk=desk, values=values, changes_parts=changes_parts)


def write(conn: Connection, ready: Ready) -> bool:
    """Write commit 2 and who has a part in it; False when somebody else wrote first."""
    written = insert_decided(conn, ready.values)
    if written.decision_id is None:
        return False
    name_parts(
        conn,
        request_id_of(conn, ready.values["number"]),
        () if ready.decision.proposed else ready.decision.beside,
        decision_id=written.decision_id,
        desk_slug=ready.desk.slug,
        actor=ready.values["actor"],
        now=ready.values["now"],
    )
    return True


def commit_2_values(
    waiting: Waiting,
    question: Question,
    decided: Decided,
    *,
    desk: Accountable,
    reference: Reference,
    office: Office,
    now: datetime,
    actor: str,
) -> dict[str, Any]:
    """Everything `store_decision.sql` binds."""
    decision = decided.decision
    return {
        "number": waiting.number,
        "now": now,
        "actor": actor,
        "replaces": waiting.replaces,
        "owner_before": waiting.owner_slug,
        "answers": as_json(dict(waiting.answers)),
        "inputs": as_json(_inputs(question, decided, reference)),
        "facts": as_json({"kind": decision.kind.value, "owner": owner_document(decision.owner), "desk": desk.slug}),
        "owner_type": desk.type,
        "owner_slug": desk.slug,
        "owner_name": desk.name,
        "owner_address": desk.address,
        "owner_phone": desk.phone,
        "owner_verified_on": desk.verified_on,
        "tell": _somebody_to_tell(waiting.person, decision),
        **place_values(decided.found.places, office.projection),
        **decision_values(decision),
        **public_values(decided, service=question.service, desk=desk),
    }


def _desk(waiting: Waiting, decided: Decided, reference: Reference) -> Accountable:
    """The decision's desk, unless a person has already moved the request to another one."""
    desk = accountable(
        decided.decision,
        service=reference.service(waiting.service_code),
        person=waiting.person,
        city=reference.city,
        directory=reference.directory,
    )
    if not waiting.stays:
        return desk
    directory = reference.directory
    queue = administrator(reference.city, directory)
    owner = directory.departments.get(waiting.owner_slug) or directory.agencies.get(waiting.owner_slug)
    if waiting.owner_type == queue.type or owner is None:
        return queue
    return desk_of(owner)


def _inputs(question: Question, decided: Decided, reference: Reference) -> dict[str, Any]:
    """What a replay needs beside the place row, the ruleset and the publications, none of it personal."""
    city = reference.city
    return {
        "service_code": question.service.code,
        "answers": dict(question.answers),
        "proposed": question.proposed,
        "valid_on": question.valid_on.isoformat(),
        "known_at": question.known_at.isoformat() if question.known_at else None,
        "given": decided.found.given,
        "why": decided.found.why,
        "road_reach_ft": city.road_reach_ft,
        "max_radius_ft": city.max_radius_ft,
        "owner_slug": city.owner_slug,
        "districts": [district_document(one) for one in decided.decision.districts],
    }


def _somebody_to_tell(person: Person, decision: Decision) -> bool:
    return bool(person.email) or (bool(person.address) and decision.kind in _WRITTEN_TO)


def _standing(conn: Any, row: Row[Any]) -> Located:
    stored = decision_row(conn, row.decision_id)
    if stored is None:
        raise WrongState(f"Request {row.number} has lost its decision.")
    return Located(decision=decision_from(stored), by_this_call=False)

"""One request as the desk sees it: people, words, places, decision with its trace, answers owed, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from gis_cas.domain.decision import Decision
from gis_cas.domain.place import Place, PlaceSource, StatedPlace
from gis_cas.domain.request import AnswerKind, AnswerOwed, Person
from gis_cas.geo.position import Position
from gis_cas.policy.sight import Sight
from gis_cas.store.answer_state import state_at
from gis_cas.store.history import decision_from, decision_row
from gis_cas.store.parts import Part, standing_parts
from gis_cas.store.requests import decided_places
from gis_cas.store.sight import within
from gis_cas.store.tables.published import published_request as shown
from gis_cas.store.tables.requests import (
    answer_owed,
    event,
    person,
    place,
    request_part,
    requester,
    service_request,
    text_body,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRequester:
    """One person who asked, and what is or was owed to them."""

    id: int
    role: str
    person: Person
    owed: tuple[AnswerOwed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One event; `text` is None when there was none or it was lawfully blanked."""

    at: datetime
    actor: str
    kind: str
    facts: Mapping[str, Any]
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCase:
    """Everything about one request; `places` holds one place, or the several that the words could mean.

    `corrected`: where somebody said it really is, when what was stated turned out wrong. `parts`: of a split, those of
    others than its owner.
    """

    number: str
    service_code: str
    service_name: str
    state: str
    status: str
    kind: str
    channel: str
    facility: str | None
    received_at: datetime
    received_on: date
    entered_at: datetime
    resolved_at: datetime | None
    closed_at: datetime | None
    long_running: bool
    owner_type: str
    owner_slug: str
    owner_name: str
    proposed: bool
    due_at: datetime | None
    description: str
    answers: Mapping[str, str]
    stated: StatedPlace | None
    corrected: StatedPlace | None
    places: tuple[Place, ...]
    parts: tuple[Part, ...]
    decision: Decision | None
    requesters: tuple[CaseRequester, ...]
    history: tuple[CaseEvent, ...]

    @property
    def owed(self) -> tuple[AnswerOwed, ...]:
        """Every answer owed, of all people, in the order they are due."""
        return tuple(sorted((one for who in self.requesters for one in who.owed), key=lambda one: one.due_at))


_OWN = (
    *("number", "service_code", "status", "kind", "channel", "facility", "received_at", "received_on", "entered_at"),
    *("resolved_at", "closed_at", "long_running", "owner_type", "owner_slug", "proposed", "answers"),
)


def staff_case(conn: Connection, number: str, *, now: datetime, sight: Sight) -> StaffCase | None:
    """One request with everything about it; None when there is none, or none that this sight covers."""
    wanted = (
        select(
            service_request,
            shown.c.service_name,
            shown.c.owner_name,
            shown.c.due_at,
            text_body.c.body,
            state_at(now).label("state"),
        )
        .join(shown, shown.c.number == service_request.c.number)
        .join(text_body, text_body.c.id == service_request.c.description_id)
        .where(service_request.c.number == number, within(sight))
    )
    row = conn.execute(wanted).mappings().one_or_none()
    if row is None:
        return None
    stored = decision_row(conn, row["decision_id"]) if row["decision_id"] is not None else None
    return StaffCase(
        **{name: row[name] for name in _OWN},
        service_name=row["service_name"],
        owner_name=row["owner_name"],
        due_at=row["due_at"],
        state=row["state"],
        description=row["body"],
        stated=_stated(conn, row["stated_place_id"]),
        corrected=_stated(conn, row["corrected_place_id"]),
        parts=standing_parts(conn, row["id"]),
        places=(decided_places(conn, row["place_id"]) or ()) if row["place_id"] is not None else (),
        decision=decision_from(stored) if stored is not None else None,
        requesters=_requesters(conn, row["id"]),
        history=_history(conn, row["id"]),
    )


def _stated(conn: Connection, place_id: int | None) -> StatedPlace | None:
    if place_id is None:
        return None
    position = (func.ST_X(place.c.geom).label("lon"), func.ST_Y(place.c.geom).label("lat"))
    columns = (place.c.source, place.c.stated_words, place.c.stated_address_key, place.c.radius_ft)
    row = conn.execute(select(*columns, *position).where(place.c.id == place_id)).one()
    return StatedPlace(
        position=Position(lon=row.lon, lat=row.lat) if row.lon is not None else None,
        radius_ft=row.radius_ft,
        source=PlaceSource(row.source),
        words=row.stated_words,
        address_key=row.stated_address_key,
    )


def _requesters(conn: Connection, request_id: int) -> tuple[CaseRequester, ...]:
    owed: dict[int, list[AnswerOwed]] = {}
    wanted = (
        select(answer_owed, request_part.c.owner_name.label("part"))
        .outerjoin(request_part, request_part.c.id == answer_owed.c.part_id)
        .where(answer_owed.c.request_id == request_id, answer_owed.c.void_event_id.is_(None))
        .order_by(answer_owed.c.id)
    )
    rows: Sequence[Row[Any]] = conn.execute(wanted).all()
    for row in rows:
        one = AnswerOwed(
            kind=AnswerKind(row.kind),
            starts_at=row.starts_at,
            due_at=row.due_at,
            answered_at=row.answered_at,
            part=row.part,
        )
        owed.setdefault(row.requester_id, []).append(one)
    people = (
        select(requester.c.id.label("requester_id"), requester.c.role, person)
        .join(person, person.c.id == requester.c.person_id)
        .where(requester.c.request_id == request_id)
        .order_by(requester.c.id)
    )
    return tuple(
        CaseRequester(
            id=row.requester_id,
            role=row.role,
            person=Person(name=row.name, address=row.address, phone=row.phone, email=row.email, language=row.language),
            owed=tuple(owed.get(row.requester_id, ())),
        )
        for row in conn.execute(people)
    )


def _history(conn: Connection, request_id: int) -> tuple[CaseEvent, ...]:
    wanted = (
        select(event.c.at, event.c.actor, event.c.kind, event.c.facts, text_body.c.body, text_body.c.erased_at)
        .outerjoin(text_body, text_body.c.id == event.c.text_id)
        .where(event.c.request_id == request_id)
        .order_by(event.c.id)
    )
    return tuple(
        CaseEvent(at=row.at, actor=row.actor, kind=row.kind, facts=row.facts, text=None if row.erased_at else row.body)
        for row in conn.execute(wanted)
    )

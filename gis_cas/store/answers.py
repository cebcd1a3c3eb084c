"""Answers owed to people: the clock belongs to the person, not to the case (R44)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, insert, literal, select, update

from gis_cas.domain.request import AnswerKind, Person
from gis_cas.store.tables.requests import answer_owed, event, person, requester


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One answer not yet given, and to whom."""

    id: int
    requester_id: int
    kind: AnswerKind
    due_at: datetime
    person: Person
    part_id: int | None = None


def still_owed(owed: FromClause = answer_owed) -> ColumnElement[bool]:
    """Whether an answer was neither given nor fell away with its part."""
    return and_(owed.c.answered_at.is_(None), owed.c.void_event_id.is_(None))


def open_answers(conn: Connection, request_id: int) -> list[Owed]:
    """Every answer still owed for a request, the earliest due first."""
    wanted = (
        select(
            answer_owed.c.id,
            answer_owed.c.requester_id,
            answer_owed.c.kind,
            answer_owed.c.due_at,
            answer_owed.c.part_id,
            person.c.name,
            person.c.address,
            person.c.phone,
            person.c.email,
            person.c.language,
        )
        .join(requester, requester.c.id == answer_owed.c.requester_id)
        .join(person, person.c.id == requester.c.person_id)
        .where(answer_owed.c.request_id == request_id, still_owed())
        .order_by(answer_owed.c.due_at, answer_owed.c.id)
    )
    return [
        Owed(
            id=row.id,
            requester_id=row.requester_id,
            kind=AnswerKind(row.kind),
            due_at=row.due_at,
            part_id=row.part_id,
            person=Person(name=row.name, address=row.address, phone=row.phone, email=row.email, language=row.language),
        )
        for row in conn.execute(wanted)
    ]


def pay(conn: Connection, owed: Sequence[Owed], *, at: datetime, event_id: int) -> None:
    """Note these answers as given by one event."""
    conn.execute(
        update(answer_owed)
        .where(answer_owed.c.id.in_([one.id for one in owed]))
        .values(answered_at=at, answer_event_id=event_id)
    )


def owe_outcome(
    conn: Connection, request_id: int, *, starts_at: datetime, due_at: datetime, part_id: int | None = None
) -> int:
    """Owe every requester of a request the outcome (R27), or that of a part of it; answers to how many."""
    people = select(
        requester.c.request_id,
        requester.c.id,
        literal(AnswerKind.OUTCOME.value),
        literal(starts_at, type_=answer_owed.c.starts_at.type),
        literal(due_at, type_=answer_owed.c.due_at.type),
        literal(part_id, type_=answer_owed.c.part_id.type),
    ).where(requester.c.request_id == request_id)
    return _owe(conn, people)


def owe_for_part(conn: Connection, request_id: int, part_id: int) -> int:
    """Owe everyone who waits for nothing about a part its outcome, by when their first answer was due (R42, R45)."""
    first, waiting = answer_owed.alias("first"), answer_owed.alias("waiting")
    earliest = (
        select(func.min(answer_owed.c.id))
        .where(answer_owed.c.request_id == request_id, answer_owed.c.kind == AnswerKind.FIRST.value)
        .group_by(answer_owed.c.requester_id)
    )
    waits = select(waiting.c.id).where(
        waiting.c.part_id == part_id,
        waiting.c.requester_id == first.c.requester_id,
        still_owed(waiting),
    )
    columns = (
        *(first.c.request_id, first.c.requester_id, literal(AnswerKind.OUTCOME.value)),
        *(first.c.starts_at, first.c.due_at, literal(part_id, type_=answer_owed.c.part_id.type)),
    )
    return _owe(conn, select(*columns).where(first.c.id.in_(earliest), ~waits.exists()))


def void_for_part(conn: Connection, part_id: int, *, event_id: int) -> None:
    """What is still owed for a part is owed no longer."""
    change = update(answer_owed).where(answer_owed.c.part_id == part_id, still_owed())
    conn.execute(change.values(void_event_id=event_id))


def count_open(conn: Connection, request_id: int) -> int:
    """How many answers are still owed for a request."""
    wanted = select(func.count()).where(answer_owed.c.request_id == request_id, still_owed())
    return int(conn.execute(wanted).scalar_one())


def owe_voided_again(conn: Connection, request_id: int) -> int:
    """Owe again, at their original instants, the first answers that a referral paid which turns out wrong (R45).

    What was owed anew since, paid or not, is not owed a third time.
    """
    paid_by_referral = (
        _again()
        .join(event, event.c.id == answer_owed.c.answer_event_id)
        .where(
            answer_owed.c.request_id == request_id,
            answer_owed.c.kind == AnswerKind.FIRST.value,
            event.c.facts["referral"]["slug"].astext.is_not(None),
        )
    )
    return _owe(conn, paid_by_referral)


def owe_unreached_again(conn: Connection, *, event_id: int, requester_id: int) -> int:
    """Owe again, at their original instants, the answers that one event paid and that never arrived; answers how many.

    What was owed anew since, paid or not, is not owed a third time.
    """
    unreached = _again().where(
        answer_owed.c.answer_event_id == event_id,
        answer_owed.c.requester_id == requester_id,
    )
    return _owe(conn, unreached)


_ANEW = ("request_id", "requester_id", "kind", "starts_at", "due_at", "part_id")


def _again() -> Select[Any]:
    """Answers as they were owed, but for those owed anew since."""
    later = answer_owed.alias("later")
    owed_anew = select(later.c.id).where(
        later.c.requester_id == answer_owed.c.requester_id,
        later.c.kind == answer_owed.c.kind,
        later.c.part_id.is_not_distinct_from(answer_owed.c.part_id),
        later.c.id > answer_owed.c.id,
    )
    return select(*(answer_owed.c[column] for column in _ANEW)).where(~owed_anew.exists())


def _owe(conn: Connection, wanted: Select[Any]) -> int:
    return int(conn.execute(insert(answer_owed).from_select(list(_ANEW), wanted)).rowcount)

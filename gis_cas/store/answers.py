"""Answers owed to people: the clock belongs to the person, not to the case (R44)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, literal, select, update

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


def open_answers(conn: Connection, request_id: int) -> list[Owed]:
    """Every answer still owed for a request, the earliest due first."""
    wanted = (
        select(
            answer_owed.c.id,
            answer_owed.c.requester_id,
            answer_owed.c.kind,
            answer_owed.c.due_at,
            person.c.name,
            person.c.address,
            person.c.phone,
            person.c.email,
            person.c.language,
        )
        .join(requester, requester.c.id == answer_owed.c.requester_id)
        .join(person, person.c.id == requester.c.person_id)
        .where(answer_owed.c.request_id == request_id, answer_owed.c.answered_at.is_(None))
        .order_by(answer_owed.c.due_at, answer_owed.c.id)
    )
    return [
        Owed(
            id=row.id,
            requester_id=row.requester_id,
            kind=AnswerKind(row.kind),
            due_at=row.due_at,
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


def owe_outcome(conn: Connection, request_id: int, *, starts_at: datetime, due_at: datetime) -> int:
    """Owe every requester of a request the outcome (R27); answers to how many."""
    people = select(
        requester.c.request_id,
        requester.c.id,
        literal(AnswerKind.OUTCOME.value),
        literal(starts_at, type_=answer_owed.c.starts_at.type),
        literal(due_at, type_=answer_owed.c.due_at.type),
    ).where(requester.c.request_id == request_id)
    columns = ["request_id", "requester_id", "kind", "starts_at", "due_at"]
    return int(conn.execute(insert(answer_owed).from_select(columns, people)).rowcount)


def count_open(conn: Connection, request_id: int) -> int:
    """How many answers are still owed for a request."""
    wanted = select(func.count()).where(answer_owed.c.request_id == request_id, answer_owed.c.answered_at.is_(None))
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


_ANEW = ("request_id", "requester_id", "kind", "starts_at", "due_at")


def _again() -> Select[Any]:
    """Answers as they were owed, but for those owed anew since."""
    later = answer_owed.alias("later")
    owed_anew = select(later.c.id).where(
        later.c.requester_id == answer_owed.c.requester_id,
        later.c.kind == answer_owed.c.kind,
        later.c.id > answer_owed.c.id,
    )
    return select(*(answer_owed.c[column] for column in _ANEW)).where(~owed_anew.exists())


def _owe(conn: Connection, wanted: Select[Any]) -> int:
    return int(conn.execute(insert(answer_owed).from_select(list(_ANEW), wanted)).rowcount)

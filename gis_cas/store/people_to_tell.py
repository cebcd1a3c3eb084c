"""An event that people are told about, and the people it concerns."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, and_, select

from gis_cas.domain.request import Person
from gis_cas.store.parts import stands
from gis_cas.store.tables.messages import message
from gis_cas.store.tables.requests import (
    answer_owed,
    decision,
    event,
    person,
    request_part,
    requester,
    service_request,
    text_body,
)

_PART_OWNER = ("type", "slug", "name", "address", "phone", "verified_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody an event concerns; `first_due_at` is None when nothing is owed to them any more."""

    requester_id: int
    person: Person
    first_due_at: datetime | None


def event_to_tell(conn: Connection, event_id: int) -> Row[Any] | None:
    """The event with its text, its request, the request's decision, and the part it is about while that stands."""
    about = event.c.facts["part_id"].astext.cast(BigInteger)
    wanted = (
        select(
            event.c.id,
            event.c.at,
            event.c.kind,
            event.c.facts,
            text_body.c.body.label("text"),
            text_body.c.language.label("text_language"),
            service_request.c.id.label("request_id"),
            service_request.c.number,
            service_request.c.service_code,
            service_request.c.owner_type,
            service_request.c.owner_slug,
            service_request.c.status,
            decision.c.kind.label("decision_kind"),
            decision.c.certain,
            decision.c.proposed,
            decision.c.owner,
            request_part.c.id.label("part_id"),
            *(request_part.c[f"owner_{name}"].label(f"part_{name}") for name in _PART_OWNER),
        )
        .join(service_request, service_request.c.id == event.c.request_id)
        .outerjoin(text_body, text_body.c.id == event.c.text_id)
        .outerjoin(decision, decision.c.id == service_request.c.decision_id)
        .outerjoin(request_part, and_(request_part.c.id == about, stands()))
        .where(event.c.id == event_id)
    )
    found: Row[Any] | None = conn.execute(wanted).one_or_none()  # type: ignore[assignment]  # columns beyond ten
    return found


def recipients(conn: Connection, request_id: int, *, event_id: int) -> list[Recipient]:
    """Everyone who asked and has no message about the event yet, in the order they came."""
    first_due = (
        select(answer_owed.c.due_at)
        .where(
            answer_owed.c.requester_id == requester.c.id,
            answer_owed.c.kind == "first",
            answer_owed.c.answered_at.is_(None),
        )
        .limit(1)
        .scalar_subquery()
    )
    written = select(message.c.id).where(message.c.event_id == event_id, message.c.requester_id == requester.c.id)
    wanted = (
        select(requester.c.id, *person.c, first_due.label("first_due_at"))
        .join(person, person.c.id == requester.c.person_id)
        .where(requester.c.request_id == request_id, ~written.exists())
        .order_by(requester.c.id)
    )
    return [
        Recipient(
            requester_id=row[0],
            person=Person(name=row.name, address=row.address, phone=row.phone, email=row.email, language=row.language),
            first_due_at=row.first_due_at,
        )
        for row in conn.execute(wanted)
    ]

"""Put into the outbox what an event asks for: one message for each person and text, however often it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from gis_cas.domain.city import City
from gis_cas.domain.decision import DecisionKind
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.domain.message import Medium
from gis_cas.domain.request import AnswerKind, Person
from gis_cas.notify.spoken_times import promised
from gis_cas.notify.templates import SOURCE, Reviewed, render, sentence
from gis_cas.policy.sight import INSPECTOR
from gis_cas.policy.tracking_number import grouped
from gis_cas.store.history import owner_from
from gis_cas.store.messages import ORDINARY, add_message, reviews
from gis_cas.store.parts import owner_of_part
from gis_cas.store.people_to_tell import Recipient, event_to_tell, recipients

LETTERS = frozenset({"referral", "private_owner", "part_referral"})
"""Texts that also go by post, and are an answer once they are under way; a mere receipt is neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where messages come from: the city, the names of its services, the site's address."""

    engine: Engine
    city: City
    service_names: Mapping[str, str]
    site: str


def tell(desk: Desk, event_id: int, *, now: datetime) -> int:
    """Write the messages that an event asks for; answers how many were new.

    A certain referral to an agency whose entry somebody verified goes out by itself and is the answer (R12, R45); every
    other answer is a person's.
    """
    with desk.engine.begin() as conn:
        event = event_to_tell(conn, event_id)
        template = template_for(event) if event else None
        if event is None or template is None:
            return 0
        reviewed = reviews(conn)
        people = [one for one in recipients(conn, event.request_id, event_id=event.id) if _is_meant(event, one)]
        return sum(_write(conn, desk, event, one, template=template, reviewed=reviewed, now=now) for one in people)


def template_for(event: Row[Any]) -> str | None:
    """Which text an event asks for, if any."""
    if event.kind == "answered":
        outcome = AnswerKind.OUTCOME.value in event.facts["kinds"] and "part_id" not in event.facts
        return "resolved" if outcome else "answered"
    if event.kind != "located":
        return _for_a_part(event) if event.kind == "part_named" else None
    if event.owner_type == "queue" or event.decision_kind is None:
        return "receipt_open"
    owner = owner_from(event.owner)
    silent = event.certain and not event.proposed and owner is not None and owner.slug == event.owner_slug
    if silent and owner is not None:
        if event.decision_kind == DecisionKind.PRIVATE_OWNER:
            return "private_owner"
        if event.decision_kind == DecisionKind.REFERRED and may_go_unread(owner):
            return "referral"
    return "receipt"


def _for_a_part(event: Row[Any]) -> str | None:
    part = part_owner(event)
    silent = event.certain and not event.proposed and part is not None and may_go_unread(part)
    return "part_referral" if silent and leads_still(event) else None


def leads_still(event: Row[Any]) -> bool:
    """Whether the department that the decision named still has the request."""
    leader = owner_from(event.owner)
    return leader is not None and leader.slug == event.owner_slug.removesuffix(INSPECTOR)


def part_owner(event: Row[Any]) -> Owner | None:
    """Whose the part is that an event is about; None when it is about none, or the part stands no longer."""
    if event.part_id is None:
        return None
    return owner_of_part(
        owner_type=event.part_type,
        slug=event.part_slug,
        name=event.part_name,
        address=event.part_address,
        phone=event.part_phone,
        verified_on=event.part_verified_on,
    )


def may_go_unread(agency: Owner) -> bool:
    """Whether a referral may go out without a clerk: somebody verified the entry, and nothing is missing (R11, R12)."""
    return (
        agency.type is OwnerType.AGENCY
        and agency.verified_on is not None
        and bool(agency.name and agency.address and agency.phone)
    )


def _is_meant(event: Row[Any], recipient: Recipient) -> bool:
    return event.kind != "answered" or recipient.requester_id in event.facts["requester_ids"]


def _write(
    conn: Connection,
    desk: Desk,
    event: Row[Any],
    recipient: Recipient,
    *,
    template: str,
    reviewed: Reviewed,
    now: datetime,
) -> int:
    medium = _way(recipient.person, by_post=template in LETTERS)
    if medium is None:
        return 0
    asked = recipient.person.language
    rendered = render(
        template, language=asked, values=lambda language: _values(desk, event, recipient, language), reviewed=reviewed
    )
    made = add_message(
        conn,
        recipient=recipient.person.email if medium is Medium.EMAIL else None,
        subject=rendered.subject,
        body=rendered.body,
        at=now,
        key=f"{event.number}-{event.id}-{recipient.requester_id}-{template}",
        event_id=event.id,
        requester_id=recipient.requester_id,
        template=template,
        language=rendered.language,
        machine_made=rendered.machine_made,
        needs_translation=_as_written(event, asked),
        urgency=ORDINARY,
        medium=medium.value,
    )
    return int(made is not None)


def _way(person: Person, *, by_post: bool) -> Medium | None:
    """By e-mail where there is one; a letter else, to be called for and picked up where no address is known (R11)."""
    if person.email:
        return Medium.EMAIL
    return Medium.LETTER if by_post and person.reachable else None


def _as_written(event: Row[Any], language: str) -> bool:
    """Whether staff wrote this answer in another language than the reader's (R48)."""
    return bool(event.kind == "answered" and event.text and event.text_language != language)


def _values(desk: Desk, event: Row[Any], recipient: Recipient, language: str) -> dict[str, str]:
    owner = owner_from(event.owner)
    agency = part_owner(event) or owner
    name = " ".join((recipient.person.name or "").split())
    due = recipient.first_due_at
    text = event.text or ""
    if language != SOURCE and _as_written(event, language):
        text = f"{sentence('as_written', language, phone=desk.city.phone)}\n\n{text}"
    return {
        "number": grouped(event.number),
        "service": _said(desk, desk.service_names.get(event.service_code, event.service_code), language),
        "to_name": f" {name}" if name else "",
        "owner": _said(desk, owner.name if owner else desk.city.name, language),
        "agency_name": agency.name if agency else "",
        "agency_address": (agency.address if agency else None) or "",
        "agency_phone": (agency.phone if agency else None) or "",
        "due": promised(due or event.at, desk.city, language=language),
        "link": f"{desk.site}/requests/{event.number}",
        "text": text,
        "city": f"{desk.city.name} · {desk.city.phone}",
    }


def _said(desk: Desk, name: str, language: str) -> str:
    """What the city calls a service or an office in the language; its English name where it has no other."""
    words = desk.city.words.get(language)
    return words.names.get(name, name) if words else name

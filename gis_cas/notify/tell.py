"""Tell everyone an event concerns, each once: the job may run twice, the delivery row is there once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from gis_cas.domain.city import City
from gis_cas.domain.decision import DecisionKind
from gis_cas.domain.directory import Owner, OwnerType
from gis_cas.domain.request import AnswerChannel, AnswerKind, Person
from gis_cas.notify.message import Medium, Message
from gis_cas.notify.senders import Sender
from gis_cas.notify.templates import render
from gis_cas.policy.tracking_number import grouped
from gis_cas.store.answers import open_answers, pay
from gis_cas.store.deliveries import Recipient, claim, event_to_tell, recipients
from gis_cas.store.desk import touched
from gis_cas.store.history import owner_document, owner_from, record
from gis_cas.store.published import project

BY_THE_SERVICE = "gis_cas"
_LETTERS = {"referral", "private_owner"}
"""Templates that also go by post; a mere receipt does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where messages come from: the city, the names of its services, the site's address and the sender."""

    engine: Engine
    city: City
    service_names: Mapping[str, str]
    site: str
    sender: Sender


def tell(desk: Desk, event_id: int, *, now: datetime) -> int:
    """Send what an event asks for; answers how many messages were sent by this call.

    A certain referral to an agency whose entry somebody verified goes out by itself and is the answer (R12, R45); every
    other answer is a person's. Each delivery commits on its own, after its sender took it.
    """
    with desk.engine.connect() as conn:
        event = event_to_tell(conn, event_id)
        people = recipients(conn, event.request_id) if event else []
    if event is None:
        return 0
    return sum(_tell_one(desk, event, recipient, now=now) for recipient in people)


def template_for(event: Row[Any]) -> str | None:
    """Which text an event asks for, if any."""
    if event.kind == "answered":
        return "resolved" if AnswerKind.OUTCOME.value in event.facts["kinds"] else "answered"
    if event.kind != "located":
        return None
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


def may_go_unread(agency: Owner) -> bool:
    """Whether a referral may go out without a clerk: somebody verified the entry, and nothing is missing (R11, R12)."""
    return (
        agency.type is OwnerType.AGENCY
        and agency.verified_on is not None
        and bool(agency.name and agency.address and agency.phone)
    )


def _tell_one(desk: Desk, event: Row[Any], recipient: Recipient, *, now: datetime) -> int:
    template = template_for(event)
    if template is None or (event.kind == "answered" and recipient.requester_id not in event.facts["requester_ids"]):
        return 0
    medium, to = _way(recipient.person, by_post=template in _LETTERS)
    if medium is None or to is None:
        return 0
    with desk.engine.begin() as conn:
        mine = claim(
            conn,
            event_id=event.id,
            requester_id=recipient.requester_id,
            template=template,
            sender=desk.sender.name,
            at=now,
        )
        if not mine:
            return 0
        subject, body = render(template, language=recipient.person.language, values=_values(desk, event, recipient))
        key = f"{event.number}-{event.id}-{recipient.requester_id}-{template}"
        language = recipient.person.language
        desk.sender.send(Message(key=key, medium=medium, to=to, subject=subject, body=body, language=language))
        if template in _LETTERS:
            _pay_by_letter(conn, event, recipient, medium=medium, text=body, now=now)
    return 1


def _way(person: Person, *, by_post: bool) -> tuple[Medium | None, str | None]:
    if person.email:
        return Medium.EMAIL, person.email
    if by_post and person.address:
        return Medium.LETTER, f"{person.name}\n{person.address}" if person.name else person.address
    return None, None


def _pay_by_letter(
    conn: Connection, event: Row[Any], recipient: Recipient, *, medium: Medium, text: str, now: datetime
) -> None:
    """The letter is the answer; it is marked automatic, so that reports keep it out of response times (R45)."""
    owed = [one for one in open_answers(conn, event.request_id) if one.requester_id == recipient.requester_id]
    if not owed:
        return
    channel = AnswerChannel.EMAIL if medium is Medium.EMAIL else AnswerChannel.LETTER
    facts = {
        "channel": channel.value,
        "kinds": sorted({one.kind.value for one in owed}),
        "requester_ids": [recipient.requester_id],
        "referral": owner_document(owner_from(event.owner)),
        "automatic": True,
    }
    answer = record(
        conn, request_id=event.request_id, at=now, actor=BY_THE_SERVICE, kind="answered", facts=facts, text=text
    )
    pay(conn, owed, at=now, event_id=answer)
    touched(conn, event.request_id, at=now)
    public = {"channel": channel.value, "kinds": facts["kinds"], "automatic": True}
    project(conn, event.request_id, event_id=answer, kind="answered", at=now, facts=public)


def _values(desk: Desk, event: Row[Any], recipient: Recipient) -> dict[str, str]:
    owner = owner_from(event.owner)
    name = recipient.person.name
    return {
        "number": grouped(event.number),
        "service": desk.service_names.get(event.service_code, event.service_code),
        "to_name": f" {name}" if name else "",
        "owner": owner.name if owner else desk.city.name,
        "agency_name": owner.name if owner else "",
        "agency_address": (owner.address if owner else None) or "",
        "agency_phone": (owner.phone if owner else None) or "",
        "due": promised(recipient.first_due_at, desk.city) if recipient.first_due_at else "now",
        "link": f"{desk.site}/requests/{event.number}",
        "text": event.text or "",
        "city": f"{desk.city.name} · {desk.city.phone}",
    }


def promised(instant: datetime, city: City) -> str:
    """An instant as a promise in the city's own time: `Thursday 26 Nov, 2:10 pm`."""
    local = instant.astimezone(city.time_zone)
    hour = local.hour % 12 or 12
    return f"{local:%A} {local.day} {local:%b}, {hour}:{local:%M} {'am' if local.hour < 12 else 'pm'}"  # noqa: PLR2004

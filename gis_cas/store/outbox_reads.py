"""The outbox as the administrator sees it: a page of messages, one with its words and history, counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from gis_cas.domain.message import Medium, MessageState
from gis_cas.domain.request import Person
from gis_cas.errors import UnknownMessage
from gis_cas.store.tables.accounts import account
from gis_cas.store.tables.messages import message, message_step, message_text
from gis_cas.store.tables.requests import event, person, requester, service_request

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """One message in the list; `to` is a name, a login or an address, None when it was blanked."""

    id: int
    template: str
    language: str
    medium: Medium
    state: MessageState
    to: str | None
    number: str | None
    attempts: int
    code: str | None
    created_at: datetime
    next_try_at: datetime
    sent_at: datetime | None
    needs_translation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxStep:
    """One thing that was done with a message."""

    at: datetime
    actor: str
    what: str
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxMessage:
    """One message in full; `person` is None for a message to an account."""

    row: OutboxRow
    subject: str
    body: str
    recipient: str | None
    person: Person | None
    erased: bool
    steps: tuple[OutboxStep, ...]


def row_of(conn: Connection, message_id: int, *, lock: bool = False) -> Row[Any]:
    """The message's own row; raises UnknownMessage."""
    wanted = select(message).where(message.c.id == message_id)
    found: Row[Any] | None = conn.execute(wanted.with_for_update() if lock else wanted).one_or_none()
    if found is None:
        raise UnknownMessage("There is no such message in the outbox.")
    return found


def outbox_counts(conn: Connection) -> dict[tuple[MessageState, Medium], int]:
    """How many messages are in each state, by how they travel."""
    wanted = select(message.c.state, message.c.medium, func.count()).group_by(message.c.state, message.c.medium)
    return {(MessageState(state), Medium(medium)): count for state, medium, count in conn.execute(wanted)}


def outbox_page(
    conn: Connection, *, state: MessageState | None, medium: Medium | None, needs_translation: bool, page: int
) -> tuple[list[OutboxRow], bool]:
    """One page of messages, the newest first, and whether there is another after it."""
    wanted = _listed()
    if state is not None:
        wanted = wanted.where(message.c.state == state.value)
    if medium is not None:
        wanted = wanted.where(message.c.medium == medium.value)
    if needs_translation:
        wanted = wanted.where(message.c.needs_translation)
    wanted = wanted.order_by(message.c.id.desc()).limit(PAGE_ROWS + 1).offset((page - 1) * PAGE_ROWS)
    found = [_row(one) for one in conn.execute(wanted)]
    return found[:PAGE_ROWS], len(found) > PAGE_ROWS


def outbox_message(conn: Connection, message_id: int) -> OutboxMessage:
    """One message with its words and its history; raises UnknownMessage."""
    one = conn.execute(_listed().where(message.c.id == message_id)).one_or_none()
    if one is None:
        raise UnknownMessage("There is no such message in the outbox.")
    steps = select(message_step).where(message_step.c.message_id == message_id).order_by(message_step.c.id)
    return OutboxMessage(
        row=_row(one),
        subject=one.subject or "",
        body=one.body or "",
        recipient=one.recipient,
        person=_person(one) if one.event_id is not None else None,
        erased=one.subject is None or one.erased_at is not None,
        steps=tuple(OutboxStep(at=s.at, actor=s.actor, what=s.what, code=s.code) for s in conn.execute(steps)),
    )


def _listed() -> Select[Any]:
    return (
        select(
            message,
            message_text.c.recipient,
            message_text.c.subject,
            message_text.c.body,
            message_text.c.erased_at,
            service_request.c.number,
            account.c.login,
            person.c.name,
            person.c.address,
            person.c.phone,
            person.c.email,
            person.c.language.label("person_language"),
        )
        .outerjoin(message_text, message_text.c.message_id == message.c.id)
        .outerjoin(event, event.c.id == message.c.event_id)
        .outerjoin(service_request, service_request.c.id == event.c.request_id)
        .outerjoin(requester, requester.c.id == message.c.requester_id)
        .outerjoin(person, person.c.id == requester.c.person_id)
        .outerjoin(account, account.c.id == message.c.account_id)
    )


def _row(one: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=one.id,
        template=one.template,
        language=one.language,
        medium=Medium(one.medium),
        state=MessageState(one.state),
        to=one.login or one.name or one.recipient or one.address or one.phone,
        number=one.number,
        attempts=one.attempts,
        code=one.code,
        created_at=one.created_at,
        next_try_at=one.next_try_at,
        sent_at=one.sent_at,
        needs_translation=one.needs_translation,
    )


def _person(one: Row[Any]) -> Person:
    return Person(name=one.name, address=one.address, phone=one.phone, email=one.email, language=one.person_language)

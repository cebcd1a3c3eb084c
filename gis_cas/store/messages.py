"""The outbox's rows while they travel: written once, claimed by one worker at a time, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy import insert as plain_insert
from sqlalchemy.dialects.postgresql import insert

from gis_cas.domain.message import Medium, MessageState, Step
from gis_cas.store.tables.messages import message, message_review, message_step, message_text

URGENT, ORDINARY = 0, 1
"""What somebody is waiting for at this moment goes before what somebody is told."""


def add_message(
    conn: Connection, *, recipient: str | None, subject: str, body: str, at: datetime, **values: Any
) -> int | None:
    """Put a message into the outbox, waiting; None when this very message is there already."""
    row = insert(message).values(values | {"created_at": at, "next_try_at": at, "state": MessageState.WAITING.value})
    made: int | None = conn.execute(row.on_conflict_do_nothing().returning(message.c.id)).scalar_one_or_none()
    if made is not None:
        words = {"message_id": made, "recipient": recipient, "subject": subject, "body": body}
        conn.execute(plain_insert(message_text).values(words))
    return made


def claim_next(conn: Connection, *, worker: str, now: datetime) -> Row[Any] | None:
    """Take the next e-mail that is due, with its words, and mark it as being sent; others pass over it."""
    due = (
        select(message.c.id)
        .where(message.c.state == "waiting", message.c.medium == "email", message.c.next_try_at <= now)
        .order_by(message.c.urgency, message.c.next_try_at, message.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        update(message)
        .where(message.c.id == due, message.c.id == message_text.c.message_id)
        .values(state=MessageState.SENDING.value, claimed_at=now, claimed_by=worker, attempts=message.c.attempts + 1)
        .returning(message, message_text.c.recipient, message_text.c.subject, message_text.c.body)
    )
    found: Row[Any] | None = conn.execute(taken).one_or_none()
    return found


def hold_row(conn: Connection, message_id: int) -> Row[Any]:
    """The message's row, locked until the transaction ends."""
    wanted = select(message).where(message.c.id == message_id).with_for_update()
    found: Row[Any] = conn.execute(wanted).one()
    return found


def note_sent(
    conn: Connection, message_id: int, *, at: datetime, sender: str, medium: Medium = Medium.EMAIL, code: str | None
) -> None:
    """The message was taken; it is never sent again."""
    _set(conn, message_id, state=MessageState.SENT.value, sent_at=at, sender=sender, code=code, medium=medium.value)


def note_waiting(
    conn: Connection, message_id: int, *, next_try_at: datetime, code: str | None, counted: bool = True
) -> None:
    """The message waits to be tried again; an attempt that never reached the server is not counted."""
    attempts = message.c.attempts if counted else func.greatest(message.c.attempts - 1, 0)
    _set(conn, message_id, state=MessageState.WAITING.value, next_try_at=next_try_at, code=code, attempts=attempts)


def note_failed(conn: Connection, message_id: int, *, code: str | None) -> None:
    """The message cannot be sent this way."""
    _set(conn, message_id, state=MessageState.FAILED.value, code=code)


def note_held(conn: Connection, message_id: int, *, code: str | None) -> None:
    """The message is not sent until somebody says so."""
    _set(conn, message_id, state=MessageState.HELD.value, code=code)


def make_waiting(conn: Connection, message_id: int, *, medium: Medium, at: datetime) -> None:
    """Begin anew: as this kind of message, from now on, with all its attempts before it."""
    _set(
        conn,
        message_id,
        state=MessageState.WAITING.value,
        medium=medium.value,
        attempts=0,
        next_try_at=at,
        code=None,
    )


def add_step(
    conn: Connection, message_id: int, *, at: datetime, actor: str, what: Step, code: str | None = None
) -> None:
    """Write what was done with a message into its history."""
    row = {"message_id": message_id, "at": at, "actor": actor, "what": what.value, "code": code}
    conn.execute(plain_insert(message_step).values(row))


def has_step(conn: Connection, message_id: int, what: Step) -> bool:
    """Whether something was ever done with a message."""
    wanted = select(message_step.c.id).where(message_step.c.message_id == message_id, message_step.c.what == what.value)
    return conn.execute(wanted.limit(1)).scalar_one_or_none() is not None


def words_of(conn: Connection, message_id: int) -> str | None:
    """What a message says; None when it was blanked."""
    wanted = select(message_text.c.body).where(
        message_text.c.message_id == message_id, message_text.c.erased_at.is_(None)
    )
    words: str | None = conn.execute(wanted).scalar_one_or_none()
    return words


def has_recipient(conn: Connection, message_id: int) -> bool:
    """Whether the message has an e-mail address to go to."""
    wanted = select(message_text.c.recipient).where(message_text.c.message_id == message_id)
    return bool(conn.execute(wanted).scalar_one_or_none())


def left_in_hand(conn: Connection, *, before: datetime) -> list[int]:
    """Messages that a worker took before an instant and never gave back, locked."""
    wanted = (
        select(message.c.id)
        .where(message.c.state == "sending", message.c.claimed_at < before)
        .order_by(message.c.id)
        .with_for_update(skip_locked=True)
    )
    return list(conn.scalars(wanted))


def claimed_since(conn: Connection, since: datetime) -> int:
    """How many messages have been taken in hand since an instant."""
    return int(conn.execute(select(func.count()).where(message.c.claimed_at > since)).scalar_one())


def next_due(conn: Connection) -> datetime | None:
    """The instant at which the next e-mail is due; None when none waits."""
    wanted = select(func.min(message.c.next_try_at)).where(message.c.state == "waiting", message.c.medium == "email")
    at: datetime | None = conn.execute(wanted).scalar_one()
    return at


def blank_words(conn: Connection, message_id: int, *, at: datetime) -> None:
    """Forget what a message said and to whom: an account's one-time link is kept no longer than it must be."""
    blank = {"recipient": None, "subject": "", "body": "", "erased_at": at}
    conn.execute(update(message_text).where(message_text.c.message_id == message_id).values(blank))


def reviews(conn: Connection) -> dict[tuple[str, str, str], Row[Any]]:
    """The latest review of each text, by template, language and the text's own hash."""
    wanted = select(message_review).order_by(message_review.c.id)
    return {(row.template, row.language, row.text_hash): row for row in conn.execute(wanted)}


def add_review(conn: Connection, *, template: str, language: str, text_hash: str, by: str, at: datetime) -> None:
    """Note that somebody has read a text and found it right."""
    row = {"template": template, "language": language, "text_hash": text_hash, "reviewed_by": by, "reviewed_at": at}
    conn.execute(plain_insert(message_review).values(row))


def _set(conn: Connection, message_id: int, **values: Any) -> None:
    conn.execute(update(message).where(message.c.id == message_id).values(values))

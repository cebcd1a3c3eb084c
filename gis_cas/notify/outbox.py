"""What the administrator does with a message: each deed once, with its name and hour in the message's history."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row

from gis_cas.domain.message import Medium, MessageState, Step
from gis_cas.errors import WrongState
from gis_cas.notify.paying import no_longer_true, pay_by
from gis_cas.notify.tell import LETTERS
from gis_cas.store import messages as rows
from gis_cas.store.outbox_reads import row_of

BY_HAND = "by hand"
_DONE = {MessageState.SENT, MessageState.SENDING}
_IN_HAND = "This message is being sent at this moment. Please look again in a minute."
_SENT = "This message was sent already."
_VOID = "The request has another owner now, so this message would be wrong. Write to the requester from the request."


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who does something with which message, when."""

    engine: Engine
    message_id: int
    actor: str
    now: datetime


def try_again(deed: Deed) -> None:
    """Send it from the beginning, with all its attempts before it; also lets go of one that was held."""
    with _unsent(deed) as (conn, row):
        _still_true(conn, row)
        medium = Medium(row.medium)
        if medium is Medium.EMAIL and not rows.has_recipient(conn, row.id):
            raise WrongState(
                "There is no e-mail address to send this to. Make it a letter, or tell the person by phone."
            )
        rows.make_waiting(conn, row.id, medium=medium, at=deed.now)
        _note(conn, deed, Step.AGAIN)


def hold(deed: Deed) -> None:
    """Keep it back until somebody says Try again."""
    with _unsent(deed) as (conn, row):
        if row.state == MessageState.HELD:
            raise WrongState("This message is held already.")
        rows.note_held(conn, row.id, code=None)
        _note(conn, deed, Step.HELD)


def make_letter(deed: Deed) -> None:
    """Put it among the letters to be printed, with the same words."""
    with _unsent(deed) as (conn, row):
        _still_true(conn, row)
        if row.account_id is not None:
            raise WrongState("A message about somebody's own account goes by e-mail only: it holds a secret link.")
        if row.medium == Medium.LETTER and row.state == MessageState.WAITING:
            raise WrongState("This is a letter already; it waits to be printed.")
        rows.make_waiting(conn, row.id, medium=Medium.LETTER, at=deed.now)
        _note(conn, deed, Step.MADE_LETTER)


def told_by_phone(deed: Deed) -> None:
    """Somebody told the person on the phone instead; a referral must be written, so a call never closes it (R11)."""
    with _unsent(deed) as (conn, row):
        if row.template in LETTERS:
            raise WrongState("A referral must be written: a phone call alone is not enough. Make it a letter.")
        if row.account_id is not None:
            raise WrongState("A link for an account cannot be told by phone.")
        _done(conn, deed, row, medium=Medium.PHONE, step=Step.PHONED)


def print_letter(deed: Deed) -> None:
    """Note who printed it, and when; it is not under way yet."""
    with _unsent(deed) as (conn, row):
        _is_letter(row)
        _still_true(conn, row)
        _note(conn, deed, Step.PRINTED)


def post_letter(deed: Deed) -> None:
    """The letter is in the post, or was handed over: now it is sent, and pays what it pays (R11, R12, R45)."""
    with _unsent(deed) as (conn, row):
        _is_letter(row)
        _still_true(conn, row)
        if not rows.has_step(conn, row.id, Step.PRINTED):
            raise WrongState("Please print the letter first; then note that it was posted.")
        _done(conn, deed, row, medium=Medium.LETTER, step=Step.POSTED)


@contextmanager
def _unsent(deed: Deed) -> Iterator[tuple[Connection, Row[Any]]]:
    with deed.engine.begin() as conn:
        row = row_of(conn, deed.message_id, lock=True)
        if row.state in _DONE:
            raise WrongState(_SENT if row.state == MessageState.SENT else _IN_HAND)
        yield conn, row


def _done(conn: Connection, deed: Deed, row: Row[Any], *, medium: Medium, step: Step) -> None:
    rows.note_sent(conn, row.id, at=deed.now, sender=BY_HAND, medium=medium, code=None)
    _note(conn, deed, step)
    pay_by(conn, row, medium=medium, actor=deed.actor, now=deed.now)


def _note(conn: Connection, deed: Deed, step: Step) -> None:
    rows.add_step(conn, deed.message_id, at=deed.now, actor=deed.actor, what=step)


def _is_letter(row: Row[Any]) -> None:
    if row.medium != Medium.LETTER or row.state != MessageState.WAITING:
        raise WrongState("This message is not a letter that waits to be printed.")


def _still_true(conn: Connection, row: Row[Any]) -> None:
    if no_longer_true(conn, row):
        raise WrongState(_VOID)

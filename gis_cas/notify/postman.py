"""The round of the outbox: take a message, say so, hand it over, write down what came of it.

Nothing is held in the database while a server is spoken to: the claim is committed before, the outcome after. A process
that dies in between leaves a message that says "sending"; another gives it back after LEASE, under the same Message-ID.
"""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row

from gis_cas.domain.message import Medium, Step
from gis_cas.notify.back_off import Circuit, wait_after
from gis_cas.notify.message import Came, Message, Outcome
from gis_cas.notify.paying import BY_THE_SERVICE, no_longer_true, owe_again, pay_by
from gis_cas.notify.senders import Sender
from gis_cas.store import messages as rows

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a message may be in hand; longer than a server may take for all of its answers together."""

OWNER_CHANGED = "owner_changed"
_MINUTE = timedelta(minutes=1)


@dataclass(kw_only=True)
class Postman:
    """One process's way through the outbox; several at once pass over what another has in hand."""

    engine: Engine
    sender: Sender
    name: str
    clock: Callable[[], datetime]
    most_per_minute: int | None = None
    chance: Callable[[], float] = random.random
    circuit: Circuit = field(default_factory=Circuit)
    _on_round: threading.Lock = field(default_factory=threading.Lock, init=False)
    _ending: threading.Event = field(default_factory=threading.Event, init=False)
    _unwritten: list[tuple[Row[Any], Outcome, datetime | None]] = field(default_factory=list, init=False)

    def end(self) -> None:
        """Let the round end after the message in hand."""
        self._ending.set()

    def round(self) -> int:
        """Send whatever is due; answers how many messages were taken."""
        with self._on_round:
            try:
                self._write_down()
                self._give_back()
                return self._send_due()
            finally:
                self.sender.rest()

    def _send_due(self) -> int:
        taken = 0
        allowed = self._allowed()
        while not self._ending.is_set() and (allowed is None or allowed > 0) and self.circuit.open_at(self.clock()):
            probing = self.circuit.closed_until is not None
            with self.engine.begin() as conn:
                row = rows.claim_next(conn, worker=self.name, now=self.clock())
                if row is not None and no_longer_true(conn, row):
                    self._hold(conn, row)
                    continue
            if row is None:
                break
            outcome = self.sender.send(_message(row))
            if probing and outcome.came is not Came.AWAY:
                log.info("the mail server is back")
            self._unwritten.append((row, outcome, self._tell_circuit(outcome, self.clock())))
            self._write_down()
            taken += outcome.came is Came.TAKEN
            allowed = allowed - 1 if allowed is not None else None
        return taken

    def _write_down(self) -> None:
        """Write every outcome not yet written; one that the database was away for is written first next time."""
        while self._unwritten:
            row, outcome, again_at = self._unwritten[0]
            with self.engine.begin() as conn:
                held = rows.hold_row(conn, row.id)
                mine = held.state == "sending" and (outcome.came is Came.TAKEN or held.claimed_at == row.claimed_at)
                if mine:  # else somebody else has it in hand, or has sent it: what he says stands
                    self._note(conn, row, outcome, again_at=again_at, now=self.clock())
            self._unwritten.pop(0)

    def _note(
        self, conn: Connection, row: Row[Any], outcome: Outcome, *, again_at: datetime | None, now: datetime
    ) -> None:
        if outcome.came is Came.TAKEN:
            self._note_taken(conn, row, outcome, now=now)
        elif outcome.came is Came.NEVER:
            self._note_failed(conn, row, outcome.code, now=now)
        elif outcome.came is Came.AWAY:
            rows.note_waiting(conn, row.id, next_try_at=again_at or now, code=outcome.code, counted=False)
        else:
            self._note_later(conn, row, outcome, now=now)

    def _note_taken(self, conn: Connection, row: Row[Any], outcome: Outcome, *, now: datetime) -> None:
        rows.note_sent(conn, row.id, at=now, sender=self.sender.name, code=outcome.code)
        rows.add_step(conn, row.id, at=now, actor=BY_THE_SERVICE, what=Step.SENT, code=outcome.code)
        if row.account_id is not None:
            rows.blank_words(conn, row.id, at=now)
        pay_by(conn, row, medium=Medium.EMAIL, actor=BY_THE_SERVICE, now=now)

    def _note_later(self, conn: Connection, row: Row[Any], outcome: Outcome, *, now: datetime) -> None:
        wait = wait_after(row.attempts, share=self.chance())
        if wait is None:
            self._note_failed(conn, row, outcome.code, now=now)
            return
        what = Step.UNSURE if outcome.came is Came.UNSURE else Step.LATER
        rows.note_waiting(conn, row.id, next_try_at=now + wait, code=outcome.code)
        rows.add_step(conn, row.id, at=now, actor=BY_THE_SERVICE, what=what, code=outcome.code)

    def _note_failed(self, conn: Connection, row: Row[Any], code: str, *, now: datetime) -> None:
        rows.note_failed(conn, row.id, code=code)
        rows.add_step(conn, row.id, at=now, actor=BY_THE_SERVICE, what=Step.FAILED, code=code)
        owe_again(conn, row, now=now)
        log.warning("message %d has failed for good (%s); it is on the outbox page", row.id, code)

    def _hold(self, conn: Connection, row: Row[Any]) -> None:
        rows.note_held(conn, row.id, code=OWNER_CHANGED)
        rows.add_step(conn, row.id, at=self.clock(), actor=BY_THE_SERVICE, what=Step.HELD, code=OWNER_CHANGED)

    def _tell_circuit(self, outcome: Outcome, now: datetime) -> datetime | None:
        if outcome.came is Came.AWAY:
            again_at = self.circuit.away(now)
            log.warning("the mail server is away (%s); next try at %s", outcome.code, again_at.isoformat())
            return again_at
        if outcome.came is Came.TAKEN:
            self.circuit.taken()
        elif outcome.came is Came.LATER:
            self.circuit.put_off(now)
        elif outcome.came is Came.NEVER and outcome.code.isdigit():
            self.circuit.refused(now)
        elif outcome.came in (Came.BROKEN, Came.UNSURE):
            self.circuit.broke(now)
        return None

    def _give_back(self) -> None:
        """Messages of a process that died with them in hand: they may have gone out, and go out once more."""
        now = self.clock()
        with self.engine.begin() as conn:
            for message_id in rows.left_in_hand(conn, before=now - LEASE):
                rows.note_waiting(conn, message_id, next_try_at=now, code="left")
                rows.add_step(conn, message_id, at=now, actor=BY_THE_SERVICE, what=Step.UNSURE, code="left")
                log.warning("message %d was left in hand and is tried again", message_id)

    def _allowed(self) -> int | None:
        if self.most_per_minute is None:
            return None
        with self.engine.connect() as conn:
            return max(0, self.most_per_minute - rows.claimed_since(conn, self.clock() - _MINUTE))


def _message(row: Row[Any]) -> Message:
    return Message(
        id=row.public_id,
        to=row.recipient or "",
        subject=row.subject,
        body=row.body,
        language=row.language,
        written_at=row.created_at,
    )

"""Daily work `housekeeping`: at night, forget what ran out."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from gis_cas.store import sessions
from gis_cas.store.forgetting import forget_links, forget_tries, forget_unknown
from gis_cas.store.queue import forget_beats, forget_keys
from gis_cas.store.stuck_jobs import forget_stuck_jobs
from gis_cas.work.hands import Hands

log = logging.getLogger(__name__)

SESSIONS_KEPT_FOR = timedelta(days=30)
"""How long after its end an account's owner can still see a session."""

TRIES_KEPT_FOR = timedelta(days=7)
BEATS_KEPT_FOR = timedelta(days=1)
UNKNOWN_KEPT_FOR = timedelta(days=90)
STUCK_JOBS_KEPT_FOR = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A row of the table: `run(hands, conn, now)` removes what ran out and answers how much that was."""

    what: str
    run: Callable[[Hands, Connection, datetime], int]


ROUNDS: Sequence[Round] = (
    Round(
        what="sessions",
        run=lambda _hands, conn, now: sessions.forget(conn, expired_before=now - SESSIONS_KEPT_FOR),
    ),
    Round(what="one-time links", run=lambda _hands, conn, now: forget_links(conn, before=now)),
    Round(what="failed sign-ins", run=lambda _hands, conn, now: forget_tries(conn, before=now - TRIES_KEPT_FOR)),
    Round(
        what="people without an account",
        run=lambda _hands, conn, now: forget_unknown(conn, before=now - UNKNOWN_KEPT_FOR),
    ),
    Round(what="idempotency keys", run=lambda _hands, conn, now: forget_keys(conn, before=now)),
    Round(what="workers' beats", run=lambda _hands, conn, now: forget_beats(conn, before=now - BEATS_KEPT_FOR)),
    Round(
        what="records of stuck jobs",
        run=lambda _hands, conn, now: forget_stuck_jobs(conn, before=now - STUCK_JOBS_KEPT_FOR),
    ),
)
"""A room that keeps something only for a while adds its row here."""


def run(hands: Hands, conn: Connection, _day: date) -> None:
    """Go round once."""
    now = hands.clock()
    gone = {each.what: each.run(hands, conn, now) for each in ROUNDS}
    log.info("forgotten: %s", ", ".join(f"{count} {what}" for what, count in gone.items()))

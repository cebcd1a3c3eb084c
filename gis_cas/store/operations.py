"""What an operator asks: is the database fit to serve, and how much waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import QueuePool

from gis_cas.errors import StoreUnavailable
from gis_cas.store import migrate

ALIVE_WITHIN_S = 120
"""A worker that was silent for longer is not counted as working."""

_WAITING = text("""
    SELECT (SELECT count(*) FROM cas.service_request WHERE located_at IS NULL) AS unlocated,
           (SELECT count(DISTINCT request_id) FROM cas.answer_owed
             WHERE answered_at IS NULL AND void_event_id IS NULL AND due_at < :now) AS overdue,
           (SELECT count(*) FROM cas.answer_owed
             WHERE answered_at IS NULL AND void_event_id IS NULL AND due_at < :now) AS answers_overdue,
           (SELECT count(*) FROM cas.service_request WHERE status = 'open') AS open_requests,
           (SELECT count(*) FROM cas.worker_beat WHERE beat_at > now() - make_interval(secs => :alive)) AS workers,
           (SELECT coalesce(extract(epoch FROM now() - max(beat_at)), -1)::int FROM cas.worker_beat)
               AS worker_beat_age_seconds,
           (SELECT count(*) FROM cas.stuck_job WHERE seen_at > now() - interval '1 day') AS stuck_jobs_last_day,
           (SELECT count(*) FROM cas.attachment WHERE state = 'waiting') AS files_waiting,
           (SELECT count(*) FROM cas.attachment WHERE missing_since IS NOT NULL) AS files_missing,
           (SELECT count(*) FROM cas.stuck_job WHERE seen_at > now() - interval '1 hour') AS stuck_jobs_last_hour,
           (SELECT coalesce(extract(epoch FROM now() - min(e.at)), 0)::float8 FROM procrastinate_jobs j
              JOIN procrastinate_events e ON e.job_id = j.id
             WHERE j.id = (SELECT min(id) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at IS NULL))
               AS oldest_waiting_job_seconds,
           (SELECT extract(epoch FROM clock_timestamp() - :now)::float8) AS clock_ahead_seconds
""")
_ABOUT = {
    "unlocated": "Requests that have their number and wait for their place.",
    "overdue": "Requests with an answer past its due instant.",
    "answers_overdue": "Answers past their due instant.",
    "open_requests": "Requests that are not closed.",
    "workers": "Background processes heard of in the last two minutes.",
    "worker_beat_age_seconds": "Seconds since any background process was heard of; -1 when none ever was.",
    "stuck_jobs_last_day": "Jobs that hung, or whose worker died, in the last 24 hours.",
    "files_waiting": "Files in quarantine that nobody could look at yet.",
    "files_missing": "Files that a row names and the store does not have.",
    "clock_ahead_seconds": "By how much the database's clock is ahead of this process's.",
}
_JOBS = text("""
    WITH counted AS (
        SELECT queue_name AS queue, status::text AS state, count(*) AS jobs,
               min(id) FILTER (WHERE scheduled_at IS NULL) AS first_id,
               min(scheduled_at) FILTER (WHERE scheduled_at <= now()) AS first_due_at
          FROM procrastinate_jobs GROUP BY queue_name, status
    )
    SELECT queue, state, jobs, coalesce(extract(epoch FROM now() - least(
               (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = c.first_id), first_due_at)), 0)::float8
               AS oldest_seconds
      FROM counted c ORDER BY queue, state
""")

_OUTBOX = text(
    "SELECT state, count(*) AS messages FROM cas.message WHERE state <> 'sent' GROUP BY state ORDER BY state"
)
_OUTBOX_STATES = ("waiting", "sending", "failed", "held")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of this moment; `about` says what it counts, `labels` which one of its kind it is."""

    name: str
    value: float
    about: str
    labels: Mapping[str, str] = field(default_factory=dict)


def failures(engine: Engine, public_engine: Engine) -> dict[str, str]:
    """What keeps the service from being ready, a sentence for each check; empty when it is."""
    found = {}
    try:
        if migrate.pending(engine):
            found["migrations"] = "The database does not have the schema this program needs: run gis-cas migrate."
        elif not _city_loaded(public_engine):
            found["city"] = "No city is loaded: run gis-cas city load FOLDER."
    except StoreUnavailable:
        found["database"] = "The database does not answer."
    return found


def waiting(engine: Engine, *, now: datetime) -> dict[str, float]:
    """Counts of what waits, how long workers have been silent, how far the clocks are apart."""
    with engine.connect() as conn:
        return _waiting(conn, now)


def figures(engine: Engine, public_engine: Engine, *, now: datetime) -> list[Figure]:
    """The database's figures of this moment; without the database, what is known without it."""
    pools = [*_pool(engine, "app"), *_pool(public_engine, "public_read")]
    up = "Whether the database answered this question."
    try:
        with engine.connect() as conn:
            counted = [
                Figure(name=name, value=value, about=_ABOUT[name])
                for name, value in _waiting(conn, now).items()
                if name in _ABOUT
            ]
            counted += [*_jobs(conn), *_outbox(conn)]
    except StoreUnavailable:
        return [*pools, Figure(name="database_up", value=0, about=up)]
    return [*pools, Figure(name="database_up", value=1, about=up), *counted]


def _waiting(conn: Connection, now: datetime) -> dict[str, float]:
    row = conn.execute(_WAITING, {"now": now, "alive": ALIVE_WITHIN_S}).one()
    return {name: float(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name for it


def _jobs(conn: Connection) -> Iterator[Figure]:
    for row in conn.execute(_JOBS):
        yield Figure(
            name="jobs",
            value=row.jobs,
            about="Jobs of the background, by queue and state.",
            labels={"queue": row.queue, "state": row.state},
        )
        if row.state == "todo":
            yield Figure(
                name="oldest_waiting_job_seconds",
                value=row.oldest_seconds,
                about="For how long the oldest job that may begin has waited.",
                labels={"queue": row.queue},
            )


def _outbox(conn: Connection) -> Iterator[Figure]:
    found = {row.state: row.messages for row in conn.execute(_OUTBOX)}
    for state in _OUTBOX_STATES:
        yield Figure(
            name="messages",
            value=found.get(state, 0),
            about="Messages of the outbox that are not sent, by state.",
            labels={"state": state},
        )


def _pool(engine: Engine, role: str) -> Iterator[Figure]:
    if isinstance(engine.pool, QueuePool):
        labels = {"role": role}
        in_use, size = engine.pool.checkedout(), engine.pool.size()
        yield Figure(name="db_pool_in_use", value=in_use, about="Connections handed out just now.", labels=labels)
        yield Figure(name="db_pool_size", value=size, about="Connections that may be handed out.", labels=labels)


def _city_loaded(public_engine: Engine) -> bool:
    try:
        with public_engine.connect() as conn:
            return bool(conn.execute(text("SELECT EXISTS (SELECT FROM published.city)")).scalar_one())
    except ProgrammingError:
        return False

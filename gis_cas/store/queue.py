"""Jobs for the worker, deferred in the transaction of what they are about; its pulse; what must not wait for ever."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert

from gis_cas.store.history import as_json
from gis_cas.store.tables.requests import idempotency, service_request, worker_beat
from gis_cas.trace import ARGUMENT, trace_id

_DEFER_NOTIFY = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('messages', 'notify', 0, NULL, NULL, CAST(:args AS jsonb), NULL)"
    "::procrastinate_job_to_defer_v1])"
)

_DEFER_LOCATE = text(
    "WITH waiting AS (SELECT number FROM unnest(CAST(:numbers AS text[])) AS number"
    " WHERE number NOT IN (SELECT queueing_lock FROM procrastinate_jobs WHERE queueing_lock IS NOT NULL"
    " AND status IN ('todo', 'doing')))"
    " SELECT procrastinate_defer_jobs_v1(array_agg(ROW('requests', 'locate', 10, NULL, number,"
    " jsonb_strip_nulls(jsonb_build_object('number', number, 'trace_id', CAST(:trace_id AS text))), NULL)"
    "::procrastinate_job_to_defer_v1)) FROM waiting HAVING count(*) > 0"
)


_DEFER_BACKUP = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('reports', 'backup', 0, NULL, 'backup', '{}'::jsonb, NULL)"
    "::procrastinate_job_to_defer_v1])"
    " WHERE NOT EXISTS (SELECT FROM procrastinate_jobs WHERE queueing_lock = 'backup' AND status IN ('todo', 'doing'))"
)


def arguments(**given: int | str) -> dict[str, int | str]:
    """A job's arguments, and with them the request on whose behalf it is deferred, for the worker's log lines."""
    asked = trace_id()
    return given if asked is None else {**given, ARGUMENT: asked}


def defer_notify(conn: Connection, event_id: int) -> None:
    """Have people told about an event once this transaction commits: the job row is the outbox."""
    conn.execute(_DEFER_NOTIFY, {"args": as_json(arguments(event_id=event_id))})


def defer_locate(conn: Connection, numbers: Sequence[str]) -> int:
    """Have requests located by the worker, except those with a job already; answers how many were deferred."""
    deferred = conn.execute(_DEFER_LOCATE, {"numbers": list(numbers), "trace_id": trace_id()}).scalar_one_or_none()
    return len(deferred or ())


def defer_backup(conn: Connection) -> None:
    """Have a backup made by the worker, unless one waits to be made."""
    conn.execute(_DEFER_BACKUP)


def unlocated_since(conn: Connection, before: datetime, *, limit: int = 500) -> list[str]:
    """Numbers of requests entered before an instant and still not located, oldest first."""
    wanted = (
        select(service_request.c.number)
        .where(service_request.c.located_at.is_(None), service_request.c.entered_at < before)
        .order_by(service_request.c.id)
        .limit(limit)
    )
    return list(conn.scalars(wanted))


def beat(conn: Connection, *, worker: str, pid: int) -> None:
    """Say that this worker lives, at the database's own time."""
    row = insert(worker_beat).values(worker=worker, beat_at=func.now(), pid=pid)
    conn.execute(
        row.on_conflict_do_update(
            index_elements=[worker_beat.c.worker], set_={"beat_at": row.excluded.beat_at, "pid": row.excluded.pid}
        )
    )


def forget_keys(conn: Connection, *, before: datetime) -> int:
    """Remove idempotency keys that ran out, and answer how many."""
    return int(conn.execute(delete(idempotency).where(idempotency.c.expires_at <= before)).rowcount)


def forget_beats(conn: Connection, *, before: datetime) -> int:
    """Remove the pulse of workers long gone, and answer how many."""
    return int(conn.execute(delete(worker_beat).where(worker_beat.c.beat_at < before)).rowcount)

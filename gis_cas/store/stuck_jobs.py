"""Jobs that hang: given back when their worker died, and written down either way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, text
from sqlalchemy.exc import IntegrityError

from gis_cas.store.tables.work import stuck_job

_LEFT_BY_THE_DEAD = text("""
    SELECT j.id, j.task_name, j.queue_name FROM procrastinate_jobs j
      LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
     WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - :silence)
     ORDER BY j.id LIMIT 500 FOR UPDATE OF j SKIP LOCKED
""")
_AGAIN = text(
    "UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + 1, scheduled_at = NULL, worker_id = NULL,"
    " abort_requested = false WHERE id = :id"
)
_FORGET = text("DELETE FROM procrastinate_jobs WHERE id = :id")


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckJob:
    """A job that somebody took and did not end."""

    id: int
    task: str
    queue: str


def give_back_from_the_dead(conn: Connection, *, silent_for: timedelta) -> Sequence[StuckJob]:
    """Let the jobs of workers that have been silent so long be taken again; one whose work waits anyway is dropped.

    Several workers may do this at once: each job is given back by one of them.
    """
    found = [
        StuckJob(id=row.id, task=row.task_name, queue=row.queue_name)
        for row in conn.execute(_LEFT_BY_THE_DEAD, {"silence": silent_for})
    ]
    for job in found:
        try:
            with conn.begin_nested():
                conn.execute(_AGAIN, {"id": job.id})
        except IntegrityError:  # the same work waits again already, under the same queueing lock
            conn.execute(_FORGET, {"id": job.id})
        write_down(conn, job, why="worker_died")
    return found


def write_down(conn: Connection, job: StuckJob, *, why: str) -> None:
    """Keep that this job hung: `worker_died` or `over_limit`."""
    conn.execute(insert(stuck_job).values(job_id=job.id, task=job.task, queue=job.queue, why=why))


def forget_stuck_jobs(conn: Connection, *, before: datetime) -> int:
    """Remove the records of jobs that hung long ago, and answer how many."""
    return int(conn.execute(delete(stuck_job).where(stuck_job.c.seen_at < before)).rowcount)

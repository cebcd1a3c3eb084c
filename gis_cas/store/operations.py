"""What an operator asks: is the database fit to serve, and how much waits."""

from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from gis_cas.errors import StoreUnavailable
from gis_cas.store import migrate

_WAITING = text("""
    SELECT (SELECT count(*) FROM cas.service_request WHERE located_at IS NULL) AS unlocated,
           (SELECT count(DISTINCT request_id) FROM cas.answer_owed
             WHERE answered_at IS NULL AND due_at < :now) AS overdue,
           (SELECT count(*) FROM cas.service_request WHERE status = 'open') AS open_requests,
           (SELECT count(*) FROM jobs.procrastinate_jobs WHERE status = 'todo') AS queue_depth,
           (SELECT coalesce(extract(epoch FROM :now - max(beat_at)), -1)::int
              FROM cas.worker_beat) AS worker_beat_age_seconds
""")


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


def waiting(engine: Engine, *, now: object) -> dict[str, int]:
    """Counts of what waits: requests without a place, answers past their due instant, jobs not begun."""
    with engine.connect() as conn:
        row = conn.execute(_WAITING, {"now": now}).one()
    return {name: int(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name for it


def _city_loaded(public_engine: Engine) -> bool:
    try:
        with public_engine.connect() as conn:
            return bool(conn.execute(text("SELECT EXISTS (SELECT FROM published.city)")).scalar_one())
    except ProgrammingError:
        return False

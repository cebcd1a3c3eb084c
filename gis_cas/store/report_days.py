"""Which day's work was done: one row for each report and city date, however many workers try."""

from datetime import date, datetime

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.postgresql import insert

from gis_cas.store.tables.work import report_day

_AS_LONG_AS_IT_TAKES = text("SET LOCAL statement_timeout = '10min'")


def last_day(conn: Connection, report: str) -> date | None:
    """The latest city date whose work is done; None when it never was."""
    found: date | None = conn.scalar(select(func.max(report_day.c.city_date)).where(report_day.c.report == report))
    return found


def claim_day(conn: Connection, *, report: str, city_date: date, at: datetime) -> bool:
    """Whether this day's work is ours to do in this transaction, whose statements may take up to ten minutes.

    False when it is done; somebody else who is at it is waited for, and if they fail, it is ours.
    """
    row = insert(report_day).values(report=report, city_date=city_date, made_at=at)
    conn.execute(_AS_LONG_AS_IT_TAKES)
    made = conn.execute(row.on_conflict_do_nothing().returning(report_day.c.report))
    return made.scalar_one_or_none() is not None

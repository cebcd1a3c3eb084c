"""Chore `daily work`: what is done once for each city date, however many workers try and however long all were away."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import Connection

from gis_cas.policy.city_days import due_days, every_day
from gis_cas.store.report_days import claim_day, last_day
from gis_cas.work.hands import Hands

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A row of the table: `run(hands, conn, city date)` at this time on the city's wall, on each date `falls_on` names.

    It runs in the transaction that writes the row of that date: its own rows commit with it or not at all. What reaches
    further than the database is left to a job that it defers.
    """

    report: str
    at: time
    run: Callable[[Hands, Connection, date], None]
    falls_on: Callable[[date], bool] = every_day


def run_due(hands: Hands, *, rows: Sequence[Daily]) -> None:
    """Do what is due, each report's oldest missing date first; a report that fails waits for the next round."""
    failed = [row.report for row in rows if not _all_done(hands, row)]
    if failed:
        log.warning("not done and tried again soon: %s", ", ".join(failed))


def _all_done(hands: Hands, row: Daily) -> bool:
    with hands.engine.connect() as conn:
        last = last_day(conn, row.report)
    zone = hands.office().city.time_zone
    for day in due_days(now=hands.clock(), at=row.at, zone=zone, after=last, falls_on=row.falls_on):
        try:
            _do(hands, row, day)
        except Exception:
            log.exception("%s for %s failed", row.report, day)
            return False  # a later date would hide that this one is missing
    return True


def _do(hands: Hands, row: Daily, day: date) -> None:
    with hands.engine.begin() as conn:
        ours = claim_day(conn, report=row.report, city_date=day, at=hands.clock())
        if ours:
            row.run(hands, conn, day)
    if ours:
        log.info("%s for %s is done", row.report, day)

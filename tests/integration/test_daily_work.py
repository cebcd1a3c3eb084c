"""Once for each city date: whoever tries, however often, and whatever was missed."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection, text

from gis_cas.domain.request import Person
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.receive import receive
from gis_cas.work.daily import Daily, run_due
from gis_cas.work.hands import Hands
from gis_cas.work.table import DAILY
from tests.factories.desk import rows
from tests.factories.service_requests import new_request
from tests.fixtures.database import Database
from tests.integration.background import hands

THREE = time(3)
MORNING = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)


class Noted:
    """A daily work that notes its dates, and fails on those it is told to."""

    def __init__(self, *, report: str = "noted") -> None:
        self.days: list[date] = []
        self.fails_on: set[date] = set()
        self.row = Daily(report=report, at=THREE, run=self._run)

    def _run(self, _hands: Hands, _conn: Connection, day: date) -> None:
        if day in self.fails_on:
            raise ValueError("not today")
        self.days.append(day)


def moving(start: datetime) -> tuple[Callable[[], datetime], list[datetime]]:
    clock = [start]
    return lambda: clock[0], clock


def test_a_date_is_done_once_however_often_it_is_tried(office: Office, database: Database, tmp_path: Path) -> None:
    noted, ours = Noted(), hands(database, tmp_path, clock=lambda: MORNING)
    for _ in range(5):
        run_due(ours, rows=[noted.row])
    assert noted.days == [date(2026, 11, 23)]
    found = rows(office, "SELECT report, city_date, made_at FROM cas.report_day")
    assert found == [("noted", date(2026, 11, 23), MORNING)]


def test_ten_workers_at_the_same_instant_do_it_once(database: Database, tmp_path: Path) -> None:
    noted = Noted()
    all_at_once = threading.Barrier(10)

    def worker() -> None:
        all_at_once.wait(10)
        run_due(ours, rows=[noted.row])

    ours = hands(database, tmp_path, clock=lambda: MORNING)
    ours.office()
    threads = [threading.Thread(target=worker) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert noted.days == [date(2026, 11, 23)]


def test_after_a_week_away_each_missing_date_is_made(database: Database, tmp_path: Path) -> None:
    now, clock = moving(MORNING)
    noted, ours = Noted(), hands(database, tmp_path, clock=now)
    run_due(ours, rows=[noted.row])
    clock[0] += timedelta(days=7)
    run_due(ours, rows=[noted.row])
    assert noted.days == [date(2026, 11, 23) + timedelta(days=n) for n in range(8)]


def test_a_date_that_fails_leaves_no_row_and_no_later_date_passes_it(database: Database, tmp_path: Path) -> None:
    now, clock = moving(MORNING)
    noted, other = Noted(), Noted(report="other")
    ours = hands(database, tmp_path, clock=now)
    run_due(ours, rows=[noted.row, other.row])
    noted.fails_on = {date(2026, 11, 24)}
    clock[0] += timedelta(days=2)
    run_due(ours, rows=[noted.row, other.row])
    assert (noted.days, len(other.days)) == ([date(2026, 11, 23)], 3)
    noted.fails_on = set()
    run_due(ours, rows=[noted.row, other.row])
    assert noted.days == [date(2026, 11, day) for day in (23, 24, 25)]


def test_at_night_what_ran_out_is_forgotten_and_the_rest_is_kept(
    office: Office, database: Database, tmp_path: Path
) -> None:
    for key, at in (("old", MORNING - timedelta(days=8)), ("new", MORNING)):
        receive(office, new_request(person=Person()), now=at, client="c", idempotency_key=key, body_hash="b")
    with database.worker.begin() as conn:
        for worker, age in (("gone", 2), ("here", 0)):
            conn.execute(
                text("INSERT INTO cas.worker_beat VALUES (:w, :at, 1)"),
                {"w": worker, "at": MORNING - timedelta(days=age)},
            )
        for age in (91, 1):
            conn.execute(
                text(
                    "INSERT INTO cas.stuck_job (seen_at, job_id, task, queue, why)"
                    " VALUES (:at, :age, 't', 'q', 'over_limit')"
                ),
                {"at": MORNING - timedelta(days=age), "age": age},
            )
    with database.app.begin() as conn:
        for login, age in ((b"old", 8), (b"new", 1)):
            conn.execute(
                text("INSERT INTO cas.sign_in_try (login_hash, origin, failures, last_at) VALUES (:l, '', 1, :at)"),
                {"l": login, "at": MORNING - timedelta(days=age)},
            )
    run_due(hands(database, tmp_path, clock=lambda: MORNING), rows=DAILY)
    assert rows(office, "SELECT convert_from(login_hash, 'UTF8') FROM cas.sign_in_try") == [("new",)]
    assert rows(office, "SELECT key FROM cas.idempotency") == [("new",)]
    assert rows(office, "SELECT worker FROM cas.worker_beat") == [("here",)]
    assert rows(office, "SELECT job_id FROM cas.stuck_job") == [(1,)]

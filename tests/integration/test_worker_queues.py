"""Queues keep out of each other's way; what hangs is seen, written down and given back."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from gis_cas.service_requests.office import Office
from gis_cas.work.hands import Hands
from gis_cas.work.jobs import MOST_HANGING
from gis_cas.work.table import CHORES, QUEUES, TASKS
from gis_cas.work.task import Task
from tests.factories.desk import one, rows
from tests.fixtures.database import Database
from tests.integration.background import located_are, make_due, unlocated, until, working

LOCATE = TASKS[0]


@pytest.fixture
def latch() -> Iterator[threading.Event]:
    """Jobs that wait for it hang until the test ends."""
    opened = threading.Event()
    yield opened
    opened.set()


def defer(database: Database, *, queue: str, task: str, number: int = 1) -> None:
    with database.worker.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name)"
            " SELECT %(q)s, %(t)s FROM generate_series(1, %(n)s)",
            {"q": queue, "t": task, "n": number},
        )


def test_every_task_has_a_queue_that_somebody_works_on() -> None:
    assert {task.queue for task in TASKS} <= {queue.name for queue in QUEUES}
    assert len({task.name for task in TASKS}) == len(TASKS)
    assert len({chore.name for chore in CHORES}) == len(CHORES)


def test_a_flood_of_messages_does_not_delay_locating(
    office: Office, database: Database, tmp_path: Path, latch: threading.Event
) -> None:
    """Two thousand messages, each of which takes for ever, and then a request."""

    def wait(_hands: Hands) -> None:
        latch.wait(30)

    slow = Task(name="notify", queue="messages", run=wait)
    defer(database, queue="messages", task="notify", number=2000)
    with working(database, tmp_path, tasks=[LOCATE, slow]):
        until(partial(_doing, database, "messages", 2))
        unlocated(office, now=datetime.now(UTC))
        make_due(database, task="locate")
        began = time.monotonic()
        until(partial(located_are, office, 1))
        assert time.monotonic() - began < 5
        assert _doing(database, "messages", 2)
        latch.set()
        with database.worker.begin() as conn:
            conn.exec_driver_sql("DELETE FROM jobs.procrastinate_jobs WHERE status = 'todo'")


def test_a_job_that_hangs_past_its_limit_is_given_back_and_written_down(
    office: Office, database: Database, tmp_path: Path, latch: threading.Event
) -> None:
    tries: list[float] = []

    def hang_once(_hands: Hands) -> None:
        tries.append(time.monotonic())
        if len(tries) == 1:
            latch.wait(30)

    defer(database, queue="files", task="hang")
    with working(database, tmp_path, tasks=[Task(name="hang", queue="files", run=hang_once, limit_s=0.3)]):
        until(lambda: len(tries) == 2)
        until(lambda: rows(office, "SELECT 1 FROM jobs.procrastinate_jobs") == [])
    assert tuple(one(office, "SELECT task, queue, why FROM cas.stuck_job")) == ("hang", "files", "over_limit")


def test_a_worker_in_which_too_much_hangs_ends_and_asks_for_a_new_one(
    office: Office, database: Database, tmp_path: Path, latch: threading.Event
) -> None:
    def hang(_hands: Hands) -> None:
        latch.wait(30)

    defer(database, queue="requests", task="hang", number=MOST_HANGING)
    hanging = Task(name="hang", queue="requests", run=hang, limit_s=0.2)
    with working(database, tmp_path, tasks=[hanging]) as worker:
        until(lambda: worker.worn_out)
    assert one(office, "SELECT count(*) FROM jobs.procrastinate_jobs WHERE status = 'todo'")[0] == MOST_HANGING
    assert one(office, "SELECT count(*) FROM cas.stuck_job")[0] == MOST_HANGING


def test_two_workers_share_the_work_and_do_each_job_once(office: Office, database: Database, tmp_path: Path) -> None:
    done: list[int] = []
    lock = threading.Lock()

    def note(_hands: Hands, number: int) -> None:
        with lock:
            done.append(number)

    with database.worker.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, args)"
            " SELECT 'reports', 'note', jsonb_build_object('number', n) FROM generate_series(1, 200) n"
        )
    note_it = [Task(name="note", queue="reports", run=note)]
    with (
        working(database, tmp_path, tasks=note_it, name="one"),
        working(database, tmp_path, tasks=note_it, name="two"),
    ):
        until(lambda: rows(office, "SELECT 1 FROM jobs.procrastinate_jobs") == [])
        until(lambda: one(office, "SELECT count(*) FROM cas.worker_beat")[0] == 2)
    assert sorted(done) == list(range(1, 201))


def _doing(database: Database, queue: str, number: int) -> bool:
    with database.worker.connect() as conn:
        found = conn.exec_driver_sql(
            "SELECT count(*) FROM jobs.procrastinate_jobs WHERE status = 'doing' AND queue_name = %(q)s", {"q": queue}
        ).scalar_one()
    return bool(found == number)

"""The background: everything that waits is done, once, whoever dies or restarts meanwhile."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import text

from gis_cas.domain.request import Person
from gis_cas.notify.postman import Postman
from gis_cas.notify.senders import MailFileSender
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.store import roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.work import following
from gis_cas.work.chore import Chore
from gis_cas.work.hands import Hands
from gis_cas.work.life import Worker
from gis_cas.work.table import CHORES
from gis_cas.worker import utc_now
from layers.publish import publish
from tests.factories.desk import one, rows, write
from tests.factories.post import LETTERHEAD
from tests.factories.service_requests import received, words
from tests.fakes.locators import DeadLocator
from tests.fixtures.database import Database

ROOT = Path(__file__).resolve().parents[2]


def until(true: Callable[[], bool], *, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def hands(database: Database, outbox: Path, *, clock: Callable[[], datetime] = utc_now) -> Hands:
    name = f"test:{os.getpid()}"
    sender = MailFileSender(outbox, letterhead=LETTERHEAD)
    postman = Postman(engine=database.worker, sender=sender, name=name, clock=clock)
    return Hands(engine=database.worker, postman=postman, site="http://cas.example", name=name, clock=clock)


def often() -> list[Chore]:
    return [replace(chore, every_s=0.2) for chore in CHORES]


@contextmanager
def working(
    database: Database, outbox: Path, *, chores: Sequence[Chore] = CHORES, release_every_s: float = 20.0
) -> Iterator[Worker]:
    """A worker in a thread of its own, stopped and waited for at the end."""
    ready: list[tuple[asyncio.AbstractEventLoop, Worker]] = []

    async def life() -> None:
        worker = Worker(
            url=database.url(roles.WORKER),
            hands=hands(database, outbox),
            chores=chores,
            release_every_s=release_every_s,
        )
        ready.append((asyncio.get_running_loop(), worker))
        await worker.run()

    thread = threading.Thread(target=lambda: asyncio.run(life()))
    thread.start()
    until(lambda: bool(ready))
    loop, worker = ready[0]
    try:
        yield worker
    finally:
        loop.call_soon_threadsafe(worker.stop)
        thread.join(30)
        assert not thread.is_alive(), "the worker did not stop"


def unlocated(office: Office, *, now: datetime) -> str:
    dead = replace(office, locator=DeadLocator(RuntimeError("down")))
    return received(dead, now=now, place=words("100 E Ocean Ave")).number


def located(office: Office) -> int:
    return int(one(office, "SELECT count(*) FROM cas.service_request WHERE located_at IS NOT NULL")[0])


def located_are(office: Office, number: int) -> bool:
    return located(office) == number


def make_due(database: Database) -> None:
    with database.owner.begin() as conn:
        conn.exec_driver_sql("UPDATE jobs.procrastinate_jobs SET scheduled_at = NULL")


def test_what_waits_is_located_and_told(office: Office, database: Database, tmp_path: Path) -> None:
    number = unlocated(office, now=datetime.now(UTC))
    make_due(database)
    with working(database, tmp_path):
        until(lambda: located(office) == 1)
        until(lambda: bool(list(tmp_path.glob("*.eml"))))
        until(lambda: rows(office, "SELECT id FROM jobs.procrastinate_jobs") == [])
    kept = one(office, "SELECT owner_type, status FROM cas.service_request WHERE number = :n", n=number)
    assert tuple(kept) == ("department", "open")
    assert one(office, "SELECT count(*) FROM cas.message WHERE state = 'sent'")[0] == 1


def test_it_says_that_it_lives(office: Office, database: Database, tmp_path: Path) -> None:
    with working(database, tmp_path) as worker:
        until(lambda: len(rows(office, "SELECT worker, pid FROM cas.worker_beat")) == 1)
        assert rows(office, "SELECT worker, pid FROM cas.worker_beat") == [(worker.hands.name, os.getpid())]


def test_a_job_for_what_is_located_already_changes_nothing(office: Office, database: Database, tmp_path: Path) -> None:
    number = unlocated(office, now=datetime.now(UTC))
    saved = one(office, "SELECT args FROM jobs.procrastinate_jobs WHERE task_name = 'locate'")[0]
    locate(office, number, now=datetime.now(UTC))
    write(
        office,
        "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('requests', 'locate', 0, NULL, NULL, CAST(:a AS jsonb), NULL)"
        "::procrastinate_job_to_defer_v1])",
        a=f'{{"number": "{saved["number"]}"}}',
    )
    with working(database, tmp_path):
        until(lambda: rows(office, "SELECT id FROM jobs.procrastinate_jobs") == [])
    assert one(office, "SELECT count(*) FROM cas.decision")[0] == 1


def test_the_sweep_finds_what_lost_its_job(office: Office, database: Database, tmp_path: Path) -> None:
    old = unlocated(office, now=datetime.now(UTC) - timedelta(seconds=90))
    fresh = unlocated(office, now=datetime.now(UTC))
    with database.worker.begin() as conn:
        conn.exec_driver_sql("DELETE FROM jobs.procrastinate_jobs")
    with working(database, tmp_path, chores=often()):
        until(lambda: located(office) == 1)
    kept = rows(office, "SELECT number FROM cas.service_request WHERE located_at IS NULL")
    assert kept == [(fresh,)]
    assert old != fresh


def test_keys_that_ran_out_are_forgotten(office: Office, database: Database, tmp_path: Path) -> None:
    from gis_cas.service_requests.receive import receive  # noqa: PLC0415 - this test alone needs it
    from tests.factories.service_requests import new_request  # noqa: PLC0415

    now = datetime.now(UTC)
    for key, at in (("old", now - timedelta(days=8)), ("new", now)):
        receive(office, new_request(person=Person()), now=at, client="c", idempotency_key=key, body_hash="b")
    with working(database, tmp_path):
        until(lambda: rows(office, "SELECT key FROM cas.idempotency") == [("new",)])


def test_a_job_left_by_a_dead_worker_is_done(office: Office, database: Database, tmp_path: Path) -> None:
    unlocated(office, now=datetime.now(UTC))
    with database.worker.begin() as conn:
        dead = conn.exec_driver_sql(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        ).scalar_one()
        conn.execute(text("UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = :w"), {"w": dead})
    with working(database, tmp_path, release_every_s=0.2):
        until(lambda: located(office) == 1)


def test_it_outlives_the_database_closing_every_connection(
    office: Office, database: Database, cluster: EmbeddedCluster, tmp_path: Path
) -> None:
    def cut() -> None:
        superuser = cluster.connect_as_superuser(database.name)
        with superuser.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = 'gis_cas_worker'",
                (database.name,),
            )
        superuser.commit()
        superuser.close()

    with working(database, tmp_path):
        until(lambda: bool(rows(office, "SELECT 1 FROM cas.worker_beat")))
        for done in (1, 2, 3):
            cut()
            unlocated(office, now=datetime.now(UTC))
            make_due(database)
            until(partial(located_are, office, done))


def test_sigterm_ends_it_with_nothing_in_hand(office: Office, database: Database, tmp_path: Path) -> None:
    address = {
        "GIS_CAS_DATABASE_URL": database.url(roles.APP),
        "GIS_CAS_DATABASE_OWNER_URL": database.url(roles.OWNER),
        "GIS_CAS_DATABASE_PUBLIC_URL": database.url(roles.PUBLIC_READ),
        "GIS_CAS_DATABASE_WORKER_URL": database.url(roles.WORKER),
        "GIS_CAS_DATA_DIR": str(tmp_path),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", "from gis_cas.worker import main; main()"], cwd=ROOT, env=os.environ | address
    )
    try:
        until(lambda: bool(rows(office, "SELECT 1 FROM cas.worker_beat")))
        unlocated(office, now=datetime.now(UTC))
        make_due(database)
        until(lambda: located(office) == 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
    assert rows(office, "SELECT 1 FROM jobs.procrastinate_jobs WHERE status = 'doing'") == []
    with database.worker.connect() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM jobs.procrastinate_workers").scalar_one() == 0


def test_a_layer_published_for_tomorrow_is_found_tomorrow(office: Office, database: Database, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    tomorrow = now.astimezone(office.city.time_zone).date() + timedelta(days=1)
    with database.app.begin() as conn:
        version_id = conn.execute(text("SELECT id FROM cas.layer_version WHERE layer_slug = 'streets'")).scalar_one()
        publish(conn, version_id, effective_from=tomorrow, by="an editor", approved_by="an approver", now=now)
    days = [now, now + timedelta(days=1)]
    ours = hands(database, tmp_path, clock=lambda: days[0])
    before = office.locator.version
    following.run(ours)
    assert office.locator.version == before
    days.pop(0)
    following.run(ours)
    assert office.locator.version == before + 1

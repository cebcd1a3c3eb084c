"""The background: everything that waits is done, once, whoever dies or restarts meanwhile."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import text

from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.store import roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.work import following
from layers.publish import publish
from tests.factories.desk import one, rows, write
from tests.fixtures.database import Database
from tests.integration.background import hands, located, located_are, make_due, often, unlocated, until, working

ROOT = Path(__file__).resolve().parents[2]


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


def test_a_job_left_by_a_dead_worker_is_done(office: Office, database: Database, tmp_path: Path) -> None:
    unlocated(office, now=datetime.now(UTC))
    with database.worker.begin() as conn:
        dead = conn.exec_driver_sql(
            "INSERT INTO jobs.procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        ).scalar_one()
        conn.execute(text("UPDATE jobs.procrastinate_jobs SET status = 'doing', worker_id = :w"), {"w": dead})
    with working(database, tmp_path, chores=often()):
        until(lambda: located(office) == 1)
    assert tuple(one(office, "SELECT task, queue, why FROM cas.stuck_job")) == ("locate", "requests", "worker_died")


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

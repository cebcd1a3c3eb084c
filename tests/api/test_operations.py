"""Alive, ready, counted."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi.testclient import TestClient

from gis_cas.api.wiring import wiring_of
from gis_cas.backup.shelf import LastBackup, remember
from gis_cas.store.engine import create_engine_for
from tests.api.hands import send_json
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database


def test_the_process_says_it_is_alive(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"


def test_ready_when_the_database_holds_a_city(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": {}})


def as_watcher(client: TestClient) -> httpx.Response:
    """What this machine itself is told."""
    client._transport.client = ("127.0.0.1", 40000)  # noqa: SLF001 - where it comes from
    answer: httpx.Response = client.get("/metrics")
    return answer


def figures(client: TestClient) -> dict[str, float]:
    """Every line of /metrics, by name and labels."""
    answer = as_watcher(client)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_answers_are_counted_and_timed_by_the_routes_template(client: TestClient) -> None:
    for number in ("123456789", "987654321"):
        client.get(f"/requests/{number}")
    found = figures(client)
    assert found['gis_cas_http_requests_total{method="GET",route="/requests/{number}",status="400"}'] == 2
    assert found['gis_cas_http_request_seconds_count{route="/requests/{number}"}'] == 2
    assert found['gis_cas_http_request_seconds_bucket{le="10.0",route="/requests/{number}"}'] == 2
    assert "123456789" not in as_watcher(client).text


def test_what_waits_is_counted(client: TestClient, database: Database, web_clock: FixedClock) -> None:
    web_clock.set(datetime.now(UTC) - timedelta(hours=100))
    send_json(client)
    web_clock.set(datetime.now(UTC))
    with database.worker.begin() as conn:
        conn.exec_driver_sql(
            "INSERT INTO jobs.procrastinate_jobs (queue_name, task_name, scheduled_at)"
            " VALUES ('files', 'any', now() - interval '90 seconds'), ('files', 'any', now() + interval '1 hour')"
        )
        conn.exec_driver_sql(
            "INSERT INTO cas.worker_beat VALUES ('here', now(), 1), ('gone', now() - interval '1 h', 2)"
        )
        conn.exec_driver_sql("INSERT INTO cas.stuck_job (job_id, task, queue, why) VALUES (1, 't', 'q', 'over_limit')")
    found = figures(client)
    assert found["gis_cas_open_requests"] == 1
    assert found["gis_cas_answers_overdue"] == 1
    assert found['gis_cas_jobs{queue="files",state="todo"}'] == 2
    assert 90 <= found['gis_cas_oldest_waiting_job_seconds{queue="files"}'] < 120
    assert found["gis_cas_workers"] == 1
    assert 0 <= found["gis_cas_worker_beat_age_seconds"] < 30
    assert found["gis_cas_stuck_jobs_last_day"] == 1
    assert found['gis_cas_db_pool_size{role="app"}'] == 4
    assert found['gis_cas_db_pool_in_use{role="app"}'] == 0
    assert found["gis_cas_disk_free_bytes"] > 1_000_000
    assert abs(found["gis_cas_clock_ahead_seconds"]) < 30
    assert found["gis_cas_database_up"] == 1
    assert {found[f'gis_cas_messages{{state="{state}"}}'] for state in ("waiting", "sending", "failed", "held")} == {0}
    assert any(name.startswith("gis_cas_build_info{version=") for name in found)
    assert found["process_resident_memory_bytes"] > 0


def test_without_the_database_the_rest_is_still_told(client: TestClient) -> None:
    wiring_of(client.app).engine = create_engine_for("postgresql://nobody@127.0.0.1:1/none", pool_timeout_s=1)
    found = figures(client)
    assert found["gis_cas_database_up"] == 0
    assert "gis_cas_open_requests" not in found
    assert found["gis_cas_disk_free_bytes"] > 0
    assert "gis_cas_backup_age_seconds" not in found


def test_the_age_of_the_last_backup_is_told(client: TestClient, web_clock: FixedClock) -> None:
    made = LastBackup(
        finished_at=web_clock.now - timedelta(hours=5),
        file="kept.tar",
        size=70,
        seconds=1,
        requests=1,
        encrypted=True,
        faults=0,
    )
    remember(wiring_of(client.app).whereabouts.data_dir, made)
    found = figures(client)
    assert found["gis_cas_backup_age_seconds"] == pytest.approx(5 * 3600, abs=60)
    assert found["gis_cas_backup_bytes"] == 70

"""What the doctor says about a service that runs, and about one that does not do well."""

import socket
from pathlib import Path
from typing import Any

import pytest

from gis_cas.commands import watching
from gis_cas.commands.finding import Finding
from gis_cas.settings import MailSettings, Settings
from gis_cas.store.operations import waiting
from gis_cas.worker import utc_now
from tests.fixtures.database import Database
from tests.fixtures.own_service import free_port

GOOD = {
    "worker_beat_age_seconds": 3.0,
    "stuck_jobs_last_hour": 0.0,
    "stuck_jobs_last_day": 2.0,
    "oldest_waiting_job_seconds": 0.0,
    "clock_ahead_seconds": -0.2,
}


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(data_dir=folder, **more)


def ill(figures: dict[str, float]) -> dict[str, str]:
    return {found.what: found.says for found in watching.background(figures) if not found.well}


def test_all_is_well_with_good_figures() -> None:
    assert ill(GOOD) == {}


@pytest.mark.parametrize(
    ("figure", "value", "what", "says"),
    [
        ("worker_beat_age_seconds", -1, "Background work", "never run"),
        ("worker_beat_age_seconds", 121, "Background work", "121 seconds ago"),
        ("stuck_jobs_last_hour", 1, "Stuck jobs", "1 in the last hour"),
        ("oldest_waiting_job_seconds", 301, "Waiting jobs", "301 seconds"),
        ("clock_ahead_seconds", 6, "Clocks", "6.0 seconds apart"),
        ("clock_ahead_seconds", -6, "Clocks", "6.0 seconds apart"),
    ],
)
def test_each_bad_figure_is_named_with_what_to_do(figure: str, value: float, what: str, says: str) -> None:
    found = ill(GOOD | {figure: value})
    assert list(found) == [what]
    assert says in found[what]


def test_the_figures_come_from_the_database(database: Database) -> None:
    with database.worker.begin() as conn:
        conn.exec_driver_sql("INSERT INTO jobs.procrastinate_jobs (queue_name, task_name) VALUES ('files', 'any')")
        conn.exec_driver_sql("UPDATE jobs.procrastinate_events SET at = now() - interval '10 minutes'")
        conn.exec_driver_sql("INSERT INTO cas.stuck_job (job_id, task, queue, why) VALUES (1, 't', 'q', 'worker_died')")
    assert set(ill(waiting(database.app, now=utc_now()))) == {"Background work", "Stuck jobs", "Waiting jobs"}


def test_the_disk_is_looked_at_also_before_the_folder_is_made(tmp_path: Path) -> None:
    assert "GB are free" in watching.disk(settings(tmp_path / "not" / "there")).says


def test_a_mail_server_is_asked_for_a_connection(tmp_path: Path) -> None:
    def found(port: int) -> Finding:
        mail = MailSettings(via="smtp", host="127.0.0.1", port=port)
        return watching.mail(settings(tmp_path, mail=mail))

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert found(server.getsockname()[1]).well
    gone = found(free_port())
    assert not gone.well
    assert "does not answer (ConnectionRefusedError)" in gone.says
    assert watching.mail(settings(tmp_path)).well


@pytest.mark.parametrize(
    ("site", "proxy", "well"),
    [
        (None, None, True),
        ("http://cas.example.gov", None, False),
        ("https://cas.example.gov", None, False),
        ("https://cas.example.gov", "10.0.0.2", True),
    ],
)
def test_the_way_in_from_outside_is_by_tls_through_a_named_proxy(
    tmp_path: Path, site: str | None, proxy: str | None, *, well: bool
) -> None:
    assert watching.way_in(settings(tmp_path, site_url=site, trusted_proxy=proxy)).well is well

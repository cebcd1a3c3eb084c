"""`gis-cas backup` and `gis-cas restore` as they are typed: while people write, killed, on a full disk, locked."""

import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text

from gis_cas.commands.database import with_addresses
from gis_cas.domain.request import NewServiceRequest
from gis_cas.service_requests.office import open_office
from gis_cas.service_requests.receive import receive
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import APP, DATABASE
from tests.factories.service_requests import new_request
from tests.fixtures.clock import MONDAY_MORNING
from tests.fixtures.cluster import discard, quick_folder
from tests.fixtures.own_service import OwnService, own_service
from tests.integration import whole_database

PASSPHRASE = "five random words are good"  # noqa: S105 - opens nothing but this test's backups
ROOT = Path(__file__).resolve().parents[2]
TOWN = "City of Boynton Beach"
HALF_WRITTEN = text("""
    SELECT count(*) FROM cas.service_request r
     WHERE (SELECT count(*) FROM cas.event e WHERE e.request_id = r.id AND e.kind = 'received') <> 1
        OR (SELECT count(*) FROM cas.answer_owed a WHERE a.request_id = r.id) <> 1
        OR NOT EXISTS (SELECT FROM published.request p WHERE p.number = r.number)
        OR (r.located_at IS NOT NULL) <> EXISTS (SELECT FROM cas.decision d WHERE d.id = r.decision_id)
""")


@pytest.fixture(scope="module")
def service() -> Iterator[OwnService]:
    with own_service() as own:
        yield own


@dataclass(frozen=True, slots=True)
class Backups:
    """One backup as it is and one under a passphrase."""

    plain: Path
    locked: Path


@pytest.fixture(scope="module")
def backups(service: OwnService, tmp_path_factory: pytest.TempPathFactory) -> Backups:
    """Of the city as it was seeded, with its signing key; nobody may change them."""
    service.settings.signing_key()
    folder = tmp_path_factory.mktemp("backups")
    made = Backups(plain=folder / "plain.tar", locked=folder / "locked.tar")
    for path, passphrase in ((made.plain, ""), (made.locked, PASSPHRASE)):
        done = gis_cas(service, "backup", path, passphrase=passphrase)
        assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def empty_machine() -> Iterator[Path]:
    folder = quick_folder()
    yield folder
    discard(EmbeddedCluster(data_dir=folder))


def gis_cas(
    service: OwnService, *words: str | Path, data_dir: Path | None = None, passphrase: str = "", room: int | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **service.environment, "GIS_CAS_BACKUP_PASSPHRASE": passphrase}
    if data_dir is not None:
        environment["GIS_CAS_DATA_DIR"] = str(data_dir)

    def limit() -> None:
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", *map(str, words)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


class Writing(threading.Thread):
    """People who report without a pause; `acknowledged` are the numbers they were given, and when."""

    def __init__(self, service: OwnService) -> None:
        super().__init__(daemon=True)
        engine = create_engine_for(service.cluster.url(APP), pool_size=2, statement_timeout_ms=60_000)
        self.office = open_office(engine=engine, public_engine=engine, demo=True)
        self.acknowledged: list[tuple[float, str]] = []
        self.enough = threading.Event()

    def run(self) -> None:
        report: NewServiceRequest = new_request()
        while not self.enough.is_set():
            self.acknowledged.append((time.time(), receive(self.office, report, now=MONDAY_MORNING).number))

    def end(self) -> None:
        self.enough.set()
        self.join(timeout=30)
        self.office.engine.dispose()


@pytest.mark.slow
def test_a_backup_while_people_write_has_what_was_acknowledged_and_nothing_by_halves(
    service: OwnService, empty_machine: Path, tmp_path: Path
) -> None:
    writing = Writing(service)
    writing.start()
    while len(writing.acknowledged) < 20:
        time.sleep(0.05)
    began = time.time()
    made = gis_cas(service, "backup", tmp_path / "full.tar", passphrase=PASSPHRASE)
    writing.end()
    assert made.returncode == 0, made.stderr
    back = gis_cas(service, "restore", tmp_path / "full.tar", data_dir=empty_machine, passphrase=PASSPHRASE)
    assert back.returncode == 0, back.stderr
    assert "each table the same as it was" in back.stdout
    restored = EmbeddedCluster(data_dir=empty_machine)
    with restored:
        engine = create_engine_for(restored.url(APP), pool_size=1, statement_timeout_ms=60_000)
        with engine.connect() as connection:
            there = set(connection.scalars(text("SELECT number FROM cas.service_request")))
            assert connection.scalar(HALF_WRITTEN) == 0
        engine.dispose()
    acknowledged = [number for at, number in writing.acknowledged if at < began]
    assert set(acknowledged) <= there
    assert len(there) < len(writing.acknowledged) + 1


def test_a_restored_service_has_its_key_and_is_thrown_away_only_by_name(
    service: OwnService, backups: Backups, empty_machine: Path
) -> None:
    back = gis_cas(service, "restore", backups.locked, data_dir=empty_machine, passphrase=PASSPHRASE)
    assert back.returncode == 0, back.stderr
    kept = empty_machine / "secret_key"
    assert kept.read_text(encoding="ascii") == service.settings.signing_key()
    assert kept.stat().st_mode & 0o777 == 0o600
    restored = EmbeddedCluster(data_dir=empty_machine)
    with restored:
        assert json.loads(restored.comment() or "{}")["kind"] == "demo"
        assert whole_database.objects(restored, DATABASE) == whole_database.objects(service.cluster, DATABASE)
        open_one = restored.connect_as_superuser(DATABASE)
        in_use = gis_cas(service, "restore", backups.plain, "--replace", TOWN, data_dir=empty_machine)
        open_one.close()
    assert "Stop it first" in in_use.stderr
    again = gis_cas(service, "restore", backups.plain, data_dir=empty_machine)
    assert again.returncode == 1
    assert f'type: --replace "{TOWN}"' in again.stderr
    assert gis_cas(service, "restore", backups.plain, "--replace", "yes", data_dir=empty_machine).returncode == 1
    replaced = gis_cas(service, "restore", backups.plain, "--replace", TOWN, data_dir=empty_machine)
    assert replaced.returncode == 0, replaced.stderr


@pytest.mark.parametrize("spoilt", ["cut", "flipped", "wrong passphrase", "no passphrase", "absent"])
def test_what_cannot_be_trusted_leaves_everything_as_it_was(
    service: OwnService, backups: Backups, empty_machine: Path, tmp_path: Path, spoilt: str
) -> None:
    content = bytearray((backups.locked if "passphrase" in spoilt else backups.plain).read_bytes())
    if spoilt == "cut":
        del content[len(content) // 2 :]
    if spoilt == "flipped":
        content[len(content) // 2] ^= 16
    backup = tmp_path / "full.tar"
    if spoilt != "absent":
        backup.write_bytes(content)
    given = "another passphrase" if spoilt == "wrong passphrase" else ""
    for command in (("backup", "verify"), ("restore",)):
        refused = gis_cas(service, *command, backup, data_dir=empty_machine, passphrase=given)
        assert refused.returncode == 1
        assert refused.stderr.count("\n") == 1, refused.stderr
    assert not EmbeddedCluster(data_dir=empty_machine).place.cluster_dir.joinpath("base").exists() or not _has_city(
        empty_machine
    )


def _has_city(data_dir: Path) -> bool:
    with EmbeddedCluster(data_dir=data_dir) as cluster:
        return cluster.has_database()


def test_a_full_disk_leaves_no_half_backup_and_the_older_one(service: OwnService, tmp_path: Path) -> None:
    assert gis_cas(service, "backup", tmp_path).returncode == 0
    before = list(tmp_path.iterdir())
    for passphrase in ("", PASSPHRASE):
        full = gis_cas(service, "backup", tmp_path, room=300_000, passphrase=passphrase)
        assert full.returncode == 1
        assert "no room" in full.stderr or "failed" in full.stderr
        assert list(tmp_path.iterdir()) == before
    assert not list(service.settings.data_dir.glob("backup.work*"))


def test_a_killed_backup_leaves_nothing_that_looks_whole(service: OwnService, tmp_path: Path) -> None:
    for delay in (0.6, 1.1, 1.6):
        killed = subprocess.Popen(
            [sys.executable, "-m", "gis_cas.cli", "backup", str(tmp_path)],
            cwd=ROOT,
            env={**os.environ, **service.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        for whole in tmp_path.glob("gis-cas-*"):
            assert gis_cas(service, "backup", "verify", whole).returncode == 0
            whole.unlink()
    assert gis_cas(service, "backup", tmp_path).returncode == 0
    assert len(list(tmp_path.iterdir())) == 1


def test_the_passphrase_is_never_on_a_command_line_nor_said(service: OwnService, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    environment = {**os.environ, **service.environment, "GIS_CAS_BACKUP_PASSPHRASE_FILE": str(secret)}
    running = subprocess.Popen(
        [sys.executable, "-m", "gis_cas.cli", "backup", str(tmp_path / "full.tar")],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    listed = ""
    while running.poll() is None:
        listed += subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    said = running.communicate()[0]
    assert running.returncode == 0, said
    assert "pg_dump" in listed
    assert PASSPHRASE not in listed + said
    assert gis_cas(service, "backup", "verify", tmp_path / "full.tar", passphrase=PASSPHRASE).returncode == 0


def test_the_last_backup_is_on_record(service: OwnService, tmp_path: Path) -> None:
    assert gis_cas(service, "backup", tmp_path, "--keep", "1").returncode == 0
    record = json.loads((service.settings.data_dir / "last_backup.json").read_text(encoding="utf-8"))
    assert record["file"] == str(next(tmp_path.iterdir()))
    assert (record["encrypted"], record["faults"]) == (False, 0)


@pytest.mark.slow
def test_a_server_of_ones_own_is_saved_and_brought_back_too(service: OwnService, tmp_path: Path) -> None:
    settings = with_addresses(service.settings, service.cluster)
    service.cluster.create_database("somebody_elses")
    there = with_addresses(service.settings, service.cluster, "somebody_elses")
    try:
        for words, given in (
            (("backup", tmp_path / "full.tar"), settings),
            (("restore", tmp_path / "full.tar"), there),
            (("restore", tmp_path / "full.tar", "--replace", TOWN), there),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "gis_cas.cli", *map(str, words)],
                cwd=ROOT,
                env={
                    **os.environ,
                    **given.environment(),
                    "GIS_CAS_DEMO": "1",
                    "GIS_CAS_DATA_DIR": str(tmp_path / "data"),
                },
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
        for aspect in (whole_database.rows, whole_database.objects, whole_database.sequences):
            assert aspect(service.cluster, "somebody_elses") == aspect(service.cluster, DATABASE)
    finally:
        service.cluster.drop_database("somebody_elses")

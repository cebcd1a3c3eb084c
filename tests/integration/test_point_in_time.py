"""Back to an instant between two requests: the first is there, the second is not; an archive that refuses to lie."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from psycopg2.extensions import connection as Connection  # noqa: N812 - psycopg2 names its class in lower case
from sqlalchemy import text

from gis_cas.commands.doctor import examine
from gis_cas.domain.place import StatedPlace
from gis_cas.service_requests.office import Office, open_office
from gis_cas.service_requests.receive import receive
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_archive import archiver_state
from gis_cas.store.embedded_journal import ARCHIVE_SCRIPT
from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import APP
from tests.factories.service_requests import new_request, words
from tests.factories.stored_files import attached
from tests.fixtures.cluster import discard, quick_folder
from tests.fixtures.own_service import OwnService, own_service
from tests.integration import whole_database

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def archive() -> Iterator[Path]:
    folder = quick_folder()
    yield folder / "archive"
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture(scope="module")
def service(archive: Path) -> Iterator[OwnService]:
    with own_service(archive=archive) as own:
        yield replace(own, environment={**own.environment, "GIS_CAS_BACKUP_ARCHIVE": str(archive)})


@pytest.fixture(scope="module")
def copied(service: OwnService) -> str:
    """An archive with a copy and all of the journal; what the command said."""
    done = gis_cas(service, "backup", "base")
    assert done.returncode == 0, done.stderr
    wait_until_kept(service.cluster)
    return done.stdout


def gis_cas(service: OwnService, *said: str | Path, data_dir: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **service.environment}
    if data_dir is not None:
        environment["GIS_CAS_DATA_DIR"] = str(data_dir)
    return subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", *map(str, said)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def reported(office: Office, place: StatedPlace) -> str:
    return receive(office, new_request(place=place), now=datetime.now(UTC)).number


def finish_piece(opened: Connection) -> None:
    """Write a little, and let the server begin a new piece, so that the one before goes to the archive at once."""
    with opened.cursor() as cursor:
        cursor.execute("SELECT pg_create_restore_point('test')")
        cursor.execute("SELECT pg_switch_wal()")


def wait_until_kept(cluster: EmbeddedCluster) -> None:
    """Everything written until now is in the archive."""
    began = datetime.now(UTC)
    opened = cluster.connect_as_superuser()
    finish_piece(opened)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        state = archiver_state(opened)
        if state.waiting == 0 and state.last_kept_at is not None and state.last_kept_at >= began:
            opened.close()
            return
        time.sleep(0.1)
    raise AssertionError("the journal was not archived")


def numbers(data_dir: Path) -> set[str]:
    with EmbeddedCluster(data_dir=data_dir) as cluster:
        engine = create_engine_for(cluster.url(APP), pool_size=1)
        with engine.connect() as connection:
            found = set(connection.scalars(text("SELECT number FROM cas.service_request")))
        engine.dispose()
    return found


@pytest.mark.slow
def test_between_two_requests(service: OwnService, archive: Path) -> None:
    engine = create_engine_for(service.cluster.url(APP), pool_size=2, statement_timeout_ms=60_000)
    office = open_office(engine=engine, public_engine=engine, demo=True)
    first = reported(office, words("100 E Ocean Ave"))
    attached(engine, first, service.settings.data_dir, b"a picture")
    assert gis_cas(service, "backup", "base").returncode == 0
    time.sleep(1.1)
    between = datetime.now(UTC)
    time.sleep(1.1)
    second = reported(office, words("200 E Ocean Ave"))
    wait_until_kept(service.cluster)
    engine.dispose()

    back, latest = quick_folder(), quick_folder()
    try:
        done = gis_cas(service, "restore", "--to", between.isoformat(), archive, data_dir=back)
        assert done.returncode == 0, done.stderr
        assert "1 files are back" in done.stdout
        there = numbers(back)
        assert first in there
        assert second not in there
        assert whole_database.files(back / "attachments") == whole_database.files(
            service.settings.data_dir / "attachments"
        )
        again = gis_cas(service, "restore", "--to", "latest", archive, data_dir=latest)
        assert again.returncode == 0, again.stderr
        assert {first, second} <= numbers(latest)
        _put_aside(service, archive, back)
    finally:
        for folder in (back, latest):
            discard(EmbeddedCluster(data_dir=folder))


def _put_aside(service: OwnService, archive: Path, data_dir: Path) -> None:
    """What is there already goes only by name, and then only aside."""
    refused = gis_cas(service, "restore", "--to", "latest", archive, data_dir=data_dir)
    assert refused.returncode == 1
    assert '--replace "City of Boynton Beach"' in refused.stderr
    done = gis_cas(
        service, "restore", "--to", "latest", archive, "--replace", "City of Boynton Beach", data_dir=data_dir
    )
    assert done.returncode == 0, done.stderr
    assert list(data_dir.glob("postgres.before-*"))


@pytest.mark.parametrize(
    ("until", "says"),
    [
        ("2020-01-01T00:00+00:00", "nothing before it can be brought back"),
        ("2999-01-01T00:00+00:00", "does not reach"),
        ("2026-11-25T14:00", "time zone"),
        ("yesterday", "2026-11-25T14:00-05:00"),
    ],
)
def test_an_instant_that_cannot_be_is_refused_in_words(
    service: OwnService, archive: Path, copied: str, until: str, says: str
) -> None:
    assert copied
    back = quick_folder()
    try:
        refused = gis_cas(service, "restore", "--to", until, archive, data_dir=back)
        assert refused.returncode == 1
        assert says in refused.stderr
        assert not (EmbeddedCluster(data_dir=back).place.cluster_dir / "PG_VERSION").exists()
    finally:
        discard(EmbeddedCluster(data_dir=back))


@pytest.mark.slow
def test_old_copies_go_with_the_journal_that_only_they_needed(service: OwnService, archive: Path) -> None:
    for _ in range(2):
        time.sleep(1.1)
        assert gis_cas(service, "backup", "base", "--keep", "1").returncode == 0
    bases = list((archive / "base").iterdir())
    assert len(bases) == 1
    needed = re.search(r'"first_piece": "(\w+)"', (bases[0] / "base.json").read_text(encoding="utf-8"))
    assert needed is not None
    kept = sorted(path.name.removesuffix(".gz") for path in (archive / "wal").glob("*.gz"))
    assert needed[1] in kept
    assert all(piece[:24] >= needed[1] for piece in kept)


def test_the_doctor_says_when_the_journal_is_not_kept(
    service: OwnService, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)
    (well,) = [finding for finding in examine() if finding.what == "Journal"]
    assert well.well, well.says
    away = archive / "wal.away"
    (archive / "wal").rename(away)
    try:
        opened = service.cluster.connect_as_superuser()
        deadline = time.monotonic() + PATIENCE_S
        while not archiver_state(opened).failing:
            assert time.monotonic() < deadline
            finish_piece(opened)
            time.sleep(0.5)
        opened.close()
        (failing,) = [finding for finding in examine() if finding.what == "Journal"]
        assert not failing.well
        assert "cannot be archived" in failing.says
    finally:
        away.rename(archive / "wal")


def test_a_piece_is_kept_once_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    script = tmp_path / "archive.sh"
    script.write_text(ARCHIVE_SCRIPT, encoding="utf-8")

    def keep(content: bytes, folder: str = "kept") -> int:
        (tmp_path / "piece").write_bytes(content)
        said = ["sh", "archive.sh", "piece", "000000010000000000000002", folder]
        return subprocess.run(said, cwd=tmp_path, capture_output=True, check=False).returncode

    assert keep(b"x" * 5000) == 0
    assert keep(b"x" * 5000) == 0
    assert keep(b"y" * 5000) == 1
    kept = list((tmp_path / "kept").iterdir())
    assert [path.name for path in kept] == ["000000010000000000000002.gz"]
    assert subprocess.run(["gzip", "-dc", kept[0]], capture_output=True, check=True).stdout == b"x" * 5000
    assert keep(b"z", folder="nowhere") != 0

"""The nightly backup is made once, by a process of its own; new files reach the archive; the doctor knows its age."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from gis_cas.attachments.folder_store import FolderStore
from gis_cas.attachments.stores import Area, key_of
from gis_cas.backup import shelf
from gis_cas.commands.doctor_backup import last_one
from gis_cas.errors import BackupFailed
from gis_cas.settings import BackupSettings, load_settings
from gis_cas.work import keeping
from gis_cas.work.keeper import Keeper
from gis_cas.worker import keeper_of
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.own_service import own_service
from tests.integration.background import hands as hands_of

WAITING = text("SELECT count(*) FROM jobs.procrastinate_jobs WHERE task_name = 'backup' AND queue_name = 'reports'")
NIGHTS = [date(2026, 11, 20) + timedelta(days=n) for n in range(4)]


@pytest.mark.parametrize(("nightly", "jobs"), [((("backup",),), 1), ((), 0)])
def test_after_several_nights_away_one_backup_is_made(
    database: Database, tmp_path: Path, clock: FixedClock, nightly: tuple[tuple[str, ...], ...], jobs: int
) -> None:
    hands = hands_of(database, tmp_path, clock=clock)
    hands.keeper = Keeper(nightly=nightly)
    for night in NIGHTS:
        with database.worker.begin() as connection:
            keeping.every_night(hands, connection, night)
    with database.worker.connect() as connection:
        assert connection.scalar(WAITING) == jobs


@pytest.mark.slow
def test_a_night_leaves_a_backup_and_a_copy(
    database: Database, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = hands_of(database, tmp_path, clock=clock)
    with own_service() as service:
        for name, value in service.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("GIS_CAS_BACKUP_FOLDER", str(tmp_path / "backups"))
        monkeypatch.setenv("GIS_CAS_BACKUP_KEEP", "1")
        hands.keeper = keeper_of(load_settings())
        assert hands.keeper.nightly == (("backup", "--keep", "1"),)
        keeping.run(hands)
        keeping.run(hands)
        assert len(list((tmp_path / "backups").iterdir())) == 1
        last = shelf.last_backup(service.settings.data_dir)
        assert last is not None
        assert Path(last.file).parent == tmp_path / "backups"
        monkeypatch.setenv("GIS_CAS_BACKUP_ARCHIVE", str(tmp_path / "archive"))
        hands.keeper = keeper_of(load_settings())
        assert hands.keeper.nightly == (("backup", "--keep", "1"), ("backup", "base"))
        with pytest.raises(BackupFailed, match="start the service anew"):  # it runs without the archive until then
            keeping.run(hands)


def test_files_reach_the_archive_once(database: Database, tmp_path: Path, clock: FixedClock) -> None:
    hands = hands_of(database, tmp_path, clock=clock)
    hands.keeper = Keeper(archive=tmp_path / "archive")
    store = hands.cabinet.store
    assert isinstance(store, FolderStore)
    sha256 = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"
    store.put(Area.ATTACHMENTS, sha256, io.BytesIO(b"0123456789"))
    store.put(Area.ATTACHMENTS, "0" * 64, io.BytesIO(b"not what its name says"))
    for _ in range(2):
        keeping.copy_new_files(hands)
    kept = tmp_path / "archive" / "files" / key_of(Area.ATTACHMENTS, sha256)
    assert kept.read_bytes() == b"0123456789"
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == [kept]


@pytest.mark.parametrize(
    ("nightly", "hours", "faults", "well"),
    [
        (False, None, 0, True),
        (True, None, 0, False),
        (False, 900, 0, True),
        (True, 20, 0, True),
        (True, 60, 0, False),
        (False, 1, 2, False),
    ],
)
def test_the_doctor_says_how_old_the_last_backup_is(
    tmp_path: Path, clock: FixedClock, *, nightly: bool, hours: int | None, faults: int, well: bool
) -> None:
    settings = load_settings(data_dir=tmp_path, backup=BackupSettings(folder=tmp_path if nightly else None))
    if hours is not None:
        shelf.remember(
            tmp_path,
            shelf.LastBackup(
                finished_at=clock.now - timedelta(hours=hours),
                file="kept.tar",
                size=1,
                seconds=1,
                requests=3,
                encrypted=True,
                faults=faults,
            ),
        )
    found = last_one(settings, now=clock.now)
    assert found.well is well
    assert (f"{hours} hours old" in found.says) is (hours is not None)


def test_a_record_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    assert shelf.last_backup(tmp_path) is None
    (tmp_path / "last_backup.json").write_text("{", encoding="utf-8")
    assert shelf.last_backup(tmp_path) is None

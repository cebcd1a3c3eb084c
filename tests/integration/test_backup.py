"""Every row, every object and every file comes back; what is not whole is refused, and leaves everything as it was."""

import hashlib
import io
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from gis_cas.attachments.folder_store import FolderStore
from gis_cas.attachments.stores import Area, key_of
from gis_cas.backup import shelf
from gis_cas.backup.bring_back import fill, put_files, same_key, unpack
from gis_cas.backup.check import read_backup
from gis_cas.backup.files import FolderFiles
from gis_cas.backup.make import Made, Order, make_backup
from gis_cas.errors import BackupFailed
from gis_cas.service_requests.office import Office
from gis_cas.store import migrate, roles
from gis_cas.store.embedded import EmbeddedCluster
from tests.factories.service_requests import received, words
from tests.factories.stored_files import attached
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.integration import whole_database

PASSPHRASE = "five random words are good"  # noqa: S105 - opens nothing but this test's backups
KEY = "k3Jd8-2mWq9_xLpZ7vTn4RbYc6Hs1GfA"
RESTORED = "test_restored"


def quietly(things: Sequence[str], _unit: str) -> Iterable[str]:
    return things


@pytest.fixture
def order(database: Database, office: Office, clock: FixedClock, tmp_path: Path) -> Order:
    """A city with three requests, four files that rows name and one that no row names."""
    for place in (words("100 E Ocean Ave"), words("nowhere in particular")):
        received(office, now=clock.now, place=place, description="Quote ' backslash \\ tab \t newline \n é 🌴")
    number = received(office, now=clock.now).number
    for content in (b"", b"a picture", bytes(range(256)) * 5000):
        attached(database.app, number, tmp_path / "kept", content)
    attached(database.app, number, tmp_path / "kept", b"not looked at", waiting=True)
    FolderStore(tmp_path / "kept").put(Area.ATTACHMENTS, "0" * 64, io.BytesIO(b"nobody's"))
    return Order(
        url=database.url(roles.OWNER),
        folder=tmp_path / "backups",
        work=tmp_path / "work",
        kind="live",
        files=FolderFiles(tmp_path / "kept"),
        signing_key=KEY,
    )


@pytest.fixture
def empty(cluster: EmbeddedCluster) -> Iterator[str]:
    """The owner's address of a database as a database administrator hands it over."""
    cluster.create_database(RESTORED)
    yield cluster.url(roles.OWNER, RESTORED)
    cluster.drop_database(RESTORED)


def bring_back(made: Made, url: str, folder: Path, passphrase: str | None = None) -> list[str]:
    unpacked = unpack(made.path, passphrase=passphrase, work=folder / "unpacked", server_major=15)
    done = fill(url, unpacked, server_major=15, progress=quietly)
    return [*done, put_files(unpacked, FolderFiles(folder / "back"), progress=quietly)]


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_everything_comes_back(
    cluster: EmbeddedCluster,
    database: Database,
    order: Order,
    empty: str,
    clock: FixedClock,
    tmp_path: Path,
    passphrase: str | None,
) -> None:
    made = make_backup(replace(order, passphrase=passphrase), now=clock.now, progress=quietly)
    before = whole_database.rows(cluster, database.name)
    done = bring_back(made, empty, tmp_path, passphrase)
    assert "each table the same as it was" in done[0]
    assert done[-1] == "4 files are back"
    after = whole_database.rows(cluster, RESTORED)
    assert list(after) == list(before)
    assert [table for table in before if after[table] != before[table]] == []
    assert sum(len(found) for found in after.values()) == sum(t.rows for t in made.manifest.tables.values())
    assert len(after["cas.service_request"]) == made.manifest.requests == 3
    for aspect in (whole_database.objects, whole_database.sequences, whole_database.rights_on_the_database):
        assert aspect(cluster, RESTORED) == aspect(cluster, database.name)
    files = whole_database.files(tmp_path / "kept")
    files.pop(key_of(Area.ATTACHMENTS, "0" * 64))
    assert len(files) == 4
    assert whole_database.files(tmp_path / "back") == files


def test_a_restored_database_goes_on_where_it_stopped(
    cluster: EmbeddedCluster, order: Order, empty: str, clock: FixedClock, tmp_path: Path
) -> None:
    bring_back(make_backup(order, now=clock.now, progress=quietly), empty, tmp_path)
    opened = cluster.connect_as_superuser(RESTORED)
    with opened.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cas.person (language) VALUES ('en') RETURNING id > (SELECT max(id) FROM cas.person)"
        )
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT count(*) FROM pg_stats WHERE schemaname = 'cas' AND tablename = 'service_request'")
        assert cursor.fetchone() != (0,)
        with pytest.raises(Exception, match="history"):
            cursor.execute("DELETE FROM cas.event")
    opened.close()


def test_the_signing_key_travels_only_under_lock(order: Order, clock: FixedClock) -> None:
    plain = make_backup(order, now=clock.now, progress=quietly)
    assert KEY.encode() not in plain.path.read_bytes()
    with tarfile.open(plain.path) as tar:
        assert "signing_key" not in tar.getnames()
    assert read_backup(plain.path, passphrase=None, accept=lambda _: None).signing_key is None
    assert same_key(plain.manifest, KEY) is True
    assert same_key(plain.manifest, KEY[::-1]) is False
    locked = make_backup(replace(order, passphrase=PASSPHRASE), now=clock.now, progress=quietly)
    assert KEY.encode() not in locked.path.read_bytes()
    assert read_backup(locked.path, passphrase=PASSPHRASE, accept=lambda _: None).signing_key == KEY


def test_a_backup_is_for_its_owner_only_and_nothing_else_is_left(order: Order, clock: FixedClock) -> None:
    made = make_backup(order, now=clock.now, progress=quietly)
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert list(order.folder.iterdir()) == [made.path]
    assert not order.work.exists()
    assert made.path.name == "gis-cas-boynton-beach-20261123T140000Z.tar"


def test_another_backup_is_never_replaced(order: Order, clock: FixedClock) -> None:
    made = make_backup(order, now=clock.now, progress=quietly)
    content = made.path.read_bytes()
    with pytest.raises(BackupFailed, match="there already"):
        make_backup(order, now=clock.now, progress=quietly)
    assert made.path.read_bytes() == content


def test_old_backups_of_this_city_make_room(order: Order, clock: FixedClock) -> None:
    order.folder.mkdir()
    others = [order.folder / "gis-cas-elsewhere-20200101T000000Z.tar", order.folder / "notes.tar"]
    for other in others:
        other.write_text("not ours")
    made = [make_backup(order, now=clock.advance(hours=1), progress=quietly).path for _ in range(3)]
    assert shelf.rotate(order.folder, city="boynton-beach", keep=2) == made[:1]
    assert sorted(order.folder.iterdir()) == sorted([*others, *made[1:]])


def test_what_is_wrong_with_a_file_is_said_and_the_rest_is_saved(
    order: Order, empty: str, clock: FixedClock, tmp_path: Path
) -> None:
    _of(tmp_path, b"a picture").write_bytes(b"a pictura")
    _of(tmp_path, b"").unlink()
    made = make_backup(order, now=clock.now, progress=quietly)
    assert len(made.faults) == 2
    assert sum("damaged before this backup" in fault for fault in made.faults) == 1
    assert sum("cannot be read" in fault for fault in made.faults) == 1
    assert "2 files are back; 1 were damaged" in bring_back(made, empty, tmp_path)[-1]


def _of(folder: Path, content: bytes) -> Path:
    return folder / "kept" / key_of(Area.ATTACHMENTS, hashlib.sha256(content).hexdigest())


def test_a_file_that_is_looked_at_while_the_rows_are_taken_is_saved_as_it_was(
    order: Order, empty: str, clock: FixedClock, tmp_path: Path
) -> None:
    waiting = next(path for path in (tmp_path / "kept/quarantine").rglob("*") if path.is_file())

    def looked_at(things: Sequence[str], unit: str) -> Iterable[str]:
        if unit == "tables":
            waiting.unlink()
        return things

    made = make_backup(order, now=clock.now, progress=looked_at)
    assert made.faults == ()
    assert bring_back(made, empty, tmp_path)[-1] == "4 files are back"


def test_a_row_that_did_not_come_back_is_noticed(order: Order, empty: str, clock: FixedClock, tmp_path: Path) -> None:
    made = make_backup(order, now=clock.now, progress=quietly)
    unpacked = unpack(made.path, passphrase=None, work=tmp_path / "unpacked", server_major=15)
    tables = dict(made.manifest.tables)
    tables["cas.event"] = replace(tables["cas.event"], sum="1")
    changed = replace(unpacked, contents=replace(unpacked.contents, manifest=replace(made.manifest, tables=tables)))
    with pytest.raises(BackupFailed, match=r"did not come back as they were saved: cas\.event"):
        fill(empty, changed, server_major=15, progress=quietly)


def test_a_half_restored_database_counts_as_not_migrated(
    cluster: EmbeddedCluster, order: Order, empty: str, clock: FixedClock, tmp_path: Path
) -> None:
    made = make_backup(order, now=clock.now, progress=quietly)
    unpacked = unpack(made.path, passphrase=None, work=tmp_path / "unpacked", server_major=15)
    changed = replace(unpacked, contents=replace(unpacked.contents, manifest=replace(made.manifest, tables={})))
    with pytest.raises(BackupFailed, match="Other tables"):
        fill(empty, changed, server_major=15, progress=quietly)
    assert whole_database.rows(cluster, RESTORED)["cas.alembic_version"] == []


def test_an_empty_database_has_nothing_to_back_up(empty_database: Database, order: Order, clock: FixedClock) -> None:
    with pytest.raises(BackupFailed, match="no city is loaded"):
        make_backup(replace(order, url=empty_database.url(roles.OWNER)), now=clock.now, progress=quietly)
    assert not list(order.folder.iterdir())


def test_an_older_backup_is_migrated_and_a_newer_one_refused(
    order: Order, database: Database, empty: str, clock: FixedClock, tmp_path: Path
) -> None:
    database.dispose()
    migrate.downgrade(order.url, "-1")
    made = make_backup(order, now=clock.now, progress=quietly)
    assert made.manifest.migration not in migrate.head_revisions()
    done = bring_back(made, empty, tmp_path)
    assert "was brought to this program's" in done[1]
    with database.owner.begin() as connection:
        connection.execute(text("UPDATE cas.alembic_version SET version_num = '9999'"))
    newer = make_backup(order, now=clock.advance(hours=1), progress=quietly)
    with pytest.raises(BackupFailed, match="newer gis_cas"):
        unpack(newer.path, passphrase=None, work=tmp_path / "unpacked", server_major=15)
    with pytest.raises(BackupFailed, match="made with PostgreSQL 15 and this is PostgreSQL 14"):
        unpack(made.path, passphrase=None, work=tmp_path / "unpacked", server_major=14)
    assert not (tmp_path / "unpacked").exists()

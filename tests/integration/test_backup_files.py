"""Files come out of either store into a backup or an archive, and back into either."""

import hashlib
from pathlib import Path

import pytest

from gis_cas.attachments.bucket_store import BucketStore
from gis_cas.attachments.folder_store import FolderStore
from gis_cas.attachments.stores import Area, Store, key_of
from gis_cas.backup.files import FileStore, FolderFiles, KeptFile, StoreFiles, pieces_of, size_of
from gis_cas.backup.journal import bring_files, keep_files
from gis_cas.errors import BackupFailed
from tests.fixtures.bucket import S3Server

CONTENTS = {hashlib.sha256(content).hexdigest(): content for content in (b"", b"a picture", b"large" * 2_000_000)}


def bucket(server: S3Server, name: str) -> Store:
    return BucketStore(server.make_bucket(name), endpoint=server.endpoint, access_key="one", secret_key="two")  # noqa: S106 - the test's own server takes any


@pytest.fixture(params=["folder", "folder in bulk", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "bucket":
        server: S3Server = request.getfixturevalue("s3_server")
        return StoreFiles(bucket(server, f"backup-{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]}"))
    return FolderFiles(tmp_path / "kept", bulk="bulk" in request.param)


def file(sha256: str, area: Area = Area.ATTACHMENTS) -> KeptFile:
    return KeptFile(name=key_of(area, sha256))


def test_what_is_put_comes_out_the_same(files: FileStore) -> None:
    for sha256, content in CONTENTS.items():
        for _ in range(2):
            files.put(file(sha256), [content])
    files.settle()
    assert sorted(one.sha256 for one in files.files()) == sorted(CONTENTS)
    for sha256, content in CONTENTS.items():
        with files.open(file(sha256)) as opened:
            assert size_of(opened) == len(content)
            assert b"".join(pieces_of(opened)) == content


def test_what_is_not_there_or_not_itself_is_refused(files: FileStore) -> None:
    absent = hashlib.sha256(b"absent").hexdigest()
    with pytest.raises(BackupFailed, match="cannot be read"):
        files.open(file(absent))
    with pytest.raises(BackupFailed, match="not what its name says"):
        files.put(file(absent), [b"something else"])
    assert list(files.files()) == []


def test_the_archive_holds_every_file_once_and_gives_them_back(files: FileStore, tmp_path: Path) -> None:
    for sha256, content in CONTENTS.items():
        files.put(file(sha256, Area.ORIGINALS), [content])
    assert keep_files(tmp_path / "archive", files) == (3, [])
    assert keep_files(tmp_path / "archive", files) == (0, [])
    assert bring_files(tmp_path / "archive", FolderFiles(tmp_path / "back", bulk=True)) == 3
    back = FolderStore(tmp_path / "back")
    for sha256, content in CONTENTS.items():
        assert b"".join(back.read(Area.ORIGINALS, sha256)) == content


def test_only_parts_of_the_store_are_taken(files: FileStore, tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"").hexdigest()
    for name in (f"postgres/{sha256}", sha256, f"backups/{sha256[:2]}/{sha256}"):
        with pytest.raises(BackupFailed, match="no part of the store"):
            files.put(KeptFile(name=name), [b""])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

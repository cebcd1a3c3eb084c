"""Both stores keep the same promises: named by content, kept once, durable first, gone when removed."""

import errno
import hashlib
import io
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from gis_cas.attachments.bucket_store import BucketStore
from gis_cas.attachments.folder_store import FolderStore
from gis_cas.attachments.stores import Area, NoRoom, Store
from gis_cas.errors import FilesUnavailable
from tests.fixtures.bucket import S3Server
from tests.fixtures.own_service import free_port

CONTENT = b"what was kept" * 100_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
KEYS = {"access_key": "one", "secret_key": "two"}


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path)
    server: S3Server = request.getfixturevalue("s3_server")
    name = server.make_bucket(f"files-{hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]}")
    return BucketStore(name, endpoint=server.endpoint, **KEYS)


def read(store: Store, area: Area = Area.ATTACHMENTS) -> bytes:
    return b"".join(store.read(area, SHA256))


def test_what_is_put_is_there_and_what_is_removed_is_not(store: Store) -> None:
    assert not store.has(Area.ATTACHMENTS, SHA256)
    store.put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))
    assert read(store) == CONTENT
    assert not store.has(Area.QUARANTINE, SHA256)
    found = list(store.files())
    assert [(one.area, one.sha256) for one in found] == [(Area.ATTACHMENTS, SHA256)]
    assert abs(found[0].stored_at - datetime.now(UTC)) < timedelta(minutes=5)
    store.remove(Area.ATTACHMENTS, SHA256)
    store.remove(Area.ATTACHMENTS, SHA256)
    assert list(store.files()) == []
    with pytest.raises(FilesUnavailable, match="not in the store"):
        store.read(Area.ATTACHMENTS, SHA256)


def test_the_same_content_is_kept_once(store: Store) -> None:
    for _ in range(3):
        store.put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))
    store.put(Area.ORIGINALS, SHA256, io.BytesIO(CONTENT))
    assert sorted(one.area for one in store.files()) == ["attachments", "originals"]


def test_the_layout_in_a_folder(tmp_path: Path) -> None:
    FolderStore(tmp_path).put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))
    path = tmp_path / "attachments" / SHA256[:2] / SHA256[2:4] / SHA256
    assert path.read_bytes() == CONTENT
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [path], "nothing is left aside"


def test_the_layout_in_a_bucket(s3_server: S3Server) -> None:
    name = s3_server.make_bucket("layout")
    BucketStore(name, endpoint=s3_server.endpoint, **KEYS).put(Area.QUARANTINE, SHA256, io.BytesIO(CONTENT))
    assert f"<Key>quarantine/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}</Key>" in s3_server.objects(name)


def test_bytes_and_folders_are_on_the_disk_before_the_name_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every call is the real one; the order in which they were made is written down."""
    made: list[str] = []

    def watch(name: str, label: Callable[..., str]) -> None:
        real = getattr(os, name)

        def noted(*given: object, **more: object) -> object:
            made.append(label(*given))
            return real(*given, **more)

        monkeypatch.setattr(os, name, noted)

    watch("fsync", lambda handle: f"fsync {os.path.relpath(Path(f'/proc/self/fd/{handle}').readlink(), tmp_path)}")
    watch("replace", lambda _, target: f"name {os.path.relpath(target, tmp_path)}")
    FolderStore(tmp_path).put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))
    first, second = SHA256[:2], SHA256[2:4]
    folder = f"attachments/{first}/{second}"
    named = made.index(f"name {folder}/{SHA256}")
    assert {"fsync .", "fsync attachments", f"fsync attachments/{first}"} <= set(made[:named])
    assert any(one.startswith("fsync attachments/.aside-") for one in made[:named])
    assert made[named + 1 :] == [f"fsync {folder}"]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002 - it never comes to it
            raise OSError(errno.ENOSPC, "No space left on device")

    store = FolderStore(tmp_path)
    with pytest.raises(NoRoom, match="no room"):
        store.put(Area.ATTACHMENTS, SHA256, Full(CONTENT))
    assert list(store.files()) == []
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_the_reserve_is_never_touched(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    with pytest.raises(NoRoom):
        FolderStore(tmp_path, reserve_bytes=free * 2).put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))
    FolderStore(tmp_path, reserve_bytes=1).put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))


def test_a_real_small_disk(tmp_path: Path) -> None:
    """A quota of the kernel's own: a process that may not write files of that size."""
    import resource  # noqa: PLC0415 - this test alone
    import signal  # noqa: PLC0415

    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(NoRoom):
            FolderStore(tmp_path).put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(FolderStore(tmp_path).files()) == []


def test_what_a_dead_process_left_aside_is_swept_by_age(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put(Area.ATTACHMENTS, SHA256, io.BytesIO(CONTENT))
    left = tmp_path / "attachments" / ".aside-0123456789abcdef"
    left.write_bytes(b"half")
    assert store.sweep_aside(datetime.now(UTC) - timedelta(days=1)) == 0
    assert store.sweep_aside(datetime.now(UTC) + timedelta(seconds=1)) == 1
    assert read(store) == CONTENT


@pytest.mark.parametrize("name", ["../../../etc/passwd", "", "a" * 63, "A" * 64, "g" * 64])
def test_only_a_hash_is_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(FilesUnavailable):
        FolderStore(tmp_path).read(Area.ATTACHMENTS, name)


def test_a_bucket_that_is_away(tmp_path: Path) -> None:
    gone = BucketStore("nothing", endpoint=f"http://127.0.0.1:{free_port()}", **KEYS)
    content: IO[bytes] = io.BytesIO(CONTENT)
    for act in (
        lambda: gone.put(Area.ATTACHMENTS, SHA256, content),
        lambda: gone.has(Area.ATTACHMENTS, SHA256),
        lambda: gone.read(Area.ATTACHMENTS, SHA256),
        lambda: list(gone.files()),
    ):
        with pytest.raises(FilesUnavailable):
            act()
    folder = tmp_path / "file"
    folder.write_text("in the way")
    with pytest.raises(FilesUnavailable):
        FolderStore(folder).put(Area.ATTACHMENTS, SHA256, content)

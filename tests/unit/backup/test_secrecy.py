"""Only the passphrase opens an encrypted backup; nothing but the whole of it is taken for whole."""

import errno
import io
import os
import random
import tarfile
from pathlib import Path

import pyrage
import pytest

from gis_cas.backup.archive import ArchiveReader, ArchiveWriter
from gis_cas.backup.secrecy import locked, unlocked
from gis_cas.errors import BackupFailed

PASSPHRASE = "five random words are good"  # noqa: S105 - opens nothing but this test's backups
CONTENT = random.Random(5).randbytes(300_000)


def encrypted() -> bytes:
    out = io.BytesIO()
    with locked(out, PASSPHRASE) as sink:
        writer = ArchiveWriter(sink)
        writer.add("manifest.json", io.BytesIO(b"{}"), size=2)
        writer.add("dump/rows", io.BytesIO(CONTENT), size=len(CONTENT))
        writer.finish()
    return out.getvalue()


def decrypted(archive: bytes, passphrase: str | None = PASSPHRASE) -> dict[str, bytes]:
    with unlocked(io.BytesIO(archive), passphrase) as source:
        return {part.name: b"".join(part.pieces) for part in ArchiveReader(source).parts()}


@pytest.fixture(scope="module")
def backup() -> bytes:
    return encrypted()


def test_the_passphrase_opens_it(backup: bytes) -> None:
    assert decrypted(backup) == {"manifest.json": b"{}", "dump/rows": CONTENT}
    assert CONTENT[:64] not in backup


def test_it_is_two_standard_age_files_in_a_tar(backup: bytes) -> None:
    parts = taken_apart(backup)
    assert list(parts) == ["identity.age", "backup.tar.age"]
    wrapped, locked_up = parts.values()
    assert wrapped.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert locked_up.startswith(b"age-encryption.org/v1\n-> X25519 ")
    identity = pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(wrapped, PASSPHRASE).decode())
    inner = taken_apart(pyrage.decrypt(locked_up, [identity]))
    assert list(inner) == ["manifest.json", "dump/rows", "SHA256SUMS", "SEAL"]


def taken_apart(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return {one.name: (tar.extractfile(one) or io.BytesIO()).read() for one in tar}


def test_two_backups_with_one_passphrase_share_no_key(backup: bytes) -> None:
    assert encrypted()[512:1024] != backup[512:1024]


@pytest.mark.parametrize("passphrase", ["five random words are Good", PASSPHRASE + " "])
def test_another_passphrase_is_refused_in_words(backup: bytes, passphrase: str) -> None:
    with pytest.raises(BackupFailed, match="does not open this backup"):
        decrypted(backup, passphrase)


def test_without_a_passphrase_it_says_where_to_give_it(backup: bytes) -> None:
    with pytest.raises(BackupFailed, match="GIS_CAS_BACKUP_PASSPHRASE"):
        decrypted(backup, None)


def test_a_short_passphrase_is_refused_before_anything_is_written() -> None:
    out = io.BytesIO()
    with pytest.raises(BackupFailed, match="12 characters"), locked(out, "too short"):
        pass
    assert out.getvalue() == b""


def test_a_changed_byte_in_the_locked_part_is_found_wherever_it_is(backup: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(backup)) as tar:
        began = tar.getmember("backup.tar.age").offset_data
    chance = random.Random(11)
    last = len(backup) - 1025
    for place in (began, last, *(chance.randrange(began, last) for _ in range(2))):
        changed = bytearray(backup)
        changed[place] ^= 4
        with pytest.raises(BackupFailed):
            decrypted(bytes(changed))


@pytest.mark.parametrize("left", [100, 900, 5000, 150_000])
def test_a_cut_file_is_refused(backup: bytes, left: int) -> None:
    with pytest.raises(BackupFailed):
        decrypted(backup[:left])


def test_something_else_is_not_a_backup() -> None:
    for other in (b"", b"hello", b"\0" * 4096, os.urandom(4096)):
        with pytest.raises(BackupFailed, match="not a backup"):
            decrypted(other)


class FullDisk(io.BytesIO):
    """Has room for so much and no more."""

    def write(self, data: object, /) -> int:
        if self.tell() > 100_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)  # type: ignore[arg-type]  # BytesIO says which types


def test_a_full_disk_comes_out_as_what_it_is() -> None:
    with pytest.raises(OSError, match="No space") as full, locked(FullDisk(), PASSPHRASE) as sink:
        sink.write(CONTENT)
    assert full.value.errno == errno.ENOSPC


class Zeros(io.RawIOBase):
    """So many bytes of nothing; `resident` is the process's memory while they were taken, in MB."""

    def __init__(self, left: int) -> None:
        super().__init__()
        self.left = left
        self.resident: list[float] = []

    def read(self, size: int = -1, /) -> bytes:
        size = min(size, self.left)
        self.left -= size
        self.resident.append(resident_mb())
        return bytes(size)


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_memory_stays_the_same_however_large_the_backup(tmp_path: Path) -> None:
    size = 64 << 20
    content = Zeros(size)
    with (tmp_path / "large").open("w+b") as file:
        with locked(file, PASSPHRASE) as sink:
            writer = ArchiveWriter(sink)
            writer.add("manifest.json", content, size=size)  # type: ignore[arg-type]  # it reads
            writer.finish()
        file.seek(0)
        with unlocked(file, PASSPHRASE) as source:
            taken = [resident_mb() for part in ArchiveReader(source).parts() for _ in part.pieces]
    assert len(content.resident) > 50
    assert max(content.resident) - content.resident[0] < 32
    assert len(taken) > 50
    assert max(taken) - taken[0] < 32

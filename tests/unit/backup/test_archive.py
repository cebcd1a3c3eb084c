"""A backup file that is cut, changed, added to or swapped is never taken for a whole one."""

import hashlib
import io
import random
import subprocess
import tarfile
from pathlib import Path

import pytest

from gis_cas.backup.archive import ArchiveReader, ArchiveWriter
from gis_cas.errors import BackupFailed

PARTS = {
    "manifest.json": b'{"format": 1}\n',
    "dump/toc.dat": bytes(range(256)) * 9,
    "files/originals/ab/" + "ab" * 32: b"",
    "files/originals/cd/" + "cd" * 32: b"x" * 2048,
}


def written(parts: dict[str, bytes] = PARTS) -> bytes:
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name, content in parts.items():
        assert writer.add(name, io.BytesIO(content), size=len(content)) == hashlib.sha256(content).hexdigest()
    writer.finish()
    assert writer.bytes_written == len(out.getvalue())
    return out.getvalue()


def read(archive: bytes) -> dict[str, bytes]:
    return {part.name: b"".join(part.pieces) for part in ArchiveReader(io.BytesIO(archive)).parts()}


def test_what_was_written_is_read() -> None:
    assert read(written()) == PARTS


def test_parts_that_nobody_takes_are_checked_all_the_same() -> None:
    names = [part.name for part in ArchiveReader(io.BytesIO(written())).parts()]
    assert names == list(PARTS)


def test_the_systems_own_programs_read_it(tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_bytes(written())
    subprocess.run(["tar", "-xf", "backup.tar"], cwd=tmp_path, check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, check=True)
    assert (tmp_path / "dump/toc.dat").read_bytes() == PARTS["dump/toc.dat"]


def test_a_changed_byte_is_found_wherever_it_is() -> None:
    whole = written()
    chance = random.Random(7)
    places = {0, 511, 512, len(whole) - 1, len(whole) - 1024, *(chance.randrange(len(whole)) for _ in range(400))}
    for place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        with pytest.raises(BackupFailed):
            read(bytes(changed))


@pytest.mark.parametrize("left", [0, 1, 511, 512, 3000, -1, -1024, -1025, -2600])
def test_a_file_that_ends_too_early_is_not_whole(left: int) -> None:
    with pytest.raises(BackupFailed):
        read(written()[:left])


def test_bytes_after_the_end_are_not_ours() -> None:
    with pytest.raises(BackupFailed):
        read(written() + b"more")


def test_a_missing_part_is_named() -> None:
    whole = written()
    parts = dict(PARTS)
    parts.pop("dump/toc.dat")
    short = written(parts)
    with pytest.raises(BackupFailed, match=r"dump/toc\.dat is missing"):
        read(short[: _listing(short)] + whole[_listing(whole) :])


def _listing(archive: bytes) -> int:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return tar.getmember("SHA256SUMS").offset


@pytest.mark.parametrize("name", ["../etc/passwd", "/etc/passwd", "dump/../../x", "dump/", "elsewhere", "dump//x"])
def test_no_part_leads_out_of_its_folder(name: str) -> None:
    with pytest.raises(BackupFailed):
        ArchiveWriter(io.BytesIO()).add(name, io.BytesIO(b""), size=0)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(BackupFailed, match="not a backup"):
        read(out.getvalue())


def test_a_file_that_grows_while_it_is_copied_is_noticed() -> None:
    for content in (b"12345", b"123"):
        with pytest.raises(BackupFailed, match="changed while it was copied"):
            ArchiveWriter(io.BytesIO()).add("dump/x", io.BytesIO(content), size=4)

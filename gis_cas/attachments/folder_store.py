"""Files in a folder of this machine: written aside, made durable, then given their name."""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from gis_cas.attachments.stores import Area, NoRoom, StoredFile, key_of
from gis_cas.errors import FilesUnavailable

_CHUNK = 1 << 18
_NAME = re.compile(r"[0-9a-f]{64}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ASIDE = ".aside-"
AWAY = "The file store does not answer at the moment."
FULL = "There is no room for more files at the moment."
MISSING = "This file is not in the store."


class FolderStore:
    """`reserve_bytes` of the disk stay free for the database and everything else."""

    def __init__(self, root: Path, *, reserve_bytes: int = 0) -> None:
        self._root = root
        self._reserve = reserve_bytes

    def put(self, area: Area, sha256: str, content: IO[bytes]) -> None:
        """Keep the file: bytes and folder entry are on the disk when this returns."""
        path = self._path(area, sha256)
        try:
            if path.exists():
                return
            self._make_folders(path.parent)
            self._write(path, content)
        except OSError as error:
            if error.errno in _FULL:
                raise NoRoom(FULL) from error
            raise FilesUnavailable(AWAY) from error

    def read(self, area: Area, sha256: str) -> Iterator[bytes]:
        """The file in pieces."""
        try:
            file = self._path(area, sha256).open("rb")
        except FileNotFoundError as error:
            raise FilesUnavailable(MISSING) from error
        except OSError as error:
            raise FilesUnavailable(AWAY) from error
        return _pieces(file)

    def has(self, area: Area, sha256: str) -> bool:
        """Whether the file is there."""
        return self._path(area, sha256).is_file()

    def remove(self, area: Area, sha256: str) -> None:
        """Take the file away; that it is gone is on the disk when this returns."""
        path = self._path(area, sha256)
        try:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                _settle(path.parent)
        except OSError as error:
            raise FilesUnavailable(AWAY) from error

    def files(self) -> Iterator[StoredFile]:
        """Every file in every area."""
        for area in Area:
            for folder, _, names in os.walk(self._root / area.value):
                for name in names:
                    if _NAME.fullmatch(name):
                        with suppress(FileNotFoundError):
                            at = (Path(folder) / name).stat().st_mtime
                            yield StoredFile(area=area, sha256=name, stored_at=datetime.fromtimestamp(at, UTC))

    def sweep_aside(self, before: datetime) -> int:
        """Remove what processes that died had begun to write, and answer how many."""
        gone = 0
        for path in self._root.glob(f"*/{_ASIDE}*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    gone += 1
        return gone

    def _path(self, area: Area, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise FilesUnavailable(MISSING)
        return self._root / key_of(area, sha256)

    def _write(self, path: Path, content: IO[bytes]) -> None:
        if shutil.disk_usage(path.parent).free < self._reserve:
            raise NoRoom(FULL)
        aside = path.parents[2] / f"{_ASIDE}{secrets.token_hex(8)}"
        try:
            with aside.open("xb") as file:
                content.seek(0)
                shutil.copyfileobj(content, file, _CHUNK)
                file.flush()
                os.fsync(file.fileno())
            aside.chmod(0o600)
            aside.replace(path)
            _settle(path.parent)
        finally:
            aside.unlink(missing_ok=True)

    def _make_folders(self, folder: Path) -> None:
        """Make what is missing, outermost first, each one settled in the folder above it."""
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            with suppress(FileExistsError):
                one.mkdir(mode=0o700)
            _settle(one.parent)


def _settle(folder: Path) -> None:
    """Make the folder's own entries durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_CHUNK):
            yield piece

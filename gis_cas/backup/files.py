"""The files that people sent, as a backup sees them: names that never change their content, each with its SHA-256."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, cast

from sqlalchemy import Connection

from gis_cas.attachments.folder_store import FolderStore
from gis_cas.attachments.stores import Area, Store, key_of
from gis_cas.errors import BackupFailed, FilesUnavailable
from gis_cas.store.attachments import named_files

_CHUNK = 1 << 18
_IN_MEMORY = 4 << 20
_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """`name` is the path inside the store: its first part is the area, its last the SHA-256 of the content."""

    name: str

    @property
    def area(self) -> Area:
        """Which part of the store; raises BackupFailed for none of ours."""
        try:
            return Area(self.name.partition("/")[0])
        except ValueError:
            raise BackupFailed(f"{self.name} belongs to no part of the store of files.") from None

    @property
    def sha256(self) -> str:
        """What the content must hash to."""
        return self.name.rpartition("/")[2]


class FileStore(Protocol):
    """Where the files are kept."""

    def files(self) -> Iterable[KeptFile]:
        """Every file that is there now."""

    def open(self, file: KeptFile) -> IO[bytes]:
        """Its content, seekable; raises BackupFailed when it is not there."""

    def put(self, file: KeptFile, pieces: Iterable[bytes]) -> None:
        """Keep it, unless it is there already; raises BackupFailed when it is not what it says."""

    def settle(self) -> None:
        """Return when all that was put is durable."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """Files in a folder of this machine, an area a folder; other names there are none of ours.

    In `bulk` a file is durable only after `settle`, and written again even where it is, as a run that was cut off may
    have left it by halves.
    """

    root: Path
    bulk: bool = False

    def files(self) -> Iterator[KeptFile]:
        """Every file, area by area."""
        for stored in FolderStore(self.root).files():
            yield KeptFile(name=key_of(stored.area, stored.sha256))

    def has(self, file: KeptFile) -> bool:
        """Whether it is there."""
        return (self.root / file.name).is_file()

    def open(self, file: KeptFile) -> IO[bytes]:
        """The file as it lies there."""
        try:
            return (self.root / file.name).open("rb")
        except OSError as error:
            raise BackupFailed(f"The file {file.name} cannot be read: {error.strerror}.") from error

    def put(self, file: KeptFile, pieces: Iterable[bytes]) -> None:
        """Write beside, then rename."""
        path = self.root / file.area / file.name.partition("/")[2]
        if path.exists() and not self.bulk:
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        digest = hashlib.sha256()
        with beside.open("wb") as out:
            beside.chmod(0o600)
            for piece in pieces:
                digest.update(piece)
                out.write(piece)
            if not self.bulk:
                out.flush()
                os.fsync(out.fileno())
        if digest.hexdigest() != file.sha256:
            beside.unlink()
            raise BackupFailed(f"The file {file.name} is not what its name says.")
        beside.rename(path)
        if not self.bulk:
            settle(path.parent)

    def settle(self) -> None:
        """One word to the system for all files is a thousand times cheaper than one for each."""
        if self.bulk:
            os.sync()


@dataclass(frozen=True, slots=True)
class StoreFiles:
    """Files in whatever store the service keeps them in."""

    store: Store

    def files(self) -> Iterator[KeptFile]:
        """Every file, area by area."""
        for stored in self.store.files():
            yield KeptFile(name=key_of(stored.area, stored.sha256))

    def open(self, file: KeptFile) -> IO[bytes]:
        """A copy of its own of the file."""
        copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            for piece in self.store.read(file.area, file.sha256):
                copy.write(piece)
        except FilesUnavailable as error:
            copy.close()
            raise BackupFailed(f"The file {file.name} cannot be read: {error.message}") from error
        copy.seek(0)
        return cast("IO[bytes]", copy)

    def put(self, file: KeptFile, pieces: Iterable[bytes]) -> None:
        """Hand it to the store, which keeps it for good before it answers."""
        digest = hashlib.sha256()
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            for piece in pieces:
                digest.update(piece)
                copy.write(piece)
            if digest.hexdigest() != file.sha256:
                raise BackupFailed(f"The file {file.name} is not what its name says.")
            self.store.put(file.area, file.sha256, cast("IO[bytes]", copy))

    def settle(self) -> None:
        """All is durable already."""


def named(conn: Connection) -> Iterator[KeptFile]:
    """Every file that a row names, as of the connection's instant."""
    last = 0
    while rows := named_files(conn, after=last, most=_PAGE):
        last = rows[-1].id
        for row in rows:
            if row.sha256 is None:
                yield KeptFile(name=key_of(Area.QUARANTINE, row.received_sha256))
                continue
            for sha256 in filter(None, (row.sha256, row.small_sha256)):
                yield KeptFile(name=key_of(Area.ATTACHMENTS, sha256))
            if row.original_sha256:
                yield KeptFile(name=key_of(Area.ORIGINALS, row.original_sha256))


def pieces_of(content: IO[bytes]) -> Iterator[bytes]:
    """What is left of an open file, piece by piece."""
    while piece := content.read(_CHUNK):
        yield piece


def size_of(content: IO[bytes]) -> int:
    """How long an open file is; it is left at its beginning."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return size


def fresh_folder(folder: Path) -> Path:
    """An empty folder for its owner only, whatever a run that was killed left in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def settle(folder: Path) -> None:
    """Make the folder's own entries durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The file that a backup is: an ordinary tar, its parts listed in SHA256SUMS, and a seal over every byte at its end.

`tar` and `sha256sum -c SHA256SUMS` read it without this program. What is cut off has no seal; what was changed, the
tar's own headers included, does not fit it.
"""

import hashlib
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Protocol

from gis_cas.errors import BackupFailed

MANIFEST, SUMS, SEAL, KEY = "manifest.json", "SHA256SUMS", "SEAL", "signing_key"
DUMP, FILES = "dump/", "files/"
CHUNK = 1 << 20

_BLOCK = tarfile.BLOCKSIZE
_NAME = re.compile(r"manifest\.json|SHA256SUMS|SEAL|signing_key|(?:dump|files)(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+")
_CUT = "This backup is not whole: it ends too early."
_CHANGED = "This backup was damaged: it is not what was written."


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take them all."""


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most so many; none at the end."""


@dataclass
class ArchiveWriter:
    """Writes parts in the order they are added; without `finish` the file is worth nothing, and says so."""

    sink: Sink
    bytes_written: int = 0
    _sums: list[str] = field(default_factory=list)
    _seal: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def add(self, name: str, content: IO[bytes], *, size: int) -> str:
        """Add a part of exactly `size` bytes and return its SHA-256; raises BackupFailed when it is not that long."""
        if not _NAME.fullmatch(name):
            raise BackupFailed(f"A part of a backup cannot be called {name}.")
        header = tarfile.TarInfo(name)
        header.size, header.mode = size, 0o600
        self._write(header.tobuf(tarfile.GNU_FORMAT))
        digest, left = hashlib.sha256(), size
        while left and (piece := content.read(min(left, CHUNK))):
            digest.update(piece)
            self._write(piece)
            left -= len(piece)
        if left or content.read(1):
            raise BackupFailed(f"{name} changed while it was copied.")
        self._write(b"\0" * (-size % _BLOCK))
        self._sums.append(f"{digest.hexdigest()}  {name}\n")
        return digest.hexdigest()

    def finish(self) -> None:
        """List the parts and seal everything."""
        self._write(_small(SUMS, "".join(self._sums).encode()))
        self._write(_end(self._seal.hexdigest()))

    def _write(self, data: bytes) -> None:
        self._seal.update(data)
        self.sink.write(data)
        self.bytes_written += len(data)


@dataclass
class Part:
    """One part as it is read; its content must be taken before the next part is asked for."""

    name: str
    size: int
    pieces: Iterator[bytes]


class ArchiveReader:
    """Reads what `ArchiveWriter` wrote, from a stream, front to back; BackupFailed at the first thing that is wrong."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._seal = hashlib.sha256()
        self._sums: dict[str, str] = {}

    def parts(self) -> Iterator[Part]:
        """Every part but the list and the seal, which are checked when the last one was taken."""
        while True:
            end = _end(self._seal.hexdigest())
            block, name, size = self._header()
            if name == SEAL:
                if block + self._exactly(len(end) - _BLOCK) + self._source.read(1) != end:
                    raise BackupFailed(_CHANGED)
                return
            if name == SUMS:
                self._check_sums(self._whole(size))
                continue
            pieces = self._pieces(name, size)
            yield Part(name=name, size=size, pieces=pieces)
            for _ in pieces:
                pass  # what the caller did not want is hashed all the same

    def _header(self) -> tuple[bytes, str, int]:
        block = self._exactly(_BLOCK)
        try:
            header = tarfile.TarInfo.frombuf(block, "ascii", "strict")
        except tarfile.HeaderError:
            raise BackupFailed(_CHANGED) from None
        if not header.isreg() or not _NAME.fullmatch(header.name) or header.size < 0:
            raise BackupFailed("This file is not a backup of gis_cas.")
        return block, header.name, header.size

    def _pieces(self, name: str, size: int) -> Iterator[bytes]:
        digest, left = hashlib.sha256(), size
        while left:
            piece = self._exactly(min(left, CHUNK))
            digest.update(piece)
            left -= len(piece)
            yield piece
        self._exactly(-size % _BLOCK)
        self._sums[name] = digest.hexdigest()

    def _whole(self, size: int) -> bytes:
        content = self._exactly(size)
        self._exactly(-size % _BLOCK)
        return content

    def _check_sums(self, listing: bytes) -> None:
        lines = (line.partition("  ") for line in listing.decode("ascii", "replace").splitlines())
        listed = {name: digest for digest, _, name in lines}
        if missing := sorted(set(listed) - set(self._sums)):
            raise BackupFailed(f"This backup is not whole: {missing[0]} is missing.")
        if added := sorted(set(self._sums) - set(listed)):
            raise BackupFailed(f"{_CHANGED} {added[0]} does not belong to it.")
        for name, digest in self._sums.items():
            if listed[name] != digest:
                raise BackupFailed(f"{_CHANGED} {name} differs from its checksum.")

    def _exactly(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            piece = self._source.read(size - len(found))
            if not piece:
                raise BackupFailed(_CUT)
            found += piece
        self._seal.update(found)
        return bytes(found)


def _small(name: str, content: bytes) -> bytes:
    header = tarfile.TarInfo(name)
    header.size, header.mode = len(content), 0o600
    return header.tobuf(tarfile.GNU_FORMAT) + content + b"\0" * (-len(content) % _BLOCK)


def _end(digest: str) -> bytes:
    """The last bytes of an archive whose bytes before them have this digest."""
    return _small(SEAL, f"{digest}\n".encode()) + b"\0" * (2 * _BLOCK)

"""A file as it came over the wire, before anybody looked into it."""

import hashlib
import tempfile
from dataclasses import dataclass, field
from typing import IO

from gis_cas.domain.attachment import Refusal

_IN_MEMORY = 1 << 18


@dataclass(kw_only=True)
class Arrived:
    """One file: its stated name, its bytes in a temporary file, their hash and number.

    `refusal` is set when it cannot be kept whatever is in it; its bytes are then gone already.
    """

    name: str
    sha256: str
    size: int
    file: IO[bytes]
    refusal: Refusal | None = None

    def close(self) -> None:
        """Give the temporary file back."""
        self.file.close()


def hash_of(file: IO[bytes]) -> str:
    """The sha256 of a seekable file, in hexadecimal."""
    file.seek(0)
    found = hashlib.sha256()
    while piece := file.read(_IN_MEMORY):
        found.update(piece)
    return found.hexdigest()


@dataclass(kw_only=True)
class Arriving:
    """A file that is still arriving: more than `most_bytes` of it are counted, not kept."""

    name: str
    most_bytes: int
    refusal: Refusal | None = None
    _size: int = field(default=0, init=False)
    _hash: "hashlib._Hash" = field(default_factory=hashlib.sha256, init=False)
    _file: IO[bytes] = field(default_factory=lambda: _temporary(), init=False)  # noqa: PLW0108 - defined below

    def write(self, piece: bytes) -> None:
        """Take the next piece."""
        self._size += len(piece)
        if self.refusal is None and self._size > self.most_bytes:
            self.refusal = Refusal.TOO_LARGE
            self._file.seek(0)
            self._file.truncate()
        if self.refusal is None:
            self._hash.update(piece)
            self._file.write(piece)

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()

    def arrived(self) -> Arrived | None:
        """The whole file; None for the empty field of a form in which no file was chosen."""
        if not self.name and not self._size:
            self._file.close()
            return None
        refusal = self.refusal or (None if self._size else Refusal.EMPTY)
        return Arrived(name=self.name, sha256=self._hash.hexdigest(), size=self._size, file=self._file, refusal=refusal)


def _temporary() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)

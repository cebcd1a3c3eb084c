"""Where files lie: one protocol, two real stores (a folder, an S3-compatible bucket), files named by their content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import IO, Protocol

from gis_cas.errors import FilesUnavailable


class Area(StrEnum):
    """`attachments` holds what may be shown to whoever may see the request; `quarantine` what nobody looked at yet.

    `originals` holds what arrived, sealed for the records office alone.
    """

    ATTACHMENTS = "attachments"
    QUARANTINE = "quarantine"
    ORIGINALS = "originals"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file in a store: its content's sha256 in hexadecimal, and when it came (aware)."""

    area: Area
    sha256: str
    stored_at: datetime


class NoRoom(FilesUnavailable):
    """The store has no room left for files; everything else goes on."""


class Store(Protocol):
    """Keeps files by content. All methods raise FilesUnavailable when the store does not answer."""

    def put(self, area: Area, sha256: str, content: IO[bytes]) -> None:
        """Keep a file for good before this returns; the same content again changes nothing. Raises NoRoom."""

    def read(self, area: Area, sha256: str) -> Iterator[bytes]:
        """The file in pieces; raises FilesUnavailable, before the first piece, when it is not there."""

    def has(self, area: Area, sha256: str) -> bool:
        """Whether the file is there."""

    def remove(self, area: Area, sha256: str) -> None:
        """Take the file away, if it is there."""

    def sweep_aside(self, before: datetime) -> int:
        """Remove what processes that died had begun to write before an instant, and answer how many."""

    def files(self) -> Iterator[StoredFile]:
        """Every file in every area."""


def key_of(area: Area, sha256: str) -> str:
    """`area/ab/cd/abcd…`: no folder gets too many entries."""
    return f"{area.value}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

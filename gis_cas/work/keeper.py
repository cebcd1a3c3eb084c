"""What a worker is told about backups."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """The commands of one night, each the words after `gis-cas`, and the journal's archive folder, if there is one."""

    nightly: tuple[tuple[str, ...], ...] = ()
    archive: Path | None = None

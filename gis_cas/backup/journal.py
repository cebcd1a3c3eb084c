"""Going back to any minute: copies of the database, the journal since the oldest of them, and the files beside both.

An archive folder holds `base/TIME/` (a copy and `base.json`), `wal/` (the journal, written by the server) and
`files/` (every file that was ever seen).
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from gis_cas.backup.files import FileStore, FolderFiles, pieces_of
from gis_cas.errors import BackupFailed
from gis_cas.store.embedded_journal import WAL

BASES, FILES, _ABOUT = "base", "files", "base.json"
_NAME_LENGTH = 24  # a piece's name: eight digits of timeline, sixteen of place


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """One copy of the database; it can be brought to any instant after `finished_at`."""

    folder: Path
    finished_at: datetime
    first_piece: str
    postgresql_major: int
    city_name: str


def take_base(
    archive: Path,
    *,
    copy: Callable[[Path], str],
    clock: Callable[[], datetime],
    postgresql_major: int,
    city_name: str,
) -> Base:
    """Copy the database into the archive; it counts from the moment its folder has its name.

    `copy` writes into a new folder and returns the first piece of the journal that the copy needs.
    """
    bases = archive / BASES
    bases.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in bases.glob(".*.unfinished"):
        rmtree(left)
    name = f"{clock().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    unfinished = bases / f".{name}.unfinished"
    first_piece = copy(unfinished)
    base = Base(
        folder=bases / name,
        finished_at=clock(),
        first_piece=first_piece,
        postgresql_major=postgresql_major,
        city_name=city_name,
    )
    about = asdict(base) | {"folder": name, "finished_at": base.finished_at.isoformat()}
    (unfinished / _ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")
    unfinished.rename(base.folder)
    return base


def bases_in(archive: Path) -> list[Base]:
    """The finished copies, oldest first; raises BackupFailed when the folder is no archive."""
    found = []
    for about in sorted((archive / BASES).glob(f"[0-9]*/{_ABOUT}")):
        document = json.loads(about.read_text(encoding="utf-8"))
        document |= {"folder": about.parent, "finished_at": datetime.fromisoformat(document["finished_at"])}
        found.append(Base(**document))
    if not found:
        raise BackupFailed(f"{archive} holds no copy of the database; gis-cas backup base makes one.")
    return found


def base_for(archive: Path, until: datetime | None) -> Base:
    """The newest copy that was finished by then."""
    bases = bases_in(archive)
    fit = [base for base in bases if until is None or base.finished_at <= until]
    if not fit:
        raise BackupFailed(
            f"The oldest copy in {archive} is of {bases[0].finished_at:%Y-%m-%d %H:%M:%S} UTC; nothing before it can "
            "be brought back."
        )
    return fit[-1]


def prune(archive: Path, *, keep: int) -> tuple[int, int]:
    """Remove the oldest copies beyond `keep`, and the journal that only they needed; how many of each went."""
    bases = bases_in(archive)
    for base in bases[:-keep]:
        rmtree(base.folder)
    needed = bases[-keep:][0].first_piece[8:]
    gone = [
        piece
        for piece in (archive / WAL).glob("*.gz")
        if len(name := piece.name.removesuffix(".gz")) >= _NAME_LENGTH and name[8:_NAME_LENGTH] < needed
    ]
    for piece in gone:
        piece.unlink()
    return max(0, len(bases) - keep), len(gone)


def keep_files(archive: Path, files: FileStore) -> tuple[int, list[str]]:
    """Copy the files that the archive does not have yet; how many, and what is wrong with others, a sentence each."""
    kept, new, faults = FolderFiles(archive / FILES), 0, list[str]()
    for file in files.files():
        if kept.has(file):
            continue
        try:
            with files.open(file) as content:
                kept.put(file, pieces_of(content))
        except BackupFailed as fault:
            faults.append(fault.message)
        else:
            new += 1
    return new, faults


def bring_files(archive: Path, files: FileStore) -> int:
    """Put every file of the archive back; how many there are."""
    kept, count = FolderFiles(archive / FILES), 0
    for file in kept.files():
        with kept.open(file) as content:
            files.put(file, pieces_of(content))
        count += 1
    files.settle()
    return count

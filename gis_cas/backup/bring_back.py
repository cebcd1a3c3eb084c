"""Put a backup into an empty database, and prove that every row and every file is back."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import IO

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from gis_cas.backup.archive import Part
from gis_cas.backup.check import Contents, read_backup
from gis_cas.backup.files import FileStore, KeptFile, fresh_folder, pieces_of
from gis_cas.backup.make import FULL, Progress
from gis_cas.backup.manifest import Manifest
from gis_cas.errors import BackupFailed
from gis_cas.store import dump, migrate
from gis_cas.store.snapshot import snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A backup that was read to its end and found whole, its rows in `rows` and its files in `files`."""

    contents: Contents
    rows: Path
    files: Path

    @property
    def manifest(self) -> Manifest:
        """What it says about itself."""
        return self.contents.manifest


def unpack(path: Path, *, passphrase: str | None, work: Path, server_major: int) -> Unpacked:
    """Read the whole backup into `work` and check it; nothing else is touched before it is known to be whole.

    Raises BackupFailed for a damaged one, a wrong passphrase, and one that this program or this server is too old for.
    """
    folder = fresh_folder(work)
    try:
        contents = read_backup(
            path,
            passphrase=passphrase,
            accept=lambda manifest: refuse_newer(manifest, server_major=server_major),
            take=lambda part: _unpack(part, folder),
        )
    except OSError as error:
        rmtree(folder, ignore_errors=True)
        if error.errno in FULL:
            raise BackupFailed(f"There is no room to unpack the backup in {folder.parent}.") from error
        raise BackupFailed(f"The backup cannot be read: {error.strerror or error}.") from error
    except BackupFailed:
        rmtree(folder, ignore_errors=True)
        raise
    return Unpacked(contents=contents, rows=folder / "dump", files=folder / "files")


def refuse_newer(manifest: Manifest, *, server_major: int) -> None:
    """Say so when a backup comes from a newer program or a newer server than there is here."""
    if not migrate.knows(manifest.migration):
        raise BackupFailed(
            f"This backup was made by a newer gis_cas ({manifest.program}, migration {manifest.migration}), which this "
            "one does not know. Install that version or a newer one and try again."
        )
    if manifest.postgresql_major > server_major:
        raise BackupFailed(
            f"This backup was made with PostgreSQL {manifest.postgresql_major} and this is PostgreSQL {server_major}. "
            f"Install PostgreSQL {manifest.postgresql_major} or newer with PostGIS and try again."
        )


def fill(url: str, unpacked: Unpacked, *, server_major: int, progress: Progress) -> list[str]:
    """Restore the rows into the empty database of `url` (the owner role's), check each table, migrate, count anew.

    Returns what was done, a sentence each; raises BackupFailed when anything differs from the backup.
    """
    done = []
    dump.restore(url, folder=unpacked.rows, server_major=server_major)
    rows = _compare(url, unpacked.manifest, progress=progress)
    dump.mark_migrated(url, unpacked.manifest.migration)
    done.append(f"{rows:,} rows in {len(unpacked.manifest.tables)} tables are back, each table the same as it was")
    if unpacked.manifest.migration not in migrate.head_revisions():
        migrate.upgrade(url)
        done.append(f"The backup's schema {unpacked.manifest.migration} was brought to this program's")
    migrate.analyze(url)
    return done


def put_files(unpacked: Unpacked, files: FileStore, *, progress: Progress) -> str:
    """Bring the files back into their store; one that is there already is the same, as its name is its content."""
    names = [
        path.relative_to(unpacked.files).as_posix() for path in sorted(unpacked.files.rglob("*")) if path.is_file()
    ]
    kept = 0
    for name in progress(names, "files"):
        with (unpacked.files / name).open("rb") as content:
            kept += _put(files, KeptFile(name=name), content)
    files.settle()
    left = len(names) - kept
    return f"{kept:,} files are back" + (
        f"; {left} were damaged when the backup was made and are left out" if left else ""
    )


def same_key(manifest: Manifest, key: str | None) -> bool | None:
    """Whether `key` is the signing key of the service that was backed up; None when nobody can tell."""
    if manifest.signing_key_check is None or key is None:
        return None
    try:
        return PasswordHasher().verify(manifest.signing_key_check, key)
    except VerificationError:
        return False


def _compare(url: str, manifest: Manifest, *, progress: Progress) -> int:
    different: list[str] = []
    with snapshot(url) as held:
        there: Sequence[str] = held.tables()
        if set(there) != set(manifest.tables):
            raise BackupFailed(f"Other tables came back than were saved: {sorted(set(there) ^ set(manifest.tables))}.")
        for table in progress([table for table in there if table != dump.MARK], "tables"):
            saved = manifest.tables[table]
            if held.count_and_sum(table) != (saved.rows, saved.sum):
                different.append(table)
    if different:
        raise BackupFailed(f"These tables did not come back as they were saved: {', '.join(sorted(different))}.")
    return sum(saved.rows for saved in manifest.tables.values())


def _unpack(part: Part, folder: Path) -> None:
    path = folder / part.name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        for piece in part.pieces:
            file.write(piece)


def _put(files: FileStore, kept: KeptFile, content: IO[bytes]) -> bool:
    try:
        files.put(kept, pieces_of(content))
    except BackupFailed:  # it was damaged when the backup was made, which said so
        return False
    return True

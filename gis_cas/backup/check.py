"""Read a backup from its first byte to its last: is it whole, is it what was written, and what does it hold?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from gis_cas.backup import archive
from gis_cas.backup.archive import ArchiveReader, Part
from gis_cas.backup.manifest import Manifest
from gis_cas.backup.secrecy import is_encrypted, unlocked
from gis_cas.errors import BackupFailed

Take = Callable[[Part], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What was found in a whole backup; `signing_key` only in an encrypted one."""

    manifest: Manifest
    parts: int
    files: int
    signing_key: str | None


def needs_passphrase(path: Path) -> bool:
    """Whether a backup is encrypted; raises BackupFailed when the file cannot be read or is no backup."""
    try:
        with path.open("rb") as file:
            return is_encrypted(file)
    except OSError as error:
        raise BackupFailed(f"{path} cannot be read: {error.strerror}.") from None


def read_backup(
    path: Path, *, passphrase: str | None, accept: Callable[[Manifest], None], take: Take | None = None
) -> Contents:
    """Read all of a backup; `accept` sees its manifest before anything is taken, `take` every other part.

    Raises BackupFailed for a wrong passphrase and for whatever is missing, cut off or changed; what `take` was given
    until then must not be used.
    """
    manifest, key, count, files = None, None, 0, 0
    try:
        with path.open("rb") as file, unlocked(file, passphrase) as source:
            for part in ArchiveReader(source).parts():
                count += 1
                if part.name == archive.MANIFEST:
                    manifest = Manifest.from_json(_joined(part.pieces))
                    accept(manifest)
                elif manifest is None:
                    raise BackupFailed("This backup does not begin with what it holds; it was not made by gis_cas.")
                elif part.name == archive.KEY:
                    key = _joined(part.pieces).decode()
                else:
                    files += part.name.startswith(archive.FILES)
                    if take is not None:
                        take(part)
    except FileNotFoundError:
        raise BackupFailed(f"There is no {path}.") from None
    if manifest is None:
        raise BackupFailed("This backup holds nothing.")
    return Contents(manifest=manifest, parts=count, files=files, signing_key=key)


def _joined(pieces: Iterable[bytes]) -> bytes:
    return b"".join(pieces)

"""Where backups lie: what they are called, which are old, and what the last one was."""

import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from gis_cas.backup.files import settle
from gis_cas.errors import BackupFailed

_NAME = re.compile(r"gis-cas-(?P<city>[a-z0-9_-]+)-(?P<at>\d{8}T\d{6}Z)(?:\.age)?\.tar")
_UNFINISHED = ".unfinished"
_RECORD = "last_backup.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBackup:
    """What `gis-cas doctor` and `/metrics` want to know."""

    finished_at: datetime
    file: str
    size: int
    seconds: float
    requests: int
    encrypted: bool
    faults: int


def name_for(city: str, *, at: datetime, encrypted: bool) -> str:
    """A backup's name: they sort by age."""
    slug = re.sub(r"[^a-z0-9_-]+", "-", city.lower())
    return f"gis-cas-{slug}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{'.age' if encrypted else ''}.tar"


def aside(target: Path) -> Path:
    """Where a backup is written until it is whole."""
    return target.with_name(f".{target.name}{_UNFINISHED}")


def put_in_place(target: Path) -> None:
    """Give a backup that is written and on the disk its name; raises BackupFailed rather than replace another."""
    try:
        os.link(aside(target), target)
        aside(target).unlink()
    except FileExistsError:
        raise BackupFailed(f"{target} is there already and stays as it is; choose another name.") from None
    except OSError:  # a file system without hard links
        aside(target).rename(target)
    settle(target.parent)


def forget_unfinished(folder: Path) -> None:
    """Remove what runs that were killed left behind; only whoever holds the lock on backups may."""
    for left in folder.glob(f".gis-cas-*{_UNFINISHED}"):
        left.unlink(missing_ok=True)


def rotate(folder: Path, *, city: str, keep: int) -> list[Path]:
    """Remove this city's oldest backups beyond the newest `keep`, and say which."""
    ours = sorted(
        path for path in folder.iterdir() if (found := _NAME.fullmatch(path.name)) is not None and found["city"] == city
    )
    ours.sort(key=lambda path: str(_NAME.fullmatch(path.name)["at"]))  # type: ignore[index]  # matched just above
    old = ours[:-keep] if keep else []
    for path in old:
        path.unlink()
    return old


def remember(data_dir: Path, last: LastBackup) -> None:
    """Keep the record of the last backup in the data folder."""
    beside = data_dir / f".{_RECORD}.new"
    beside.write_text(json.dumps(asdict(last) | {"finished_at": last.finished_at.isoformat()}), encoding="utf-8")
    beside.replace(data_dir / _RECORD)


def last_backup(data_dir: Path) -> LastBackup | None:
    """The record of the last backup made with this data folder; None when there is none."""
    try:
        document = json.loads((data_dir / _RECORD).read_text(encoding="utf-8"))
        return LastBackup(**document | {"finished_at": datetime.fromisoformat(document["finished_at"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None

"""Make a backup while the service runs: one snapshot of every row, then every file that people sent."""

import errno
import io
import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import IO

from argon2 import PasswordHasher

from gis_cas.attachments.stores import Area
from gis_cas.backup import archive, shelf
from gis_cas.backup.archive import ArchiveWriter
from gis_cas.backup.files import FileStore, FolderFiles, KeptFile, fresh_folder, named, pieces_of, size_of
from gis_cas.backup.manifest import FORMAT, Manifest, TableSum
from gis_cas.backup.secrecy import locked
from gis_cas.errors import BackupFailed
from gis_cas.store import dump
from gis_cas.store.snapshot import Snapshot, files_held, snapshot

_ATTACHMENTS = "cas.attachment"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

Progress = Callable[[Sequence[str], str], Iterable[str]]
"""Shows how far a list is worked through while it is; the second word says of what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to back up, and where to.

    `url` is the owner role's address; `folder` is where backups lie, `name` what to call this one (made from city and
    time if left out); `work` is a folder of the service's own, since what lies there for a while is not encrypted.
    """

    url: str
    folder: Path
    name: str | None = None
    work: Path
    kind: str  # live | demo
    files: FileStore
    passphrase: str | None = field(default=None, repr=False)
    signing_key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished backup; `faults` are files that were not as the database has them, a sentence each."""

    path: Path
    size: int
    manifest: Manifest
    faults: tuple[str, ...]


def make_backup(order: Order, *, now: datetime, progress: Progress) -> Made:
    """Write a whole backup, or none: it gets its name when it is complete and on the disk.

    Raises BackupFailed when there is no room, the database cannot be dumped, or something of that name is there.
    """
    order.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shelf.forget_unfinished(order.folder)
    work = fresh_folder(order.work)
    target: Path | None = None
    try:
        manifest, kept = _take_rows(order, work, now=now, progress=progress)
        target = order.folder / (order.name or shelf.name_for(manifest.city, at=now, encrypted=manifest.encrypted))
        if target.exists():
            raise BackupFailed(f"{target} is there already and stays as it is; choose another name.")
        faults = _write(order, manifest, kept, target, progress=progress)
        shelf.put_in_place(target)
    except OSError as error:
        if error.errno not in FULL:
            raise BackupFailed(f"The backup could not be written: {error.strerror or error}.") from error
        raise BackupFailed(
            f"There is no room for the backup in {order.folder}; nothing of it was left behind, and older ones are "
            "as they were."
        ) from error
    finally:
        rmtree(work, ignore_errors=True)
        if target is not None:
            with suppress(OSError):
                shelf.aside(target).unlink(missing_ok=True)
    return Made(path=target, size=target.stat().st_size, manifest=manifest, faults=tuple(faults))


def _take_rows(order: Order, work: Path, *, now: datetime, progress: Progress) -> tuple[Manifest, list[KeptFile]]:
    with ExitStack() as stack:
        with files_held(order.url):
            held = stack.enter_context(snapshot(order.url))
            about, tables = held.about(), held.tables()
            kept = list(named(held.connection)) if _ATTACHMENTS in tables else []
            _copy_waiting(order.files, kept, FolderFiles(work))
        running = dump.dump(
            order.url, into=work / "dump", snapshot=held.name, server_major=int(about["postgresql_major"])
        )
        try:
            sums = {table: _sum(held, table, running) for table in progress(tables, "tables")}
            dump.wait_for(running, said=work / "dump.said", doing="Taking the rows out of the database")
        finally:
            running.kill()
            running.wait()
    check = PasswordHasher().hash(order.signing_key) if order.signing_key else None
    manifest = Manifest(
        format=FORMAT,
        program=version("gis-cas"),
        migration=about["migration"],
        postgresql=about["postgresql"],
        postgresql_major=about["postgresql_major"],
        extensions=about["extensions"],
        city=about["city"],
        city_name=about["city_name"],
        kind=order.kind,
        created_at=now,
        encrypted=order.passphrase is not None,
        signing_key_check=check,
        tables=sums,
    )
    return manifest, kept


def _copy_waiting(files: FileStore, kept: Sequence[KeptFile], work: FolderFiles) -> None:
    """What is in quarantine leaves it as soon as somebody has looked at it, so it is copied first of all."""
    for one in kept:
        if one.area is Area.QUARANTINE:
            with suppress(BackupFailed), files.open(one) as content:  # what is missing is named when it is its turn
                work.put(one, pieces_of(content))


def _sum(held: Snapshot, table: str, running: "subprocess.Popen[bytes]") -> TableSum:
    if running.poll():  # it failed: its own words say why, and nothing more is worth counting
        return TableSum(rows=0, sum="")
    rows, total = held.count_and_sum(table)
    return TableSum(rows=rows, sum=total)


def _write(
    order: Order, manifest: Manifest, kept: Sequence[KeptFile], target: Path, *, progress: Progress
) -> list[str]:
    faults: list[str] = []
    rows = order.work / "dump"
    handle = os.open(shelf.aside(target), os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "r+b") as file:
        with locked(file, order.passphrase) as sink:
            writer = ArchiveWriter(sink)
            _add_bytes(writer, archive.MANIFEST, manifest.to_json())
            if order.passphrase is not None and order.signing_key is not None:
                _add_bytes(writer, archive.KEY, order.signing_key.encode())
            dumped = sorted(path.name for path in rows.iterdir())
            for name in progress(dumped, "parts"):
                with (rows / name).open("rb") as content:
                    writer.add(f"{archive.DUMP}{name}", content, size=size_of(content))
            for name in progress(sorted({one.name for one in kept}), "files"):
                _add_file(writer, (FolderFiles(order.work), order.files), KeptFile(name=name), faults)
            writer.finish()
        file.flush()
        os.fsync(file.fileno())
    return faults


def _add_file(writer: ArchiveWriter, places: tuple[FolderFiles, FileStore], kept: KeptFile, faults: list[str]) -> None:
    work, files = places
    try:
        content: IO[bytes] = (work if work.has(kept) else files).open(kept)
    except BackupFailed as fault:  # the backup is worth having without it
        faults.append(fault.message)
        return
    with content:
        if writer.add(f"{archive.FILES}{kept.name}", content, size=size_of(content)) != kept.sha256:
            faults.append(f"The file {kept.name} is not what its name says; it was damaged before this backup.")


def _add_bytes(writer: ArchiveWriter, name: str, content: bytes) -> None:
    writer.add(name, io.BytesIO(content), size=len(content))

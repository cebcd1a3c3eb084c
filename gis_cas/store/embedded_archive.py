"""The journal of a private cluster, kept piece by piece in a folder, and copies of the cluster to replay it onto.

PostgreSQL calls the server's journal its write-ahead log. Each finished piece (at the latest after a minute with
writes) is handed to a small script, which makes it small, writes it beside, makes it durable and then gives it its
name. A piece that is there already is never replaced: the same one is fine, another one is refused.
"""

import os
import re
import subprocess
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection  # noqa: N812 - psycopg2 names its class in lower case

from gis_cas.errors import BackupFailed, Misconfigured
from gis_cas.store import embedded_files
from gis_cas.store.embedded_binaries import PostgresBinaries
from gis_cas.store.embedded_config import SUPERUSER
from gis_cas.store.embedded_journal import WAL
from gis_cas.store.embedded_place import PORT, ClusterPlace, as_user, make_folder_of

ROWS = "base.tar.gz"
_UNFIT = re.compile(r"[\"'\\%$`\n]")
_WORKING_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiverState:
    """What the server says about its archiving; `waiting` pieces are finished and not yet kept."""

    failing: bool
    last_kept_at: datetime | None
    last_failed_at: datetime | None
    waiting: int


def make_archive(place: ClusterPlace, archive: Path | None) -> None:
    """The archive's folders, when there is to be one; the pieces' own belongs to the server's user.

    Raises Misconfigured when that cannot be.
    """
    if archive is None:
        return
    if _UNFIT.search(str(archive)):
        raise Misconfigured(f"The archive folder {archive} must have a name without quotes, %, $ and backslashes.")
    try:
        make_folder_of(archive, place.run_as, WAL)
    except OSError as error:
        raise Misconfigured(f"The archive folder {archive} cannot be made: {error.strerror}.") from error
    refuse_unreachable(place, archive, "-w")


def refuse_unreachable(place: ClusterPlace, archive: Path, how: str) -> None:
    """Raise Misconfigured when the server's user cannot use the pieces' folder (`-w` write, `-r` read)."""
    asked = subprocess.run(  # noqa: S603
        [*as_user(place.run_as), "test", how, str(archive / WAL)], cwd="/", capture_output=True, check=False
    )
    if asked.returncode != 0:
        raise Misconfigured(
            f"PostgreSQL's user {place.run_as} cannot {'write into' if how == '-w' else 'read'} {archive / WAL}. Give "
            f"the folder to that user: chown -R {place.run_as} {archive / WAL}; or choose a folder it can reach."
        )


def copy_cluster(place: ClusterPlace, server: PostgresBinaries, into: Path) -> str:
    """Copy the running cluster into the new folder `into`, and return the first journal piece that it needs.

    The server waits until the journal of the copy is kept in the archive too; raises BackupFailed when it cannot be.
    """
    command = [
        *(server.program("pg_basebackup"), "-D", str(into), "--format=tar", "--gzip", "--compress=1"),
        *("--wal-method=none", "--checkpoint=fast", "--no-password", "-h", _socket(place), "-p", str(PORT)),
        *("-U", SUPERUSER),
    ]
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=_WORKING_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise BackupFailed("The copy of the database took more than an hour; is its journal being archived?") from None
    if done.returncode != 0:
        raise BackupFailed(f"The database could not be copied: {done.stderr.strip()[-600:]}")
    with tarfile.open(into / ROWS, "r:gz") as tar:
        label = tar.extractfile("backup_label")
        found = re.search(rb"START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)", label.read() if label else b"")
    if found is None:
        raise BackupFailed("The copy of the database does not say where its journal begins.")
    return found[1].decode()


def archives(opened: Connection) -> bool:
    """Whether the running server archives its journal."""
    with opened.cursor() as cursor:
        cursor.execute("SHOW archive_mode")
        row = cursor.fetchone()
    return row is not None and row[0] != "off"


def archiver_state(opened: Connection) -> ArchiverState:
    """Ask the server; `opened` is a superuser's."""
    with opened.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false),"
            " last_archived_time, last_failed_time,"
            " (SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready') FROM pg_stat_archiver"
        )
        row = cursor.fetchone() or (False, None, None, 0)
    return ArchiverState(failing=row[0], last_kept_at=row[1], last_failed_at=row[2], waiting=int(row[3]))


def _socket(place: ClusterPlace) -> str:
    return os.fspath(embedded_files.running_socket_dir(place) or place.socket_dir)

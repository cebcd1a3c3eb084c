"""Play the journal onto a copy of a private cluster, up to an instant, beside the place where the database will lie."""

import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg2

from gis_cas.errors import BackupFailed
from gis_cas.store import embedded_files
from gis_cas.store.embedded_archive import ROWS, refuse_unreachable
from gis_cas.store.embedded_binaries import PostgresBinaries
from gis_cas.store.embedded_config import SUPERUSER
from gis_cas.store.embedded_journal import PLAIN, restore_line
from gis_cas.store.embedded_place import PORT, ClusterPlace, as_user, make_cluster_dir, make_socket_dir

_POLL_S = 0.2
_AUTO = "postgresql.auto.conf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """One copy (`base`, a folder), the `archive` with its journal, and the instant to stop at; None plays all of it."""

    place: ClusterPlace
    server: PostgresBinaries
    archive: Path
    base: Path
    until: datetime | None

    def run(self, *, make_room: Callable[[], None], within_s: float = 7200.0) -> datetime | None:
        """Bring the cluster to that instant in place; returns when the last transaction that is in it was committed.

        `make_room` is called when all is done and the place is needed. Raises BackupFailed when the journal does not
        reach that far; the place is as it was then.
        """
        refuse_unreachable(self.place, self.archive, "-r")
        beside = replace(self.place, cluster_dir=self.place.cluster_dir.with_name("postgres.recovering"))
        make_cluster_dir(beside, beside.cluster_dir)
        make_socket_dir(beside)
        self._unpack(beside)
        own = self._configure(beside)
        try:
            self._start(beside, within_s=within_s)
            reached = self._wait(beside, time.monotonic() + within_s)
        finally:
            self._control(beside, "stop", "-m", "fast")
        embedded_files.write_file(beside, _AUTO, own)
        make_room()
        beside.cluster_dir.rename(self.place.cluster_dir)
        return reached

    def _unpack(self, beside: ClusterPlace) -> None:
        with (self.base / ROWS).open("rb") as packed:
            done = _run_as(beside, ["tar", "-xzf", "-", "-C", str(beside.cluster_dir)], packed)
        if done.returncode != 0:
            raise BackupFailed(f"The copy in {self.base} cannot be unpacked: {done.stderr.strip()[-400:]}")

    def _configure(self, beside: ClusterPlace) -> str:
        """Tell the server where its journal is and where to stop; returns the configuration to put back afterwards."""
        embedded_files.write_configuration(beside, durable=True, journal=PLAIN)
        auto = beside.cluster_dir / _AUTO
        own = auto.read_text(encoding="utf-8") if auto.exists() else ""
        lines = [restore_line(self.archive), "recovery_target_action = 'promote'", "archive_mode = off"]
        if self.until is not None:
            lines.append(f"recovery_target_time = '{self.until.isoformat()}'")
        embedded_files.write_file(beside, _AUTO, own + "\n".join(lines) + "\n")
        embedded_files.write_file(beside, "recovery.signal", "")
        return own

    def _start(self, beside: ClusterPlace, *, within_s: float) -> None:
        log = str(embedded_files.fresh_start_log(beside))
        started = self._control(beside, "-l", log, "-t", str(int(within_s)), "start")
        if started.returncode != 0:
            raise self._failure(beside)

    def _wait(self, beside: ClusterPlace, deadline: float) -> datetime | None:
        while time.monotonic() < deadline:
            if embedded_files.postmaster_pid(beside) is None:
                raise self._failure(beside)
            with suppress(psycopg2.OperationalError):
                opened = psycopg2.connect(
                    host=str(beside.socket_dir), port=PORT, user=SUPERUSER, dbname="postgres", connect_timeout=5
                )
                try:
                    with opened.cursor() as cursor:
                        cursor.execute("SELECT pg_is_in_recovery(), pg_last_xact_replay_timestamp()")
                        row = cursor.fetchone()
                finally:
                    opened.close()
                if row is not None and not row[0]:
                    return row[1]  # type: ignore[no-any-return]  # a timestamp or None
            time.sleep(_POLL_S)
        raise BackupFailed("The journal could not be played in time.")

    def _failure(self, beside: ClusterPlace) -> BackupFailed:
        said = embedded_files.last_log(beside, lines=40)
        if "recovery ended before configured recovery target was reached" in said:
            return BackupFailed(
                f"The journal in {self.archive} does not reach {self.until:%Y-%m-%d %H:%M:%S %Z}; nothing was changed. "
                "Choose an earlier instant, or type --to latest for all there is."
            )
        return BackupFailed(f"The journal could not be played.\n{said}")

    def _control(self, beside: ClusterPlace, *words: str) -> subprocess.CompletedProcess[str]:
        command = [self.server.program("pg_ctl"), "-D", str(beside.cluster_dir), "-w", *words]
        return embedded_files.run_quietly([*as_user(beside.run_as), *command])


def _run_as(place: ClusterPlace, command: list[str], given: IO[bytes]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [*as_user(place.run_as), *command], cwd="/", stdin=given, capture_output=True, text=True, check=False
    )

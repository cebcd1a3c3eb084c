"""The private PostgreSQL + PostGIS cluster that is used when no database server is named.

One process supervises it, others join. Supervision is an exclusive lock on a file, which the system gives back when its
holder dies, however it dies: a server left behind by a killed supervisor is found and adopted by the next one. Whoever
is last to leave an unsupervised cluster stops it.
"""

import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from gis_cas.errors import Misconfigured, StoreUnavailable
from gis_cas.store import embedded_binaries, embedded_config, embedded_files
from gis_cas.store.embedded_archive import make_archive
from gis_cas.store.embedded_binaries import PostgresBinaries
from gis_cas.store.embedded_databases import ClusterDatabases
from gis_cas.store.embedded_journal import PLAIN, Journal
from gis_cas.store.embedded_locks import release, take_alone, take_shared
from gis_cas.store.embedded_place import as_user, find_place, make_cluster_dir, make_socket_dir

_POLL_S = 0.05
_PATIENCE_S = 5.0  # how long a server that says it is ready may leave us without an answer before it is restarted


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterStatus:
    """What `doctor` wants to know; `pid` is the postmaster's."""

    made_by: int | None
    running: bool
    pid: int | None
    supervised: bool


class EmbeddedCluster(ClusterDatabases):
    """A private cluster in `data_dir`; `durable=False` gives up safety for speed and is for tests only.

    What is said about its `journal` counts from the server's next start.
    """

    def __init__(
        self,
        *,
        data_dir: Path,
        runtime_dir: Path | None = None,
        durable: bool = True,
        bin_dirs: Iterable[Path] | None = None,
        journal: Journal = PLAIN,
    ) -> None:
        super().__init__(find_place(data_dir, runtime_dir=runtime_dir))
        self._durable = durable
        self._journal = journal
        self._bin_dirs = None if bin_dirs is None else list(bin_dirs)
        self._supervising: int | None = None
        self._joined: int | None = None
        self.adopted = False

    @property
    def notice(self) -> str | None:
        """One sentence for the operator when the database does not lie where it was asked to."""
        return self.place.notice

    @property
    def supervises(self) -> bool:
        """Whether this object owns the cluster, rather than having joined it."""
        return self._supervising is not None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- life ---------------------------------------------------------------------------------------------------------

    def start(self, *, timeout_s: float = 90.0) -> None:
        """Own the cluster, or join the one that somebody owns already; ready for connections when this returns.

        Calling it again on a cluster that died starts the server anew. Raises Misconfigured (no PostgreSQL, foreign
        data, folder of somebody else) and StoreUnavailable (the server does not come up in time).
        """
        deadline = time.monotonic() + timeout_s
        while True:
            if self._supervising is None:
                self._supervising = take_alone(self.place.supervisor_lock)
            if self._supervising is not None:
                self._leave()
                try:
                    self._start_server(deadline, timeout_s)
                except BaseException:
                    self._retire()
                    raise
                return
            if self._answers():
                if self._joined is None:
                    self._joined = take_shared(self.place.joined_lock)
                if self._joined is not None and self._answers():
                    return
            if time.monotonic() > deadline:
                raise StoreUnavailable(
                    f"Another gis-cas process holds {self.place.supervisor_lock}, but its database does not answer."
                )
            time.sleep(_POLL_S)

    def stop(self, *, even_if_joined: bool = False) -> None:
        """Stop what this object owns; what it merely joined keeps running for its supervisor.

        A supervisor that others have joined leaves the server to them, unless `even_if_joined`; the last one out of a
        cluster that nobody supervises any more stops it.
        """
        self._leave()
        if self._supervising is None:
            self._supervising = take_alone(self.place.supervisor_lock)
        if self._supervising is None:
            return
        alone = take_alone(self.place.joined_lock)
        try:
            if alone is not None or even_if_joined:
                self._stop_server()
        finally:
            release(alone)
            self._retire()

    def status(self) -> ClusterStatus:
        """How things stand now; starts nothing."""
        probe = None if self.supervises else take_alone(self.place.supervisor_lock)
        release(probe)
        return ClusterStatus(
            made_by=self.place.made_by(),
            running=self._answers(),
            pid=embedded_files.postmaster_pid(self.place),
            supervised=probe is None,
        )

    def server_died(self) -> bool:
        """Whether there is no server process any more; cheap enough to ask all the time."""
        return embedded_files.postmaster_pid(self.place) is None

    # -- the server process -------------------------------------------------------------------------------------------

    def binaries(self) -> PostgresBinaries:
        """The installed PostgreSQL that fits the data."""
        return embedded_binaries.choose(
            made_by=self.place.made_by(), where=self.place.cluster_dir, folders=self._bin_dirs
        )

    def _start_server(self, deadline: float, timeout_s: float) -> None:
        make_socket_dir(self.place)
        if self._answers():
            self.adopted = True
            return
        server = self.binaries()
        if self.place.made_by() is None:
            self._initdb(server)
        make_archive(self.place, self._journal.archive)
        embedded_files.write_configuration(self.place, durable=self._durable, journal=self._journal)
        if embedded_files.postmaster_pid(self.place) is not None:
            self._run([server.program("pg_ctl"), "-D", str(self.place.cluster_dir), "reload"])
            self.adopted = self._wait(deadline, patience_s=_PATIENCE_S)
            if self.adopted:
                return
            self._stop_server()
        embedded_files.forget_stale_postmaster(self.place)
        make_socket_dir(self.place)
        self._pg_ctl(server, deadline)
        if not self._wait(deadline, patience_s=timeout_s):
            raise StoreUnavailable(f"The private database does not answer.\n{embedded_files.last_log(self.place)}")

    def _wait(self, deadline: float, *, patience_s: float) -> bool:
        """Wait for an answer: until the deadline while the server comes up, `patience_s` when it says it is ready."""
        impatient = time.monotonic() + patience_s
        while not self._answers():
            now = time.monotonic()
            if now > deadline or embedded_files.postmaster_pid(self.place) is None:
                return False
            if now > impatient and embedded_files.says_ready(self.place):
                return False
            time.sleep(_POLL_S)
        return True

    def _initdb(self, server: PostgresBinaries) -> None:
        """Make the data beside their place and move them there when they are whole."""
        unfinished = self.place.cluster_dir.with_name("postgres.unfinished")
        make_cluster_dir(self.place, unfinished)
        made = self._run(
            [server.program("initdb"), "-D", str(unfinished)]
            + embedded_config.initdb_options(major=server.major)
            + ([] if self._durable else ["--no-sync"])
        )
        if made.returncode != 0:
            raise Misconfigured(f"initdb could not make {self.place.cluster_dir}: {made.stderr.strip()}")
        unfinished.rename(self.place.cluster_dir)

    def _pg_ctl(self, server: PostgresBinaries, deadline: float) -> None:
        """Start the server; after a crash the old one's shared memory may need a moment to go away."""
        while True:
            wait = str(max(1, int(deadline - time.monotonic())))
            log = str(embedded_files.fresh_start_log(self.place))
            started = self._run(
                [server.program("pg_ctl"), "-D", str(self.place.cluster_dir), "-l", log, "-w", "-t", wait, "start"]
            )
            if started.returncode == 0:
                return
            if time.monotonic() + 1 > deadline or "shared memory" not in embedded_files.last_log(self.place):
                raise StoreUnavailable(
                    f"The private database in {self.place.cluster_dir} does not start.\n"
                    f"{embedded_files.last_log(self.place)}"
                )
            time.sleep(0.3)

    def _stop_server(self) -> None:
        if embedded_files.postmaster_pid(self.place) is None:
            return
        server, folder = self.binaries(), self.socket_dir
        for mode, wait in (("fast", "30"), ("immediate", "10")):
            self._run(
                [server.program("pg_ctl"), "-D", str(self.place.cluster_dir), "-w", "-t", wait, "-m", mode, "stop"]
            )
            if embedded_files.postmaster_pid(self.place) is None:
                with suppress(OSError):
                    folder.rmdir()
                return

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        # A file, not a pipe, for what the server may inherit: a pipe would stay open as long as the server lives.
        return embedded_files.run_quietly([*as_user(self.place.run_as), *command])

    def _answers(self) -> bool:
        with suppress(StoreUnavailable):
            self.connect_as_superuser().close()
            return True
        return False

    def _leave(self) -> None:
        release(self._joined)
        self._joined = None

    def _retire(self) -> None:
        release(self._supervising)
        self._supervising = None

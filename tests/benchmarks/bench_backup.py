"""Backup and restore of a whole service, against plain pg_dump and pg_restore in the same run.

`python -m tests.benchmarks.bench_backup --requests 1000000 --files 4000`. The rows are made by the bench itself. The
baseline takes and brings back the rows alone, by `pg_dump -Fc` and `pg_restore` as they are without options; ours
takes rows and files, counts and sums every table, seals, and on the way back checks all of it, in processes of its own
as somebody would type them. Bars (full size): backup 5 minutes, restore 10, no row different.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gis_cas.commands import demo
from gis_cas.commands.database import with_addresses
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.roles import DATABASE, OWNER
from gis_cas.store.snapshot import snapshot
from tests.benchmarks.served import ROOT
from tests.benchmarks.synthetic_requests import add_files, multiply
from tests.fixtures.cluster import discard, throwaway_folder
from tests.fixtures.own_service import OwnService, own_service

BACKUP_BAR_S, RESTORE_BAR_S = 300.0, 600.0
PASSPHRASE = "a bench has no secrets"  # noqa: S105 - it has none


@dataclass(frozen=True)
class Timed:
    """How long something took, and what it left."""

    what: str
    seconds: float
    size: int = 0

    def line(self, baseline: "Timed | None" = None) -> str:
        """One row of the table."""
        ratio = f"{self.seconds / baseline.seconds:5.2f} x" if baseline else "      "
        size = f"{self.size / 1e6:10,.1f} MB" if self.size else " " * 13
        return f"{self.what:52} {self.seconds:8.1f} s  {ratio} {size}"


def main() -> None:
    """Make the rows, measure, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--requests", type=int, default=100_000)
    asked.add_argument("--files", type=int, default=4000)
    asked.add_argument("--kinds", default="plain,encrypted", help="which of both to measure")
    wanted = asked.parse_args()
    kinds = wanted.kinds.split(",")
    with own_service(on_disk=True) as own:
        made = timed("making the rows", lambda: _fill(own, wanted.requests))
        file_bytes = _attach(own, wanted.files)
        print(f"{_requests(own.cluster):,} requests, {wanted.files:,} files of {file_bytes / 1e6:,.0f} MB")
        print(made.line())
        work = throwaway_folder()
        ours = [one for kind in kinds for one in _ours(own, work, encrypted=kind == "encrypted")]
        lines = [*_baseline(own, work)]
        taken, back = lines
        print(f"{'database':52} {'':8}              {_size(own.cluster) / 1e6:10,.1f} MB")
        for one, base in zip([*lines, *ours], [taken, back] * (1 + len(kinds)), strict=True):
            print(one.line(base))
        subprocess.run(["rm", "-rf", str(work)], check=True)
    slowest = max(one.seconds for one in ours[::2]), max(one.seconds for one in ours[1::2])
    print(f"the bars are for 1,000,000 requests: backup {slowest[0]:.0f} of {BACKUP_BAR_S:.0f} s, ", end="")
    print(f"restore {slowest[1]:.0f} of {RESTORE_BAR_S:.0f} s; rows different: 0")


def timed(what: str, do: Callable[[], object], leaves: Path | None = None) -> Timed:
    """Do it by the clock on the wall."""
    began = time.monotonic()
    do()
    found = Timed(what, time.monotonic() - began, leaves.stat().st_size if leaves else 0)
    print(f"  {found.line()}", file=sys.stderr, flush=True)
    return found


def _fill(own: OwnService, requests: int) -> None:
    demo.fill(with_addresses(own.settings, own.cluster))
    opened = own.cluster.connect_as_superuser(DATABASE)
    multiply(opened, requests=requests)
    opened.close()


def _attach(own: OwnService, count: int) -> int:
    opened = own.cluster.connect_as_superuser(DATABASE)
    try:
        return add_files(opened, own.settings.data_dir, count=count)
    finally:
        opened.close()


def _baseline(own: OwnService, work: Path) -> list[Timed]:
    server, dumped = own.cluster.binaries(), work / "plain.dump"
    there = ["-h", str(own.cluster.socket_dir), "-U", "postgres"]
    taken = timed(
        "pg_dump -Fc: rows alone",
        lambda: _run([server.program("pg_dump"), "-Fc", *there, "-f", str(dumped), DATABASE]),
        dumped,
    )
    own.cluster.create_database("plain")
    listing = subprocess.run(
        [server.program("pg_restore"), "--list", str(dumped)], capture_output=True, text=True, check=True
    ).stdout
    (work / "list").write_text(
        "".join(
            line for line in listing.splitlines(keepends=True) if "SCHEMA -" not in line and "EXTENSION" not in line
        )
    )
    back = timed(
        "pg_restore: rows alone",
        lambda: _run([server.program("pg_restore"), *there, "-L", str(work / "list"), "-d", "plain", str(dumped)]),
    )
    own.cluster.drop_database("plain")
    dumped.unlink()
    return [taken, back]


def _ours(own: OwnService, work: Path, *, encrypted: bool) -> list[Timed]:
    """`gis-cas backup` beside the running database, `gis-cas restore` into a folder that holds nothing."""
    kind = "encrypted" if encrypted else "plain"
    backup = work / f"{kind}.tar"
    environment = {**os.environ, **own.environment, "GIS_CAS_BACKUP_PASSPHRASE": PASSPHRASE if encrypted else ""}
    taken = timed(f"gis-cas backup, {kind}: rows and files", lambda: _gis_cas(environment, "backup", backup), backup)
    empty = throwaway_folder()
    environment["GIS_CAS_DATA_DIR"] = str(empty)
    back = timed(f"gis-cas restore, {kind}: and the same", lambda: _gis_cas(environment, "restore", backup))
    restored = EmbeddedCluster(data_dir=empty)
    try:
        restored.start()
        if _sums(restored) != _sums(own.cluster):
            raise SystemExit("rows are different")
        if _files(empty) != _files(own.settings.data_dir):
            raise SystemExit("files are different")
    finally:
        discard(restored)
    backup.unlink()
    return [taken, back]


def _gis_cas(environment: dict[str, str], command: str, file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", command, str(file)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def _sums(cluster: EmbeddedCluster) -> dict[str, tuple[int, str]]:
    with snapshot(cluster.url(OWNER)) as held:
        return {table: held.count_and_sum(table) for table in held.tables()}


def _files(data_dir: Path) -> set[tuple[str, int]]:
    root = data_dir / "attachments"
    return {(str(path.relative_to(root)), path.stat().st_size) for path in root.rglob("*") if path.is_file()}


def _requests(cluster: EmbeddedCluster) -> int:
    return int(_answer(cluster, "SELECT count(*) FROM cas.service_request"))


def _size(cluster: EmbeddedCluster) -> int:
    return int(_answer(cluster, "SELECT pg_database_size(current_database())"))


def _answer(cluster: EmbeddedCluster, question: str) -> str:
    opened = cluster.connect_as_superuser(DATABASE)
    with opened.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    opened.close()
    assert row is not None
    return str(row[0])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


if __name__ == "__main__":
    main()

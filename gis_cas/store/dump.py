"""PostgreSQL's own programs that take a database out and put it back, run as the owner role.

What is taken is the three schemas: tables, rows, indexes, guards, rights and functions. Roles, extensions and the
schemas themselves come from `roles.py`, as in any fresh database.
"""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, text

from gis_cas.errors import BackupFailed
from gis_cas.store import embedded_binaries, roles
from gis_cas.store.engine import create_engine_for, libpq_url, psycopg2_url

JOBS = 2
MARK = "cas.alembic_version"
_GZIP_LEVEL = 1
_LEFT_OUT = re.compile(r"^\d+; .* (SCHEMA - |COMMENT - SCHEMA |TABLE DATA cas alembic_version )")
_LAST = 600


def dump(url: str, *, into: Path, snapshot: str, server_major: int) -> "subprocess.Popen[bytes]":
    """Start writing the database as of `snapshot` into the new folder `into`; `wait_for` sees it through."""
    program = embedded_binaries.client_program("pg_dump", at_least=server_major)
    schemas = [f"--schema={schema}" for schema in roles.SCHEMAS]
    return _start(
        [
            *(program, "--format=directory", f"--jobs={JOBS}", f"--compress={_compression(program)}", f"--file={into}"),
            *(f"--snapshot={snapshot}", "--no-sync", "--lock-wait-timeout=60s", *schemas),
        ],
        url,
        said=into.with_suffix(".said"),
    )


def wait_for(running: "subprocess.Popen[bytes]", *, said: Path, doing: str) -> None:
    """Wait for a program; raises BackupFailed with its last words when it fails."""
    try:
        status = running.wait()
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()
    if status != 0:
        words = said.read_text(encoding="utf-8", errors="replace").strip()[-_LAST:]
        raise BackupFailed(f"{doing} failed: {words or f'status {status}'}")


def restore(url: str, *, folder: Path, server_major: int) -> None:
    """Fill the empty schemas of `url` from a folder that `dump` wrote: rows, indexes, keys, guards and rights.

    The mark of the last migration is left out, so that no program takes a half-filled database for a whole one;
    `mark_migrated` sets it when everything was checked.
    """
    program = embedded_binaries.client_program("pg_restore", at_least=server_major)
    listing = subprocess.run([program, "--list", str(folder)], capture_output=True, text=True, check=False)  # noqa: S603
    if listing.returncode != 0:
        raise BackupFailed(f"The backup's contents cannot be listed: {listing.stderr.strip()[-_LAST:]}")
    wanted = folder.with_suffix(".list")
    wanted.write_text(
        "".join(line for line in listing.stdout.splitlines(keepends=True) if not _LEFT_OUT.match(line)),
        encoding="utf-8",
    )
    said = folder.with_suffix(".said")
    running = _start(
        [program, f"--jobs={JOBS}", "--exit-on-error", f"--use-list={wanted}", "--no-owner", str(folder)],
        url,
        said=said,
        options="-c maintenance_work_mem=512MB -c synchronous_commit=off -c statement_timeout=0",
    )
    wait_for(running, said=said, doing="Restoring the database")


def empty(url: str) -> None:
    """Remove everything of ours from a database, and leave it as a database administrator's script made it."""
    _execute(url, "".join(f"DROP SCHEMA IF EXISTS {schema} CASCADE;" for schema in roles.SCHEMAS) + roles.schemas_sql())


def mark_migrated(url: str, migration: str) -> None:
    """Say which migration the restored schema is at; from now on the database counts as whole."""
    engine = create_engine_for(url, pool_size=1, application_name="gis_cas restore")
    try:
        with engine.begin() as connection:
            connection.execute(
                text("INSERT INTO cas.alembic_version (version_num) VALUES (:migration)"), {"migration": migration}
            )
    finally:
        engine.dispose()


def server_major(url: str) -> int:
    """The major version of the server behind an address."""
    engine = create_engine_for(url, pool_size=1, application_name="gis_cas restore")
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text("SHOW server_version_num")) or 0) // 10000
    finally:
        engine.dispose()


def _compression(program: str) -> str:
    """The cheapest way to make rows small that this pg_dump knows; docs/performance.md has the figures."""
    asked = subprocess.run([program, "--help"], capture_output=True, text=True, check=True)  # noqa: S603
    if "METHOD" not in asked.stdout:  # before PostgreSQL 16
        return str(_GZIP_LEVEL)
    return "zstd:1" if _knows(program, "zstd") else f"gzip:{_GZIP_LEVEL}"


def _knows(program: str, method: str) -> bool:
    """A pg_dump that was built without a method says so before it connects."""
    asked = subprocess.run(  # noqa: S603
        [program, f"--compress={method}:1", "--format=custom", "--dbname=host=/nowhere"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "compress" not in asked.stderr


def _start(command: list[str], url: str, *, said: Path, options: str = "") -> "subprocess.Popen[bytes]":
    """Start a program with the address in its environment, where no list of processes shows the password."""
    address, password = _password_apart(url)
    with _words(said) as words:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}  # environment: handed on to the program unread
        if password is not None:
            environment["PGPASSWORD"] = password
        if options:
            environment["PGOPTIONS"] = options
        return subprocess.Popen(  # noqa: S603
            [*command, f"--dbname={address}"],
            cwd="/",
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=words,
        )


@contextmanager
def _words(said: Path) -> Iterator[int]:
    handle = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _password_apart(url: str) -> tuple[str, str | None]:
    parsed = psycopg2_url(url)
    bare = URL.create(
        parsed.drivername,
        username=parsed.username,
        host=parsed.host,
        port=parsed.port,
        database=parsed.database,
        query=parsed.query,
    )
    return libpq_url(bare), None if parsed.password is None else str(parsed.password)


def _execute(url: str, statements: str) -> None:
    engine = create_engine_for(url, pool_size=1, statement_timeout_ms=0, application_name="gis_cas restore")
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statements)
    finally:
        engine.dispose()

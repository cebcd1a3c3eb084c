"""What the private cluster is told: its settings, who may connect, and as whom."""

import os
from collections.abc import Sequence
from pathlib import Path

from gis_cas.store.embedded_place import PORT, ClusterPlace, current_user
from gis_cas.store.roles import ROLES

SUPERUSER = "postgres"
IDENT_MAP = "gis_cas"
CONFIG_FILE = "gis_cas.conf"
MOST_CONNECTIONS = 60

_MEGABYTE = 1024 * 1024


def initdb_options(*, major: int) -> list[str]:
    """Checksums, UTF-8 in byte order on every system, and peer authentication from the first moment on."""
    if major >= 17:  # noqa: PLR2004 - since 17 the server brings C.UTF-8 itself, also where the system has none
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        locale = ["--locale=C.UTF-8"]
    return [
        f"--username={SUPERUSER}",
        "--auth=peer",
        "--auth-host=reject",
        "--data-checksums",
        "--encoding=UTF8",
        *locale,
    ]


def postgresql_conf(place: ClusterPlace, *, durable: bool, journal: Sequence[str] = ()) -> str:
    """The settings that differ from PostgreSQL's own; written anew at each start. `journal` is what archives it."""
    memory = _memory_mb()
    lines = [
        "# Written by gis_cas at each start; put changes of your own into postgresql.conf below the include line.",
        "listen_addresses = ''",
        f"port = {PORT}",
        f"unix_socket_directories = '{_quoted(place.socket_dir)}'",
        "unix_socket_permissions = 0700",
        f"max_connections = {MOST_CONNECTIONS}",
        f"shared_buffers = {min(512, max(64, memory // 8))}MB",
        f"effective_cache_size = {max(256, memory // 2)}MB",
        "work_mem = 8MB",
        "maintenance_work_mem = 128MB",
        "random_page_cost = 1.1",
        "max_wal_size = 512MB",
        "jit = off",
        "timezone = 'UTC'",
        "log_timezone = 'UTC'",
        "lc_messages = 'C'",
        "logging_collector = on",
        "log_directory = 'log'",
        "log_filename = 'postgresql-%a.log'",
        "log_truncate_on_rotation = on",
        "log_rotation_age = 1d",
        "log_rotation_size = 0",
        "log_line_prefix = '%m [%p] %q%u@%d %a '",
        "log_checkpoints = off",
        "log_min_error_statement = panic",  # a failing statement holds what a citizen wrote
        "log_error_verbosity = terse",  # and so does the detail of a broken constraint
    ]
    if durable:
        lines += ["fsync = on", "synchronous_commit = on", "full_page_writes = on"]
    else:
        lines += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
    return "\n".join([*lines, *journal]) + "\n"


def pg_hba_conf() -> str:
    """Only the socket, only by who you are; there is no line for the network."""
    kinds = (("all", "all"), ("replication", SUPERUSER))  # the second one is for copies of the cluster
    lines = (f"local   {database}   {role}   peer map={IDENT_MAP}\n" for database, role in kinds)
    return "# TYPE  DATABASE  USER  METHOD\n" + "".join(lines)


def pg_ident_conf(place: ClusterPlace) -> str:
    """The users who run the service may be any of its roles; nobody else may be any."""
    lines = [
        f'{IDENT_MAP}  "{user}"  {role}'
        for user in dict.fromkeys((place.run_as, current_user()))
        for role in (SUPERUSER, *ROLES)
    ]
    return "# MAP  SYSTEM-USER  ROLE\n" + "\n".join(lines) + "\n"


def _memory_mb() -> int:
    return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")

"""The files in a cluster's folder: configuration written safely, and what a running server says about itself."""

import os
import pwd
import subprocess
import tempfile
from pathlib import Path

from gis_cas.store import embedded_config, embedded_journal
from gis_cas.store.embedded_place import PORT, ClusterPlace

START_LOG = "start.log"
# Lines of postmaster.pid: pid, folder, start time, port, socket folder, listen address, shared memory, status.
_SOCKET_LINE, _STATUS_LINE = 4, 7
_NOBODYS_PID = "2147483646"  # above what any system gives out


def write_configuration(place: ClusterPlace, *, durable: bool, journal: embedded_journal.Journal) -> None:
    """Put our settings, pg_hba.conf and pg_ident.conf in place; postgresql.conf only gets a line that includes ours."""
    settings = embedded_config.postgresql_conf(place, durable=durable, journal=journal.lines())
    write_file(place, embedded_config.CONFIG_FILE, settings)
    write_file(place, embedded_journal.SCRIPT, embedded_journal.ARCHIVE_SCRIPT)
    write_file(place, "pg_hba.conf", embedded_config.pg_hba_conf())
    write_file(place, "pg_ident.conf", embedded_config.pg_ident_conf(place))
    main = place.cluster_dir / "postgresql.conf"
    text = main.read_text(encoding="utf-8")
    include = f"include '{embedded_config.CONFIG_FILE}'"
    if include not in text:
        write_file(place, "postgresql.conf", f"{text.rstrip()}\n\n{include}\n")


def postmaster_pid(place: ClusterPlace) -> int | None:
    """The server's process id, or None when its file is missing or names a process that is not our server."""
    lines = _postmaster_lines(place)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    return pid if _is_our_server(pid, place) else None


def running_socket_dir(place: ClusterPlace) -> Path | None:
    """Where the running server put its socket; None when there is no such server."""
    lines = _postmaster_lines(place)
    if len(lines) <= _SOCKET_LINE or not lines[_SOCKET_LINE]:
        return None
    return Path(lines[_SOCKET_LINE])


def says_ready(place: ClusterPlace) -> bool:
    """Whether the server itself says that it takes connections (it does not while it recovers from a crash)."""
    lines = _postmaster_lines(place)
    return len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"


def fresh_start_log(place: ClusterPlace) -> Path:
    """Where the server writes until its own log is open; what an earlier start wrote there is removed."""
    log = place.cluster_dir / START_LOG
    log.unlink(missing_ok=True)
    return log


def forget_stale_postmaster(place: ClusterPlace) -> None:
    """Take back the process number that a dead server left in its lock files, since it may now be somebody else's.

    postmaster.pid keeps its other lines: by the shared memory named there PostgreSQL finds out whether a process of the
    dead server is still writing, and waits. Removing the whole file would take that protection away.
    """
    lines = _postmaster_lines(place)
    if lines:
        write_file(place, "postmaster.pid", "\n".join([_NOBODYS_PID, *lines[1:]]) + "\n")
    for folder in {place.socket_dir, running_socket_dir(place) or place.socket_dir}:
        (folder / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def last_log(place: ClusterPlace, *, lines: int = 12) -> str:
    """The end of what the server last wrote, for the operator."""
    logs = [place.cluster_dir / START_LOG, *(place.cluster_dir / "log").glob("*.log")]
    existing = sorted((log for log in logs if log.is_file()), key=lambda log: log.stat().st_mtime)
    ends = [log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:] for log in existing[-2:]]
    return "\n".join(line for end in ends for line in end)


def run_quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program of the server from a folder that every user can be in, and keep what it says.

    Its words go to a file: a pipe would stay open for as long as a server lives that inherited it.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)  # noqa: S603
        said.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, stdout="", stderr=said.read())


def _postmaster_lines(place: ClusterPlace) -> list[str]:
    try:
        return (place.cluster_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, PermissionError):
        return []


def _is_our_server(pid: int, place: ClusterPlace) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            words = command.read_bytes().split(b"\0")
        except OSError:
            return False
        return os.fsencode(place.cluster_dir) in words
    asked = subprocess.run(  # noqa: S603
        ["/bin/ps", "-ww", "-p", str(pid), "-o", "command="], capture_output=True, text=True, check=False
    )
    return str(place.cluster_dir) in asked.stdout


def write_file(place: ClusterPlace, name: str, text: str) -> None:
    """Write beside, hand over, then rename: the folder belongs to another user, so no link in it is followed."""
    owner = pwd.getpwnam(place.run_as)
    beside = place.cluster_dir / f".{name}.new"
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if owner.pw_uid != os.geteuid():
            os.fchown(file.fileno(), owner.pw_uid, owner.pw_gid)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place.cluster_dir / name)

"""Which PostgreSQL with PostGIS this machine has, without asking anybody."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gis_cas.errors import Misconfigured

OLDEST_POSTGRESQL = 15
OLDEST_POSTGIS = (3, 3)

INSTALL_DEBIAN = "sudo apt-get install -y postgresql-15-postgis-3"
INSTALL_HOMEBREW = "brew install postgresql@17 postgis"

_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",  # Homebrew on Apple silicon
    "/usr/local/opt/postgresql@*/bin",  # Homebrew on Intel
    "/Applications/Postgres.app/Contents/Versions/*/bin",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresBinaries:
    """One installed PostgreSQL server that carries PostGIS; `bin_dir` holds initdb, pg_ctl and postgres."""

    bin_dir: Path
    major: int
    postgis: str

    def program(self, name: str) -> str:
        """The full path of one of the server's programs."""
        return str(self.bin_dir / name)


def candidate_folders() -> Iterator[Path]:
    """Every folder that may hold a server: what `pg_config` names first, then the places distributions use."""
    pg_config = shutil.which("pg_config")
    if pg_config:
        answer = _ask(pg_config, "--bindir")
        if answer:
            yield Path(answer)
    for pattern in _PLACES:
        yield from sorted(Path("/").glob(pattern.lstrip("/")))


def find_all(folders: Iterable[Path] | None = None) -> list[PostgresBinaries]:
    """All servers that are new enough and carry PostGIS, newest first."""
    found = {
        server.bin_dir: server
        for folder in (candidate_folders() if folders is None else folders)
        if (server := _inspect(folder)) is not None
    }
    return sorted(found.values(), key=lambda server: server.major, reverse=True)


def choose(*, made_by: int | None, where: Path, folders: Iterable[Path] | None = None) -> PostgresBinaries:
    """The server to run: the one of the same major version as the data, else the newest.

    Raises Misconfigured when none is installed, or when the data in `where` were made by (`made_by`) another version.
    """
    servers = find_all(folders)
    if not servers:
        install = INSTALL_HOMEBREW if sys.platform == "darwin" else INSTALL_DEBIAN
        raise Misconfigured(
            f"No PostgreSQL {OLDEST_POSTGRESQL} or newer with PostGIS {OLDEST_POSTGIS[0]}.{OLDEST_POSTGIS[1]} or newer "
            f"was found on this machine. Install it with: {install}"
        )
    if made_by is None:
        return servers[0]
    for server in servers:
        if server.major == made_by:
            return server
    installed = ", ".join(str(server.major) for server in servers)
    raise Misconfigured(
        f"The data in {where} were made by PostgreSQL {made_by}, and this machine has PostgreSQL {installed}. "
        f"Install PostgreSQL {made_by} with PostGIS again, or move that folder away and restore a "
        "backup into a new one; nothing in it was touched."
    )


def client_program(name: str, *, at_least: int) -> str:
    """The full path of pg_dump or another client program, of a version that can talk to a server of `at_least`.

    Raises Misconfigured when this machine has none, or only older ones.
    """
    folders = [*candidate_folders(), *([Path(on_path).parent] if (on_path := shutil.which(name)) else [])]
    found: dict[int, str] = {}
    for folder in folders:
        program = folder / name
        if program.is_file() and (said := re.search(r"\(PostgreSQL\) (\d+)", _ask(str(program), "--version"))):
            found.setdefault(int(said[1]), str(program))
    fit = [major for major in found if major >= at_least]
    if not fit:
        raise Misconfigured(
            f"This needs {name} of PostgreSQL {at_least} or newer, and this machine has "
            f"{', '.join(str(major) for major in sorted(found)) or 'none'}. On Debian: "
            f"apt-get install postgresql-client-{at_least}"
        )
    return found[min(fit)]


def _inspect(folder: Path) -> PostgresBinaries | None:
    if not all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
        return None
    version = re.search(r"(\d+)(?:\.\d+|devel|beta|rc)", _ask(str(folder / "postgres"), "--version"))
    if version is None or int(version[1]) < OLDEST_POSTGRESQL:
        return None
    major = int(version[1])
    postgis = _postgis_version(folder=folder, major=major)
    if postgis is None or _numbers(postgis) < OLDEST_POSTGIS:
        return None
    return PostgresBinaries(bin_dir=folder.resolve(), major=major, postgis=postgis)


def _postgis_version(*, folder: Path, major: int) -> str | None:
    """The version in PostGIS's own control file, which is what CREATE EXTENSION would install."""
    shares = [Path("/usr/share/postgresql") / str(major), folder.parent / "share", folder.parent / "share/postgresql"]
    if (folder / "pg_config").is_file():
        shares.insert(0, Path(_ask(str(folder / "pg_config"), "--sharedir") or "/nowhere"))
    for share in shares:
        control = share / "extension" / "postgis.control"
        if control.is_file():
            match = re.search(r"default_version\s*=\s*'([^']+)'", control.read_text(encoding="utf-8"))
            return match[1] if match else None
    return None


def _numbers(version: str) -> tuple[int, int]:
    found = re.findall(r"\d+", version)
    return (int(found[0]), int(found[1]) if len(found) > 1 else 0) if found else (0, 0)


def _ask(program: str, option: str) -> str:
    try:
        answer = subprocess.run([program, option], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""

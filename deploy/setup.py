"""Make a checkout ready to run: system packages, virtual environment, dependencies. Asks nothing.

    python3 deploy/setup.py           what `make run` needs
    python3 deploy/setup.py tools     and what checks, tests and measures it
    python3 deploy/setup.py browser   and a browser beside those, which `make test` needs

Uses the standard library only. A second run finds everything in place and is done in a fraction of a second.
"""

import fcntl
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    sys.exit(
        "gis_cas needs Python 3.11 or newer, and this is {}.{}. Name another one: make run PYTHON=python3.12".format(
            *sys.version_info[:2]
        )
    )

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))
from gis_cas.store import embedded_binaries  # noqa: E402 - standard library only, found through the line above

VENV = CHECKOUT / ".venv"
BUILD_LOCK = CHECKOUT / "deploy" / "build.lock"
LOCKS = {"run": CHECKOUT / "requirements.lock", "tools": CHECKOUT / "requirements-dev.lock"}
STAMP = VENV / "made-from"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CLUSTER_CONF = "/etc/postgresql-common/createcluster.d/gis-cas.conf"


def main(wishes: list[str]) -> None:
    """Do what is missing, in order."""
    with _one_at_a_time():
        packages = missing_packages(browser="browser" in wishes)
        if packages:
            install(packages)
        if needs_server() or (needs_venv() and not VENV.is_dir()):
            sys.exit("The packages were installed, but what they should have brought is still missing; see above.")
        make_environment("tools" if {"tools", "browser"} & set(wishes) else "run")


def missing_packages(*, browser: bool) -> list[str]:
    """The distribution's packages that are wanted; without apt, says in words what to install and ends."""
    wanted = []
    if needs_server():
        wanted.append("postgis")
    if needs_venv():
        wanted.append("python3-venv")
    if browser and not any(shutil.which(name) for name in BROWSERS):
        wanted.append("chromium")
    if not wanted or shutil.which("apt-get"):
        return wanted
    if wanted == ["postgis"]:
        how = embedded_binaries.INSTALL_HOMEBREW if sys.platform == "darwin" else "your system's package manager"
        sys.exit(f"PostgreSQL 15 or newer with PostGIS 3.3 or newer is missing. Install it with: {how}")
    sys.exit(f"Missing on this machine: {', '.join(wanted)}. Install it with your system's package manager.")


def needs_server() -> bool:
    """Whether no PostgreSQL with PostGIS is to be had; a database server of one's own makes none necessary."""
    return not os.environ.get("GIS_CAS_DATABASE_URL") and not embedded_binaries.find_all()


def needs_venv() -> bool:
    """Whether this Python cannot make a virtual environment, as Debian's bare one cannot."""
    asked = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return asked.returncode != 0


def install(wanted: list[str]) -> None:
    """Install through apt as root or through sudo; without either, print the one command and end with status 1."""
    prefix = _rights()
    if prefix is None:
        names = ["postgresql-15-postgis-3" if name == "postgis" else name for name in wanted]
        sys.exit(
            f"Missing on this machine: {', '.join(names)}.\nAn administrator installs it once with:\n\n"
            f"  {one_command(names)}\n\nThen run this again."
        )
    _say(f"Installing what is missing: {', '.join(wanted)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=180"]
    _do([*apt, "update"])
    names = [postgis_package() if name == "postgis" else name for name in wanted]
    if "postgis" in wanted and not Path("/usr/share/postgresql-common/pg_wrapper").exists():
        # Otherwise the package starts a server of its own on port 5432.
        _do([*prefix, "sh", "-c", no_main_cluster()])
    _do([*apt, "install", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", *names])


def postgis_package() -> str:
    """The PostGIS package of a PostgreSQL that is installed already, else of the newest the distribution has."""
    listed = subprocess.run(["apt-cache", "pkgnames", "postgresql-"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    majors = sorted(
        int(found[1])
        for found in re.finditer(r"^postgresql-(\d+)-postgis-3$", listed, re.MULTILINE)
        if int(found[1]) >= embedded_binaries.OLDEST_POSTGRESQL
    )
    if not majors:
        sys.exit("This distribution has no PostgreSQL 15 or newer with PostGIS 3; see docs/operations.md.")
    there = [major for major in majors if Path(f"/usr/lib/postgresql/{major}/bin/postgres").exists()]
    return f"postgresql-{(there or majors)[-1]}-postgis-3"


def no_main_cluster() -> str:
    """A shell line that keeps Debian's package from making and starting a server of its own."""
    folder = Path(CLUSTER_CONF).parent
    return f"mkdir -p {folder} && echo 'create_main_cluster = false' > {CLUSTER_CONF}"


def one_command(names: list[str]) -> str:
    """What an administrator can paste: apt, and no server started behind anybody's back."""
    quiet = no_main_cluster() + " && " if any("postgis" in name for name in names) else ""
    line = (
        f"{quiet}apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "
        f"-o Dpkg::Options::=--force-confold {' '.join(names)}"
    )
    return f"sudo sh -c {shlex.quote(line)}"


def make_environment(purpose: str) -> None:
    """The virtual environment with exactly the locked packages, and this checkout in it.

    One with the tools has everything that running needs too, and stays as it is.
    """
    python = VENV / "bin" / "python"
    made_from = _fingerprint(purpose)
    enough = {made_from, _fingerprint("tools")}
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") in enough and _works(python):
        return
    if not _works(python):
        _say("Making the virtual environment in .venv")
        _do([sys.executable, "-m", "venv", "--clear", str(VENV)])
    STAMP.unlink(missing_ok=True)
    _say("Installing the locked packages; the first time this takes a minute or two")
    pip = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-input"]
    for lock in (BUILD_LOCK, LOCKS[purpose]):
        _do([*pip, "--require-hashes", "-r", str(lock)])
    _do([*pip, "--no-deps", "--no-build-isolation", "-e", str(CHECKOUT)])
    STAMP.write_text(made_from, encoding="utf-8")


def _fingerprint(purpose: str) -> str:
    """What the environment was made from; the checkout's own place too, since the scripts in it name that."""
    found = hashlib.sha256()
    for lock in (BUILD_LOCK, LOCKS[purpose]):
        found.update(lock.read_bytes())
    found.update((CHECKOUT / "pyproject.toml").read_bytes())
    return f"{found.hexdigest()} python {sys.version_info[0]}.{sys.version_info[1]} {CHECKOUT}\n"


def _works(python: Path) -> bool:
    if not python.is_file():
        return False
    code = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0  # noqa: S603


def _rights() -> list[str] | None:
    """What to put before a command to run it as root: nothing, or sudo when it does not ask; None when neither."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603
        return [sudo, "-n"]
    return None


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = CHECKOUT / ".setup"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _do(command: list[str]) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode != 0:
        sys.exit(f"This command failed with status {done.returncode}: {shlex.join(command)}")


def _say(sentence: str) -> None:
    print(f"· {sentence}", file=sys.stderr, flush=True)  # noqa: T201 - a script's own voice


if __name__ == "__main__":
    main(sys.argv[1:])

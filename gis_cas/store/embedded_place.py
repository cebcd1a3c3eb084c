"""Where a private cluster lies on disk, who runs it, and where its socket is."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from gis_cas.errors import Misconfigured

PORT = 5432  # only the last part of the socket's name; nothing listens on TCP
REACHABLE_BY_POSTGRES = Path("/var/lib/gis-cas")
LONGEST_SOCKET_FOLDER = 80  # with "/.s.PGSQL.5432.lock" well under the 107 bytes a socket path may have


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPlace:
    """The folders of one cluster and the operating-system user `run_as` that runs its server."""

    data_dir: Path  # locks, logs, secret key; belongs to whoever starts the service
    cluster_dir: Path  # PGDATA; belongs to run_as
    socket_dir: Path  # short, 0700, belongs to run_as
    run_as: str
    notice: str | None  # one sentence for the operator when the cluster is not where it was asked to be

    @property
    def supervisor_lock(self) -> Path:
        """Held exclusively by the one process that owns the cluster."""
        return self.data_dir / "supervisor.lock"

    @property
    def joined_lock(self) -> Path:
        """Held shared by every process that uses a cluster which another one owns."""
        return self.data_dir / "joined.lock"

    @property
    def switches_user(self) -> bool:
        """Whether the server's programs must be started as somebody else."""
        return self.run_as != current_user()

    def made_by(self) -> int | None:
        """The major version of PostgreSQL that made the data; None when there are none yet."""
        try:
            text = (self.cluster_dir / "PG_VERSION").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except PermissionError:
            raise Misconfigured(
                f"The database in {self.cluster_dir} belongs to another user; start it as that user."
            ) from None
        return int(text) if text.isdigit() else 0


def digest(path: Path) -> str:
    """A short name for a folder, the same each time."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def current_user() -> str:
    """The name of the operating-system user this process acts as."""
    return pwd.getpwuid(os.geteuid()).pw_name


def find_place(data_dir: Path, *, runtime_dir: Path | None = None) -> ClusterPlace:
    """Make the data folder and work out the rest; as root the cluster is put where user postgres can reach it.

    The socket goes into `runtime_dir` (the user's own, when there is one) or /tmp.
    Raises Misconfigured when the folder cannot be made or PostgreSQL's user is missing.
    """
    data_dir = data_dir.expanduser().absolute()
    root = os.geteuid() == 0
    make_data_dir(data_dir)
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise Misconfigured(f"The data folder {data_dir} belongs to another user; set GIS_CAS_DATA_DIR to your own.")
    cluster_dir, notice = data_dir / "postgres", None
    run_as = current_user()
    if root:
        run_as = _server_user(cluster_dir)
        if not _reachable(data_dir, run_as):
            cluster_dir = REACHABLE_BY_POSTGRES / digest(data_dir) / "postgres"
            notice = (
                f"PostgreSQL does not run as root and its user {run_as} cannot reach {data_dir}, "
                f"so the database lies in {cluster_dir}."
            )
            run_as = _server_user(cluster_dir)
    return ClusterPlace(
        data_dir=data_dir,
        cluster_dir=cluster_dir,
        socket_dir=_socket_dir(cluster_dir, run_as, runtime_dir),
        run_as=run_as,
        notice=notice,
    )


def make_data_dir(data_dir: Path) -> None:
    """The data folder, for its owner only; root's may be passed through by the server's user.

    Raises Misconfigured when it cannot be made.
    """
    try:
        _make_folders(data_dir, mode=0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise Misconfigured(f"The data folder {data_dir} cannot be made: {error.strerror}.") from error


def make_cluster_dir(place: ClusterPlace, folder: Path) -> None:
    """An empty 0700 folder in PGDATA's parent that belongs to the server's user; what was in it before is removed."""
    _make_folders(folder.parent, mode=0o711)
    shutil.rmtree(folder, ignore_errors=True)
    _private_folder(folder, place.run_as)


def make_folder_of(folder: Path, user: str, name: str) -> None:
    """A 0700 folder `name` of `user` inside `folder`, which is made too and may be passed through."""
    _make_folders(folder, mode=0o711 if os.geteuid() == 0 else 0o700)
    _private_folder(folder / name, user)


def make_socket_dir(place: ClusterPlace) -> None:
    """The 0700 socket folder; a folder or link that somebody else put there is refused, not used."""
    _private_folder(place.socket_dir, place.run_as)


def _make_folders(folder: Path, *, mode: int) -> None:
    """Make a folder and those above it that are missing, with this mode whatever the umask says."""
    if folder.is_dir():
        return
    _make_folders(folder.parent, mode=mode)
    folder.mkdir(exist_ok=True)
    folder.chmod(mode)


def _private_folder(folder: Path, user: str) -> None:
    owner = pwd.getpwnam(user)
    try:
        folder.mkdir(mode=0o700)
        if owner.pw_uid != os.geteuid():
            os.chown(folder, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.pw_uid:
        raise Misconfigured(f"{folder} exists and does not belong to {user}; remove it and start again.")
    if stat.S_IMODE(found.st_mode) != 0o700:  # noqa: PLR2004 - a mode is read best as it is written
        folder.chmod(0o700)


def _server_user(cluster_dir: Path) -> str:
    """Whoever owns the data that are there already, else Debian's and Homebrew's usual name."""
    if cluster_dir.exists():
        owner = pwd.getpwuid(cluster_dir.stat().st_uid).pw_name
        if owner != "root":
            return owner
    for name in ("postgres", "_postgres"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    raise Misconfigured(
        "PostgreSQL refuses to run as root, and this machine has no user postgres. "
        "Install PostgreSQL from the distribution, or start the service as an ordinary user."
    )


def _reachable(folder: Path, user: str) -> bool:
    """Whether `user` can enter the folder; asked of the system itself, which knows about ACLs and mounts."""
    asked = subprocess.run(  # noqa: S603
        [*as_user(user), "test", "-x", str(folder)], cwd="/", capture_output=True, timeout=20, check=False
    )
    return asked.returncode == 0


def as_user(user: str) -> list[str]:
    """The words before a command that make it run as `user`; none when we are that user."""
    if user == current_user():
        return []
    runuser = shutil.which("runuser", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if runuser is None:
        raise Misconfigured("PostgreSQL refuses to run as root; start the service as an ordinary user.")
    return [runuser, "-u", user, "--"]


def _socket_dir(cluster_dir: Path, user: str, runtime_dir: Path | None) -> Path:
    uid = pwd.getpwnam(user).pw_uid
    name = f"gis-cas-{uid}-{digest(cluster_dir)}"
    if runtime_dir is not None and uid == os.geteuid():
        text = str(runtime_dir)
        plain = not any(sign in text for sign in " ,\"'")
        if plain and len(text) + len(name) < LONGEST_SOCKET_FOLDER and os.access(runtime_dir, os.W_OK | os.X_OK):
            return runtime_dir / name
    return Path("/tmp") / name  # noqa: S108 - 0700, and its owner is checked

"""`gis-cas backup`: everything in one file, and whether such a file is whole."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer
from tqdm import tqdm
from typer import _click as click  # typer's own copy, which its groups are made of
from typer.core import TyperGroup

from gis_cas.attachments.cabinet import Plan, open_cabinet
from gis_cas.backup import shelf
from gis_cas.backup.check import needs_passphrase, read_backup
from gis_cas.backup.files import FileStore, FolderFiles, StoreFiles
from gis_cas.backup.make import Made, Order, make_backup
from gis_cas.commands.base_copy import make_base
from gis_cas.commands.child import end_when_asked
from gis_cas.commands.database import cluster_of, running_database
from gis_cas.commands.made import Mark, utc_now
from gis_cas.commands.passphrase import configured, known_passphrase, new_passphrase
from gis_cas.errors import BackupFailed, GisCasError
from gis_cas.settings import Settings, load_settings
from gis_cas.store.embedded_locks import release, take_alone
from gis_cas.store.embedded_place import make_data_dir


class MadeUnlessNamed(TyperGroup):
    """`gis-cas backup FOLDER` makes a backup; only a name of its own does something else."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `make` in front where no command is named."""
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=MadeUnlessNamed,
    help="Put every row and every file into one backup, while the service runs.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _group() -> None:
    """Put every row and every file into one backup, while the service runs."""


@app.command()
def make(
    target: Path | None = typer.Argument(
        None, help="A folder, or the file to write; GIS_CAS_BACKUP_FOLDER if left out, else backups in the data folder."
    ),
    keep: int | None = typer.Option(None, min=1, help="Then remove this city's older backups there beyond so many."),
    encrypt: bool | None = typer.Option(
        None, "--encrypt/--plain", help="With a passphrase or without; with one if it is set in GIS_CAS_BACKUP_…."
    ),
) -> None:
    """Make a backup; this is what `gis-cas backup` does when nothing else is named."""
    end_when_asked()
    settings = load_settings()
    passphrase = new_passphrase(settings) if encrypt or (encrypt is None and configured(settings)) else None
    began = time.monotonic()
    folder, name = _where(settings, target)
    with running_database(settings) as ready, one_backup_at_a_time(settings):
        made = make_backup(
            Order(
                url=ready.database.owner_url or "",
                folder=folder,
                name=name,
                work=settings.data_dir / "backup.work",
                kind=_kind(settings),
                files=files_of(settings),
                passphrase=passphrase,
                signing_key=signing_key(settings),
            ),
            now=utc_now(),
            progress=bar,
        )
        _remember(settings, made, seconds=time.monotonic() - began)
        removed = shelf.rotate(folder, city=made.manifest.city, keep=keep) if keep else []
    _say(made, seconds=time.monotonic() - began, removed=removed)
    if made.faults:
        raise typer.Exit(1)


@app.command()
def base(
    keep: int | None = typer.Option(None, min=1, help="How many copies stay; GIS_CAS_BACKUP_KEEP if left out."),
) -> None:
    """Copy the private database into GIS_CAS_BACKUP_ARCHIVE, to play its journal onto."""
    end_when_asked()
    settings = load_settings()
    with one_backup_at_a_time(settings):
        for sentence in make_base(settings, files_of(settings), keep=keep or settings.backup.keep):
            print(sentence)


@app.command()
def verify(file: Path = typer.Argument(..., help="A backup.")) -> None:
    """Read a backup to its last byte and say whether it is whole; nothing is restored."""
    settings = load_settings()
    passphrase = known_passphrase(settings) if needs_passphrase(file) else None
    contents = read_backup(file, passphrase=passphrase, accept=lambda _: None)
    manifest = contents.manifest
    print(
        f"{file} is whole: {manifest.city_name}, {manifest.requests:,} requests and {contents.files:,} files as of "
        f"{manifest.created_at:%Y-%m-%d %H:%M:%S} UTC, gis_cas {manifest.program} at migration {manifest.migration}."
    )


def files_of(settings: Settings, *, bulk: bool = False) -> FileStore:
    """Where the service keeps the files that people sent; `bulk` to bring many back at once."""
    plan = Plan(**settings.attachments.cabinet(settings.data_dir))
    return FolderFiles(plan.folder, bulk=bulk) if plan.bucket is None else StoreFiles(open_cabinet(plan).store)


def bar(things: Sequence[str], unit: str) -> Iterable[str]:
    """Work through a list and show how far."""
    return tqdm(
        things,
        unit=unit,
        leave=False,
        disable=None,
        bar_format="{desc:9} {bar:24} {n_fmt}/{total_fmt} {elapsed}",
        desc=unit,
    )


@contextmanager
def one_backup_at_a_time(settings: Settings) -> Iterator[None]:
    """Hold the lock on backups of this data folder; raises BackupFailed when somebody has it."""
    make_data_dir(settings.data_dir)
    lock = take_alone(settings.data_dir / "backup.lock")
    if lock is None:
        raise BackupFailed("Another backup or restore is running with this data folder; wait for it.")
    try:
        yield
    finally:
        release(lock)


def signing_key(settings: Settings) -> str | None:
    """The signing key, when there is one."""
    try:
        return settings.signing_key()
    except GisCasError:
        return None


def _kind(settings: Settings) -> str:
    """What the mark of the private database says; of a server of one's own, what this service is set to."""
    mark = Mark.read(cluster_of(settings).comment()) if settings.database.embedded else None
    return mark.kind if mark else "demo" if settings.demo else "live"


def _where(settings: Settings, target: Path | None) -> tuple[Path, str | None]:
    if target is None:
        return settings.backup.folder or settings.data_dir / "backups", None
    target = target.expanduser().absolute()
    return (target, None) if target.is_dir() else (target.parent, target.name)


def _remember(settings: Settings, made: Made, *, seconds: float) -> None:
    shelf.remember(
        settings.data_dir,
        shelf.LastBackup(
            finished_at=utc_now(),
            file=str(made.path),
            size=made.size,
            seconds=round(seconds, 1),
            requests=made.manifest.requests,
            encrypted=made.manifest.encrypted,
            faults=len(made.faults),
        ),
    )


def _say(made: Made, *, seconds: float, removed: Sequence[Path]) -> None:
    manifest = made.manifest
    locked = "encrypted" if manifest.encrypted else "not encrypted"
    print(f"{made.path}: {manifest.requests:,} requests, {made.size / 1e6:,.1f} MB, {locked}, {seconds:.1f} s.")
    if not manifest.encrypted:
        print(
            "The signing key is not in it, as it is not encrypted. Keep GIS_CAS_SECRET_KEY somewhere safe as well: "
            "without it staff must set up their second step of signing in anew."
        )
    for path in removed:
        print(f"Removed {path}.")
    for fault in made.faults:
        print(fault, file=sys.stderr)

"""A copy of the private database to play its journal onto, and the way back to a minute with both."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from gis_cas.backup.files import FileStore
from gis_cas.backup.journal import Base, base_for, bring_files, keep_files, prune, take_base
from gis_cas.commands.database import cluster_of
from gis_cas.commands.made import utc_now
from gis_cas.errors import BackupFailed
from gis_cas.settings import Settings
from gis_cas.store import embedded_binaries, embedded_files
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_archive import archives, copy_cluster
from gis_cas.store.embedded_locks import release, take_alone
from gis_cas.store.embedded_recovery import Recovery
from gis_cas.store.roles import OWNER
from gis_cas.store.snapshot import what_is_there

LATEST = "latest"
_EXAMPLE = "2026-11-25T14:00-05:00"


def make_base(settings: Settings, files: FileStore, *, keep: int) -> list[str]:
    """Copy the running private database and the files into the archive; what was done, a sentence each."""
    archive = settings.backup.archive
    if archive is None:
        raise BackupFailed("Set GIS_CAS_BACKUP_ARCHIVE to the folder that copies and the journal go to.")
    if cluster_of(settings).place.made_by() is None:
        raise BackupFailed("There is no private database in this data folder, and only that one's journal is archived.")
    with cluster_of(settings) as cluster:
        opened = cluster.connect_as_superuser()
        ready = archives(opened)
        opened.close()
        if not ready:
            raise BackupFailed("The private database does not archive its journal yet: start the service anew first.")
        server = cluster.binaries()
        base = take_base(
            archive,
            copy=lambda into: copy_cluster(cluster.place, server, into),
            clock=utc_now,
            postgresql_major=server.major,
            city_name=what_is_there(cluster.url(OWNER))[0],
        )
    new, faults = keep_files(archive, files)
    bases, pieces = prune(archive, keep=keep)
    return [
        f"{base.folder}: a copy of the database of {base.city_name}, and {new} new files",
        f"{bases} older copies and {pieces} pieces of the journal are not needed any more and are gone",
        *faults,
    ]


def restore_to(
    settings: Settings, archive: Path, to: str, replace: str | None, files: FileStore, say: Callable[[str], None]
) -> str:
    """Bring the private database back as it was at an instant; the present one is put aside. Says when that was."""
    if not settings.database.embedded:
        raise BackupFailed("Only the private database can go back to a minute; ask your database's administrator.")
    until = _instant(to)
    archive = archive.expanduser().absolute()
    base = base_for(archive, until)
    cluster = cluster_of(settings)
    say(f"From the copy of {base.finished_at:%Y-%m-%d %H:%M:%S} UTC")
    lock = take_alone(cluster.place.supervisor_lock)
    try:
        if lock is None or embedded_files.postmaster_pid(cluster.place) is not None:
            raise BackupFailed("The service is running with this database. Stop it first, then restore.")
        _refuse_unless_named(cluster, base, replace)
        reached = Recovery(
            place=cluster.place,
            server=embedded_binaries.choose(made_by=base.postgresql_major, where=base.folder),
            archive=archive,
            base=base.folder,
            until=until,
        ).run(make_room=lambda: _put_aside(cluster, say))
    finally:
        release(lock)
    say(f"{bring_files(archive, files):,} files are back")
    last = f"{reached:%Y-%m-%d %H:%M:%S} UTC" if reached else "the copy itself"
    return f"{base.city_name} is back; the last thing written to it is of {last}. Start it with: gis-cas run"


def _instant(to: str) -> datetime | None:
    if to == LATEST:
        return None
    try:
        until = datetime.fromisoformat(to)
    except ValueError:
        raise BackupFailed(f"Give the instant as {_EXAMPLE}, or {LATEST} for all there is.") from None
    if until.tzinfo is None:
        raise BackupFailed(f"Say in which time zone, as in {_EXAMPLE}.")
    return until


def _refuse_unless_named(cluster: EmbeddedCluster, base: Base, replace: str | None) -> None:
    if cluster.place.made_by() is not None and replace != base.city_name:
        raise BackupFailed(
            f"There is a database already in {cluster.place.cluster_dir}. To put it aside and bring the other one back "
            f'in its place, type: --replace "{base.city_name}"'
        )


def _put_aside(cluster: EmbeddedCluster, say: Callable[[str], None]) -> None:
    place = cluster.place.cluster_dir
    if place.exists():
        aside = place.with_name(f"{place.name}.before-{utc_now():%Y%m%dT%H%M%SZ}")
        place.rename(aside)
        say(f"The database that was here is in {aside}; remove it when it is not needed")

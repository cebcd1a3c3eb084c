"""What `gis-cas doctor` says about getting everything back: how old the last backup is, whether the journal is kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from gis_cas.backup.shelf import last_backup
from gis_cas.commands.finding import Finding
from gis_cas.settings import Settings
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_archive import ArchiverState, archiver_state, archives

_NIGHTLY_IS_OLD = timedelta(hours=50)
_MOST_WAITING = 10


def last_one(settings: Settings, *, now: datetime) -> Finding:
    """How old the last backup is; too old only where one is made every night."""
    last = last_backup(settings.data_dir)
    nightly = settings.backup.folder is not None
    if last is None:
        return Finding(
            what="Backup",
            well=not nightly,
            says="none was made with this data folder yet",
            remedy="Make one with: gis-cas backup. The nightly one needs the background work.",
        )
    hours = (now - last.finished_at) / timedelta(hours=1)
    faults = f"; {last.faults} files in it were damaged or missing" if last.faults else ""
    return Finding(
        what="Backup",
        well=not faults and not (nightly and now - last.finished_at > _NIGHTLY_IS_OLD),
        says=f"{last.file}, {hours:.0f} hours old, {last.requests:,} requests{faults}",
        remedy="Type gis-cas backup and read what it says.",
    )


def journal(settings: Settings, cluster: EmbeddedCluster) -> Iterator[Finding]:
    """Whether the running private cluster keeps its journal; nothing where it is not asked to."""
    if settings.backup.archive is None:
        return
    opened = cluster.connect_as_superuser()
    try:
        state = archiver_state(opened) if archives(opened) else None
    finally:
        opened.close()
    trouble = _trouble(state)
    kept = f"last piece kept at {state.last_kept_at:%Y-%m-%d %H:%M:%S} UTC" if state and state.last_kept_at else "new"
    yield Finding(
        what="Journal",
        well=trouble is None,
        says=trouble or f"archived in {settings.backup.archive}, {kept}",
        remedy="The reason stands at the end of the private database's log; until it is mended the data folder grows.",
    )


def _trouble(state: ArchiverState | None) -> str | None:
    if state is None:
        return "is not archived yet, as the database was started without GIS_CAS_BACKUP_ARCHIVE"
    if state.failing:
        return f"cannot be archived since {state.last_failed_at:%Y-%m-%d %H:%M:%S} UTC; {state.waiting} pieces wait"
    if state.waiting > _MOST_WAITING:
        return f"is archived too slowly: {state.waiting} pieces wait"
    return None

"""Every figure of this moment: the database's, and what the machine has left."""

import shutil
from contextlib import suppress
from datetime import datetime

from gis_cas.api.wiring import Wiring
from gis_cas.backup.shelf import last_backup
from gis_cas.store.operations import Figure, figures


def figures_of(wired: Wiring, *, now: datetime) -> list[Figure]:
    """The database's figures, the disk's that holds the data folder, and the last backup's."""
    folder = wired.whereabouts.data_dir
    found = figures(wired.engine, wired.public_engine, now=now)
    with suppress(OSError):
        about = "Bytes free on the disk that holds the data folder."
        found.append(Figure(name="disk_free_bytes", value=shutil.disk_usage(folder).free, about=about))
    last = last_backup(folder)
    if last is not None:
        age, about = (now - last.finished_at).total_seconds(), "Seconds since the last backup was made."
        found.append(Figure(name="backup_age_seconds", value=age, about=about))
        found.append(Figure(name="backup_bytes", value=last.size, about="Size of the last backup."))
    return found

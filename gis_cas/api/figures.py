"""Every figure of this moment: the database's, and what the machine has left."""

import shutil
from contextlib import suppress
from datetime import datetime

from gis_cas.api.wiring import Wiring
from gis_cas.store.operations import Figure, figures


def figures_of(wired: Wiring, *, now: datetime) -> list[Figure]:
    """The database's figures, and the disk's that holds the data folder."""
    found = figures(wired.engine, wired.public_engine, now=now)
    with suppress(OSError):
        about = "Bytes free on the disk that holds the data folder."
        found.append(Figure(name="disk_free_bytes", value=shutil.disk_usage(wired.data_dir).free, about=about))
    return found

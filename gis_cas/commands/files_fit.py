"""Whether files can be kept, and whether all that should be there are."""

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gis_cas.attachments.cabinet import Cabinet, Plan, open_cabinet
from gis_cas.attachments.scanners import ScannerAway
from gis_cas.attachments.stores import Area
from gis_cas.errors import FilesUnavailable
from gis_cas.settings import Settings

_NOBODYS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitness:
    """What an operator is told; `remedy` is empty when all is well."""

    says: str
    remedy: str = ""


def files_fit(settings: Settings, figures: Mapping[str, float]) -> Fitness:
    """Ask the store, the scanner and the rows."""
    given = settings.attachments
    where = f"bucket {given.bucket}" if given.bucket else str(given.folder or settings.data_dir)
    cabinet = open_cabinet(Plan(**given.cabinet(settings.data_dir)))
    if not _usable(cabinet, None if given.bucket else given.folder or settings.data_dir):
        return Fitness(says=f"{where} cannot be used", remedy="Check the GIS_CAS_ATTACHMENT_ settings and the rights.")
    if figures["files_missing"]:
        return Fitness(
            says=f"{figures['files_missing']:.0f} files are missing from {where}",
            remedy="Restore them from the backup; gis-cas attachments sweep looks again.",
        )
    try:
        cabinet.scanner.scan(io.BytesIO(b"gis_cas"))
    except ScannerAway:
        waiting = f"{figures['files_waiting']:.0f} files wait in quarantine"
        return Fitness(says=f"the virus scanner at {given.clamd} does not answer; {waiting}", remedy="Start clamd.")
    scanned = "scanned" if given.clamd else "not scanned"
    sealed = "also kept sealed for the Clerk" if given.records_recipient else "kept as clean copies only"
    return Fitness(says=f"in {where}, {scanned}, photos {sealed}")


def _usable(cabinet: Cabinet, folder: Path | None) -> bool:
    try:
        cabinet.store.has(Area.ATTACHMENTS, _NOBODYS)
    except FilesUnavailable:
        return False
    return folder is None or os.access(folder, os.W_OK)

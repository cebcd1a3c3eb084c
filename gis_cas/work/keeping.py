"""Daily work `backup` defers a job that makes the nightly backup; chore `keep files` copies new files to the archive.

The backup is made by a process of its own, as somebody would type it: it may take long, and what it needs of memory the
worker need not have.
"""

import logging
import os
import subprocess
import sys
from datetime import date

from sqlalchemy import Connection

from gis_cas.backup.files import StoreFiles
from gis_cas.backup.journal import keep_files
from gis_cas.errors import BackupFailed
from gis_cas.store.queue import defer_backup
from gis_cas.work.hands import Hands

log = logging.getLogger(__name__)

LIMIT_S = 3 * 3600.0


def every_night(hands: Hands, conn: Connection, _day: date) -> None:
    """Have the night's backup made, once however many nights were missed."""
    if hands.keeper.nightly:
        defer_backup(conn)


def run(hands: Hands) -> None:
    """Type the night's commands; raises BackupFailed with what they said when one fails."""
    for words in hands.keeper.nightly:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "gis_cas.cli", *words],
            env=dict(os.environ),  # environment: handed on to the child unread
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        if done.returncode != 0:
            raise BackupFailed(f"gis-cas {' '.join(words)}: {done.stderr.strip()[-600:]}")
        log.info("gis-cas %s: %s", " ".join(words), done.stdout.strip())


def copy_new_files(hands: Hands) -> None:
    """Bring what people sent since the last round to the archive of the journal."""
    if hands.keeper.archive is None:
        return
    new, faults = keep_files(hands.keeper.archive, StoreFiles(hands.cabinet.store))
    if new:
        log.info("%d files were copied to the archive", new)
    for fault in faults:
        log.warning("%s", fault)

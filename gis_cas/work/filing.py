"""Chores `look at files`: what waits in quarantine; `sweep files`: files without a row, rows without a file."""

import logging

from gis_cas.service_requests.look_again import look_again
from gis_cas.service_requests.sweep_files import sweep_files
from gis_cas.work.hands import Hands

log = logging.getLogger(__name__)


def look(hands: Hands) -> None:
    """Look at everything that waits; while the scanner is away, at nothing."""
    done = look_again(hands.office(), hands.cabinet, now=hands.clock())
    if done:
        log.info("%d files waited in quarantine and were looked at", done)


def sweep(hands: Hands) -> None:
    """One walk through the store and the rows."""
    swept = sweep_files(hands.engine, hands.cabinet, now=hands.clock())
    if swept.removed or swept.missing or swept.found_again:
        told = (swept.removed, swept.missing, swept.found_again)
        log.info("files: %d orphans removed, %d missing, %d found again", *told)

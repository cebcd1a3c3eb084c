"""Chore `follow calendar`: what was published for today takes effect today, in the locator and on the basemap too."""

import logging

from gis_cas.work.hands import Hands
from layers.publish import follow_calendar

log = logging.getLogger(__name__)


def run(hands: Hands) -> None:
    """Bring what was published for a day that has come into force."""
    with hands.engine.begin() as conn:
        changed = follow_calendar(conn, now=hands.clock())
    if changed:
        log.info("in force from today: %s", ", ".join(changed))

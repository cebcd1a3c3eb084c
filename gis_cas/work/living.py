"""Chore `beat`: say that this worker lives."""

import os

from gis_cas.store.queue import beat
from gis_cas.work.hands import Hands


def run(hands: Hands) -> None:
    """One beat, at the database's own time."""
    with hands.engine.begin() as conn:
        beat(conn, worker=hands.name, pid=os.getpid())

"""Chore `release`: give back what workers had in hand when they died."""

import logging
from datetime import timedelta

from gis_cas.store.stuck_jobs import give_back_from_the_dead
from gis_cas.work.hands import Hands

log = logging.getLogger(__name__)

DEAD_AFTER = timedelta(seconds=30)
"""A worker's heart beats every ten seconds."""


def run(hands: Hands) -> None:
    """Look once for jobs in dead hands."""
    with hands.engine.begin() as conn:
        given_back = give_back_from_the_dead(conn, silent_for=DEAD_AFTER)
    for job in given_back:
        log.warning("the worker that did %s %d died; the job is given back", job.task, job.id)

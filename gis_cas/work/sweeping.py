"""Chore `sweep`: give what lost its job a new one."""

import logging
from datetime import timedelta

from gis_cas.store.queue import defer_locate, unlocated_since
from gis_cas.work.hands import Hands

log = logging.getLogger(__name__)

UNLOCATED_AFTER = timedelta(seconds=60)


def run(hands: Hands) -> None:
    """One sweep."""
    with hands.engine.begin() as conn:
        waiting = unlocated_since(conn, hands.clock() - UNLOCATED_AFTER)
        deferred = defer_locate(conn, waiting) if waiting else 0
    if deferred:
        log.info("%d requests that nobody located are tried again", deferred)

"""Chore `sweep`: give what lost its job a new one, and forget what ran out."""

import logging
from datetime import timedelta

from gis_cas.store.queue import defer_locate, forget_beats, forget_keys, unlocated_since
from gis_cas.work.hands import Hands

log = logging.getLogger(__name__)

UNLOCATED_AFTER = timedelta(seconds=60)
BEATS_KEPT_FOR = timedelta(days=1)


def run(hands: Hands) -> None:
    """One sweep."""
    now = hands.clock()
    with hands.engine.begin() as conn:
        waiting = unlocated_since(conn, now - UNLOCATED_AFTER)
        deferred = defer_locate(conn, waiting) if waiting else 0
        forget_keys(conn, before=now)
        forget_beats(conn, before=now - BEATS_KEPT_FOR)
    if deferred:
        log.info("%d requests that nobody located are tried again", deferred)

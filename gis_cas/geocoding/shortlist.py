"""Which candidates are an answer, and how far the doubtful ones may be trusted."""

from collections.abc import Sequence
from dataclasses import replace

from gis_cas.domain.candidate import Candidate
from gis_cas.geocoding.scoring import SURE, WITHIN

DOUBTFUL_RADIUS_FT = 2640.0
"""Half a mile: where words contradict what is on file, the place meant may be another one altogether. It is wider than
any radius at which a city decides, so that a lone doubtful candidate can never route by itself."""


def shortlist(found: Sequence[Candidate], *, limit: int) -> tuple[Candidate, ...]:
    """Best first, at most `limit`: every candidate within 5 points of the best, and every one of 80 or more.

    Equal scores stand in the order of their labels. The same place found twice is kept once, with its better score.
    Candidates under 80 get a radius of at least half a mile and name no segment: nothing may be decided on the road of
    an address that may be another.
    """
    ordered = sorted(found, key=lambda one: (-one.score, one.label, one.position.lon, one.position.lat))
    seen: set[tuple[object, ...]] = set()
    kept: list[Candidate] = []
    for one in ordered:
        identity = (one.label, one.match_type, one.position)
        if identity in seen:
            continue
        seen.add(identity)
        kept.append(one)
    if not kept:
        return ()
    least = min(kept[0].score - WITHIN, SURE)
    return tuple(_doubted(one) for one in kept if one.score >= least)[:limit]


def _doubted(one: Candidate) -> Candidate:
    if one.score >= SURE:
        return one
    radius_ft = max(one.error_radius_ft, DOUBTFUL_RADIUS_FT)
    return replace(one, error_radius_ft=radius_ft, segment_key=None, side=None)

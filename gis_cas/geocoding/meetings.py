"""The stages for two streets that meet, named in any order and under any of the names they have at that place."""

import math
from collections.abc import Sequence
from itertools import permutations

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import ranges, scoring
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.names import split_key, street_key
from gis_cas.geocoding.nearness import central, clusters
from gis_cas.geocoding.nodes import Crossing
from gis_cas.geocoding.readings import CrossingRead
from gis_cas.store.locator_rows import SegmentRow

CORNER_FT = ranges.SIDE_OFFSET_FT
"""From the middle of a crossing to the edge of its rights-of-way."""

INTERCHANGE_FT = 1320.0
"""An interchange is its ramps too, a quarter of a mile around, 95 %."""

ONE_CROSSING_FT = 200.0
"""Crossings of the same two streets within this are one: a divided road has several nodes."""


def exact(ground: Ground, read: CrossingRead) -> list[Candidate]:
    """Crossings at which both names are whole keys."""
    rows = ground.gazetteer.meetings(first={"names": [read.first]}, second={"names": [read.second]})
    return _weigh(ground, read, rows, whole=True)


def repaired(ground: Ground, read: CrossingRead) -> list[Candidate]:
    """Crossings of streets of these names, whatever their directionals and types: few people say them at a corner."""
    rows = ground.gazetteer.meetings(
        first={"bases": scoring.wanted(read.first).bases}, second={"bases": scoring.wanted(read.second).bases}
    )
    return _weigh(ground, read, rows, whole=True) or _weigh(ground, read, rows, whole=False)


def _weigh(ground: Ground, read: CrossingRead, rows: Sequence[Crossing], *, whole: bool) -> list[Candidate]:
    by_cost: dict[float, list[Crossing]] = {}
    for row in rows:
        cost = _cost(ground, read, row)
        if cost is not None and (cost == 0 or not whole):
            by_cost.setdefault(cost, []).append(row)
    found = []
    for cost, fitting in by_cost.items():
        for site in clusters(fitting, reach_ft=ONE_CROSSING_FT):
            segments = ground.gazetteer.segments
            postal = ground.gazetteer.postal.cost(
                read.tail, zips=[segments[leg].zip for row in site for leg in row.legs]
            )
            if postal is None:
                continue
            middle, spread_ft = central(site)
            accuracy_ft = ground.gazetteer.accuracy_ft("intersections")
            found.append(
                Candidate(
                    label=middle.name,
                    position=ground.projection.to_position(x_ft=middle.x_ft, y_ft=middle.y_ft),
                    score=scoring.FULL - read.cost - cost - postal,
                    match_type=MatchType.STREET_INTERSECTION,
                    error_radius_ft=math.hypot(around_ft(read), accuracy_ft, spread_ft),
                )
            )
    return found


def _cost(ground: Ground, read: CrossingRead, row: Crossing) -> float | None:
    """The least that fitting both names to two different streets at this crossing costs."""
    costs = [
        one + other
        for first, second in permutations([ground.gazetteer.segments[leg] for leg in row.legs], 2)
        if (one := _fit(read.first, first)) is not None
        and (other := _fit(read.second, second)) is not None
        and two_streets(read, first, second)
    ]
    return min(costs, default=None)


def around_ft(read: CrossingRead) -> float:
    """How far what the words name reaches from where the two streets meet, 95 %."""
    return INTERCHANGE_FT if read.ramps else CORNER_FT


def two_streets(read: CrossingRead, first: SegmentRow, second: SegmentRow) -> bool:
    """Whether two legs are two streets in the words' own terms.

    "Federal & US 1" are two names of one street, however many of its blocks end here; "SR 804 & US 1" is where one of
    them turns off. Two names that are the same ("Ocean & Ocean") ask for two streets that differ in more than a
    directional.
    """
    if read.first == read.second:
        one, other = split_key(street_key(first.street)), split_key(street_key(second.street))
        return (one.base, one.type) != (other.base, other.type)
    return _worse(read.first, second, first) or _worse(read.second, first, second)


def _worse(asked: str, leg: SegmentRow, than: SegmentRow) -> bool:
    """Whether the name fits one leg worse than the other."""
    here, there = _fit(asked, leg), _fit(asked, than)
    return here is None or (there is not None and here > there)


def _fit(asked: str, leg: SegmentRow) -> float | None:
    return scoring.best_cost(asked, leg.keys, own_name=leg.street, missing=scoring.MISSING_AT_CROSSING)

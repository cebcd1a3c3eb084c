"""The stage for two streets that do not meet on file but nearly do: ramps, bridges, a jog, an end left short."""

import math
from dataclasses import dataclass

import numpy as np
import shapely

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import scoring
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.meetings import ONE_CROSSING_FT, around_ft, two_streets
from gis_cas.geocoding.nearness import central, clusters
from gis_cas.geocoding.readings import CrossingRead
from gis_cas.store.locator_rows import SegmentRow

NEAR_FT = 300.0
"""Streets that come no closer are not said to meet."""

CROSS_WITHOUT_MEETING = 4.0
NO_MEETING = 8.0
FT_PER_POINT = 30.0


@dataclass(frozen=True, slots=True)
class _Approach:
    x_ft: float
    y_ft: float
    apart_ft: float
    cost: float
    name: str
    zip: str | None


def nearly(ground: Ground, read: CrossingRead) -> list[Candidate]:
    """Where the two come closest: over each other (a bridge), or within 300 ft."""
    sides = [_streets(ground, key) for key in (read.first, read.second)]
    if not all(sides):
        return []
    approaches = _approaches(read, *sides)
    found = []
    for place in clusters(approaches, reach_ft=ONE_CROSSING_FT):
        closest = min(place, key=lambda one: (one.cost, one.apart_ft, one.name))
        postal = ground.gazetteer.postal.cost(read.tail, zips=[one.zip for one in place])
        if postal is None:
            continue
        _, spread_ft = central(place)
        apart = NO_MEETING + closest.apart_ft / FT_PER_POINT if closest.apart_ft else CROSS_WITHOUT_MEETING
        radius_ft = math.hypot(around_ft(read), ground.gazetteer.accuracy_ft("streets"), spread_ft, closest.apart_ft)
        found.append(
            Candidate(
                label=closest.name,
                position=ground.projection.to_position(x_ft=closest.x_ft, y_ft=closest.y_ft),
                score=scoring.FULL - read.cost - closest.cost - postal - apart,
                match_type=MatchType.STREET_INTERSECTION,
                error_radius_ft=radius_ft,
                note="They do not meet on file; this is where they come closest.",
            )
        )
    return found


def _streets(ground: Ground, key: str) -> list[tuple[SegmentRow, float]]:
    """The segments that fit a key best."""
    gazetteer = ground.gazetteer
    fitting = []
    for number in gazetteer.of_names(bases=scoring.wanted(key).bases):
        segment = gazetteer.segments[number]
        cost = scoring.best_cost(key, segment.keys, own_name=segment.street, missing=scoring.MISSING_AT_CROSSING)
        if cost is not None:
            fitting.append((segment, cost))
    least = min((cost for _, cost in fitting), default=0.0)
    return [pair for pair in fitting if pair[1] <= least]


def _approaches(
    read: CrossingRead, first: list[tuple[SegmentRow, float]], second: list[tuple[SegmentRow, float]]
) -> list[_Approach]:
    lines = np.array([segment.line for segment, _ in second], dtype=object)
    asked = np.array([segment.line for segment, _ in first], dtype=object)
    pairs, apart = shapely.STRtree(lines).query_nearest(
        asked, max_distance=NEAR_FT, return_distance=True, all_matches=False
    )
    if not len(apart):
        return []
    kept = apart <= (0.0 if apart.min() == 0 else apart.min() + ONE_CROSSING_FT / 4)
    found = []
    for (one, other), distance in zip(pairs.T[kept], apart[kept], strict=True):
        short = shapely.shortest_line(asked[one], lines[other])
        middle = short.interpolate(0.5, normalized=True)
        (street, cost), (crossed, other_cost) = first[one], second[other]
        if street.street == crossed.street or not two_streets(read, street, crossed):
            continue
        names = " & ".join(sorted((street.street, crossed.street)))
        found.append(_Approach(middle.x, middle.y, float(distance), cost + other_cost, names, street.zip))
    return found

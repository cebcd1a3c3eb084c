"""Address points beside their centrelines, a million at once: whose number, side or distance is not its segment's.

Drawn as lines from each point to its segment they look like the bones of a fish, and a wrong one stands out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Point

from gis_cas.geocoding.ranges import NumberRange, ranges_of
from gis_cas.store.locator_rows import SegmentRow

FAR_FROM_ITS_STREET_FT = 600.0
ONE_PLACE_FT = 3.0
_EITHER, _EVEN, _ODD = -1, 0, 1
_PARITY = {None: _EITHER, "even": _EVEN, "odd": _ODD}
_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Address points as columns; `segment_keys` are what they say about themselves; feet in the city's CRS."""

    keys: Sequence[str]
    numbers: NDArray[np.int64]
    streets: Sequence[str]
    units: Sequence[str | None]
    zips: Sequence[str | None]
    segment_keys: Sequence[str | None]
    xy_ft: NDArray[np.float64]


def sides_of(segment: SegmentRow) -> tuple[NumberRange, ...]:
    """The sides of a segment that have numbers."""
    return ranges_of(
        left=segment.left, right=segment.right, parity_left=segment.parity_left, parity_right=segment.parity_right
    )


def contradicting(points: Points, segments: Sequence[SegmentRow]) -> Iterator[tuple[int, SegmentRow, Point, str]]:
    """Which points contradict the segment they name, that segment, the nearest spot on it, and in what they do."""
    places = {segment.segment_key: place for place, segment in enumerate(segments)}
    own = np.array([-1 if key is None else places.get(key, -1) for key in points.segment_keys], dtype=np.int64)
    asked = np.flatnonzero(own >= 0)
    if not len(asked):
        return
    own, numbers = own[asked], points.numbers[asked]
    spans, holds = _fit(segments, own, numbers)
    lines = np.array([segment.line for segment in segments], dtype=object)[own]
    spots = np.asarray(shapely.points(points.xy_ft[asked]))
    along = shapely.line_locate_point(lines, spots)
    away_ft = shapely.distance(lines, spots)
    has_sides = np.array([bool(sides_of(segment)) for segment in segments])[own]
    one_side = (holds.sum(axis=1) == 1) & (away_ft > ONE_PLACE_FT)
    wrong_side = one_side & (_on_left(lines, along, points.xy_ft[asked]) != holds[:, 0])
    far = away_ft > FAR_FROM_ITS_STREET_FT
    outside = has_sides & ~spans.any(axis=1)
    other_parity: NDArray[np.bool_] = np.logical_and(spans.any(axis=1), ~holds.any(axis=1))
    for place in np.flatnonzero(far | outside | other_parity | wrong_side).tolist():
        segment = segments[own[place]]
        if far[place]:
            said = f"lies {away_ft[place]:,.0f} ft from its street"
        elif outside[place]:
            said = "has a number outside the ranges of its segment"
        elif other_parity[place]:
            said = "has a number of the other parity than its segment's ranges"
        else:
            side = _SIDES[0 if holds[place, 0] else 1]
            said = f"lies on the other side of the street than its number, which is {side}"
        yield int(asked[place]), segment, segment.line.interpolate(along[place]), said


def _fit(
    segments: Sequence[SegmentRow], own: NDArray[np.int64], numbers: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether the left and right ranges of each point's segment span its number, and whether they also hold it."""
    low, high = np.zeros((len(segments), 2), dtype=np.int64), np.full((len(segments), 2), -1, dtype=np.int64)
    parity = np.full((len(segments), 2), _EITHER)
    for place, segment in enumerate(segments):
        for side in sides_of(segment):
            at = _SIDES.index(side.side)
            low[place, at], high[place, at] = sorted((side.first, side.last))
            parity[place, at] = _PARITY.get(side.parity_in_force, _EITHER)
    number = numbers[:, None]
    spans = (low[own] <= number) & (number <= high[own])
    return spans, spans & ((parity[own] == _EITHER) | (parity[own] == number % 2))


def _on_left(lines: NDArray[np.object_], along: NDArray[np.float64], xy_ft: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each spot lies to the left of its line, seen in the line's direction."""
    lengths = shapely.length(lines)
    behind = shapely.get_coordinates(shapely.line_interpolate_point(lines, np.maximum(along - 1, 0)))
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(lines, np.minimum(along + 1, lengths)))
    way, off = ahead - behind, xy_ft - behind
    turned: NDArray[np.bool_] = way[:, 0] * off[:, 1] - way[:, 1] * off[:, 0] > 0
    return turned

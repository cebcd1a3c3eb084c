"""How this city numbers its lots: measured where it has address points, assumed where it has none."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from shapely import Point

from gis_cas.geocoding import ranges
from gis_cas.store.locator_rows import AddressRow, SegmentRow

LEAST_POINTS = 200
"""Fewer address points on ranges say too little about the others."""

SAMPLE = 1_500
COVERED = 0.95
OFFSETS_FT = (15.0, 100.0)
SHARES = (0.2, 0.6)
"""What is measured is believed only between these: points on file may be drawn from the ranges themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How far off the centreline lots lie, and the half-width of the 95 % interval along it as a share of its length.

    `measured` is how many address points say so; 0 means that the defaults stand.
    """

    side_offset_ft: float = ranges.SIDE_OFFSET_FT
    along_share: float = ranges.ALONG_SHARE
    measured: int = 0


def habits(points: Sequence[AddressRow], segments: Mapping[str, SegmentRow]) -> Habits:
    """Interpolate address points as if they were unknown, and see how far off they lie."""
    step = max(1, len(points) // SAMPLE)
    seen = [found for point in points[::step] if (found := _seen(point, segments)) is not None]
    if len(seen) < LEAST_POINTS:
        return Habits()
    away = np.array([away_ft for _, away_ft, _, _ in seen])
    offset_ft = float(np.clip(np.median(away), *OFFSETS_FT))
    shares = []
    for point, _, segment, side in seen:
        x_ft, y_ft = ranges.point_at(
            segment.line, fraction=side.fraction(point.number), side=side.side, offset_ft=offset_ft
        )
        off_ft = math.dist((x_ft, y_ft), (point.x_ft, point.y_ft))
        shares.append(math.sqrt(max(off_ft**2 - ranges.ACROSS_FT**2, 0.0)) / segment.line.length)
    share = float(np.clip(np.quantile(shares, COVERED), *SHARES))
    return Habits(side_offset_ft=offset_ft, along_share=share, measured=len(seen))


def _seen(
    point: AddressRow, segments: Mapping[str, SegmentRow]
) -> tuple[AddressRow, float, SegmentRow, ranges.NumberRange] | None:
    segment = segments.get(point.segment_key or "")
    if segment is None or point.unit is not None or segment.line.length == 0:
        return None
    sides = ranges.ranges_of(
        left=segment.left, right=segment.right, parity_left=segment.parity_left, parity_right=segment.parity_right
    )
    holding = [side for side in sides if side.holds(point.number)]
    if len(holding) != 1:
        return None
    return point, segment.line.distance(Point(point.x_ft, point.y_ft)), segment, holding[0]

"""A flat frame in feet around the city, good to one part in two thousand, in which the demonstration city is drawn.

Shapes stay in longitude and latitude (EPSG:4326, degrees, rounded to 7 decimals); only distances, offsets and buffers
pass through this frame. The service itself measures in EPSG:2881.
"""

import math
from collections.abc import Iterable
from typing import Literal, TypeAlias, TypeVar

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

LonLat: TypeAlias = tuple[float, float]

G = TypeVar("G", bound=BaseGeometry)

ORIGIN_LON = -80.07
ORIGIN_LAT = 26.53
FT_PER_DEG_LON = 326_981.6
FT_PER_DEG_LAT = 363_503.8
DECIMALS = 7
GRID_DEG = 1e-7


def rounded(point: LonLat) -> LonLat:
    """Put a point on the 7-decimal grid on which every published vertex lies."""
    return round(point[0], DECIMALS), round(point[1], DECIMALS)


def to_ft(point: LonLat) -> tuple[float, float]:
    """Degrees to feet east and north of the frame's origin."""
    return (point[0] - ORIGIN_LON) * FT_PER_DEG_LON, (point[1] - ORIGIN_LAT) * FT_PER_DEG_LAT


def from_ft(x_ft: float, y_ft: float) -> LonLat:
    """Feet in the frame back to degrees, on the 7-decimal grid."""
    return rounded((x_ft / FT_PER_DEG_LON + ORIGIN_LON, y_ft / FT_PER_DEG_LAT + ORIGIN_LAT))


def shape_to_ft(shape: G) -> G:
    """A whole geometry from degrees to feet in the frame."""
    return shapely.transform(shape, lambda c: (c - (ORIGIN_LON, ORIGIN_LAT)) * (FT_PER_DEG_LON, FT_PER_DEG_LAT))


def shape_from_ft(shape: G) -> G:
    """A whole geometry from feet back to degrees, every vertex on the 7-decimal grid."""
    return shapely.transform(
        shape, lambda c: (c / (FT_PER_DEG_LON, FT_PER_DEG_LAT) + (ORIGIN_LON, ORIGIN_LAT)).round(DECIMALS)
    )


def buffer_ft(shape: BaseGeometry, distance_ft: float, *, flat: bool = False) -> BaseGeometry:
    """Buffer degrees by feet; `flat` cuts the ends of lines square."""
    cap: Literal["flat", "round"] = "flat" if flat else "round"
    return shape_from_ft(shape_to_ft(shape).buffer(distance_ft, quad_segs=4, cap_style=cap))


def length_ft(path: Iterable[LonLat]) -> float:
    """Length of a path of degrees, in feet."""
    return float(shape_to_ft(LineString(list(path))).length)


def beside(path: list[LonLat], share: float, offset_ft: float) -> LonLat:
    """The point at a share (0 to 1) of a path's length, moved sideways: positive is left of travel."""
    line = shape_to_ft(LineString(path))
    at = line.interpolate(share, normalized=True)
    span_ft = min(5.0, line.length / 4)
    here = line.project(at)
    back, ahead = line.interpolate(max(0.0, here - span_ft)), line.interpolate(min(line.length, here + span_ft))
    dx, dy = ahead.x - back.x, ahead.y - back.y
    norm = math.hypot(dx, dy)
    return from_ft(at.x - dy / norm * offset_ft, at.y + dx / norm * offset_ft)

"""Districts of the demonstration city as its source draws them, and what shapely alone says about a spot."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection

SOURCE = Path(__file__).parents[2] / "layers" / "boynton_beach" / "data" / "commission_districts.geojson"
ACCURACY_FT = 10.0


class Expected(NamedTuple):
    """What should be recorded at a spot; `key` is None where no district is."""

    key: str | None
    on_the_line: bool = False
    others: tuple[str, ...] = ()


@cache
def outlines(projection: Projection) -> Mapping[str, BaseGeometry]:
    """District key -> its outline in feet; borders are straight in degrees, so each is cut finely before."""
    features = json.loads(SOURCE.read_text(encoding="utf-8"))["features"]
    fine = {one["properties"]["district"]: shape(one["geometry"]).segmentize(0.0005) for one in features}
    return {key: shapely.transform(outline, projection.array_to_ft) for key, outline in fine.items()}


def expected(position: Position, radius_ft: float, projection: Projection) -> Expected:
    """The district by the rule as it is written down: on a border, the lowest key of those that meet there."""
    spot = shapely.Point(projection.to_ft(position))
    areas = outlines(projection)
    feet = {key: spot.distance(area.boundary) for key, area in areas.items()}
    inside = [key for key, area in areas.items() if area.contains(spot)]
    on_line = [key for key in areas if feet[key] <= ACCURACY_FT]
    if on_line:
        meeting = sorted({*on_line, *inside})
        return Expected(meeting[0], on_the_line=True, others=tuple(meeting[1:]))
    if not inside:
        return Expected(None)
    near = [key for key in areas if key != inside[0] and feet[key] <= radius_ft + ACCURACY_FT]
    return Expected(inside[0], others=tuple(sorted(near)))


def beside_border(projection: Projection, one: str, other: str, *, part: float, feet: float) -> Position:
    """So many feet to the left of the border that two districts share, that part (0-1) of the way along it."""
    areas = outlines(projection)
    border = shapely.line_merge(areas[one].boundary.intersection(areas[other].boundary))
    line = max(shapely.get_parts(border), key=lambda piece: piece.length)
    spot = (
        line.offset_curve(feet).interpolate(part, normalized=True) if feet else line.interpolate(part, normalized=True)
    )
    return projection.to_position(x_ft=spot.x, y_ft=spot.y)

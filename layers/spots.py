"""The spots at which a city is proved: address points, the middle of every centreline, and a grid."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.locator import all_addresses
from gis_cas.store.proof_ground import Midpoint, midpoints

FT_PER_M: Final = 3937 / 1200
STEP_M: Final = 25.0
AROUND_FT: Final = 330.0
"""How far the grid goes beyond what is the city's own: a stone's throw into the neighbour's."""

MOST_ADDRESSES: Final = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One exact spot; `kind` is address, centreline, grid or border, `segment_key` the street segment of an address."""

    kind: str
    key: str
    position: Position
    segment_key: str | None = None


def addresses(connection: Connection) -> list[Spot]:
    """Every address point in force."""
    return [
        Spot(kind="address", key=row.address_key, position=row.position, segment_key=row.segment_key)
        for row in all_addresses(connection, most=MOST_ADDRESSES) or []
    ]


def centrelines(connection: Connection, publications: Mapping[str, int], *, projection: Projection) -> list[Spot]:
    """The middle of every line of these layers."""
    return [_middle(one, projection) for one in midpoints(connection, publications=publications.values())]


def grid(area: BaseGeometry, *, step_ft: float, projection: Projection, kind: str = "grid") -> Iterator[Spot]:
    """The points of a grid that lie in an area (feet of the city's CRS); the grid stands still whatever the area."""
    if area.is_empty:
        return
    west, south, east, north = area.bounds
    columns = np.arange(np.ceil(west / step_ft), np.floor(east / step_ft) + 1) * step_ft
    shapely.prepare(area)
    for y_ft in np.arange(np.ceil(south / step_ft), np.floor(north / step_ft) + 1) * step_ft:
        for x_ft in columns[shapely.contains_xy(area, columns, y_ft)]:
            yield spot(kind, x_ft=float(x_ft), y_ft=float(y_ft), projection=projection)


def spot(kind: str, *, x_ft: float, y_ft: float, projection: Projection) -> Spot:
    """A spot that is named by its feet."""
    position = projection.to_position(x_ft=x_ft, y_ft=y_ft)
    return Spot(kind=kind, key=f"{x_ft:.0f} {y_ft:.0f}", position=position)


def around(own: Iterable[BaseGeometry], *, everything: Iterable[BaseGeometry]) -> BaseGeometry:
    """The city's own areas without their holes, and of the ground around them what any owner holds: not the sea."""
    inside = _filled(own)
    near = shapely.buffer(inside, AROUND_FT, quad_segs=4)
    held = _filled(shapely.clip_by_rect(shape, *near.bounds) for shape in everything)
    return inside.union(near.intersection(held))


def _filled(areas: Iterable[BaseGeometry]) -> BaseGeometry:
    joined = shapely.union_all(list(areas))
    return shapely.union_all([shapely.polygons(ring) for ring in _outlines(joined)])


def _outlines(shape: BaseGeometry) -> list[shapely.LinearRing]:
    return [part.exterior for part in shapely.get_parts(shape) if isinstance(part, shapely.Polygon)]


def _middle(one: Midpoint, projection: Projection) -> Spot:
    position = projection.to_position(x_ft=one.x_ft, y_ft=one.y_ft)
    return Spot(kind="centreline", key=one.feature_key, position=position)

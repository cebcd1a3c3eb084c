"""Whether features lie where the layer's CRS says: swapped axes, two CRS in one file, another part of the world."""

from collections.abc import Iterator
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Transformer

from gis_cas.geo.position import Box
from layers.problem import Problem

DEGREES: Final = CRS("EPSG:4326")

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


def misplaced(frame: gpd.GeoDataFrame, where: str, surroundings: Box) -> Iterator[Problem]:
    """A problem for each feature that lies outside the city's surroundings (EPSG:4326), with what it looks like."""
    shapes = np.asarray(frame.geometry.array)
    box = (surroundings.west, surroundings.south, surroundings.east, surroundings.north)
    in_degrees = bool(frame.crs.is_geographic)
    bounds = box if frame.crs.equals(DEGREES, ignore_axis_order=True) else _moved(box, frame.crs)
    if not np.isfinite(bounds).all():
        return
    around = shapely.box(*bounds)
    shapely.prepare(around)
    lost = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes) | shapely.intersects(around, shapes))
    for at in np.flatnonzero(lost):
        x, y = shapely.get_coordinates(shapes[at])[0]
        if not np.isfinite((x, y)).all():
            continue  # said already
        sentence = _likely(x, y, bounds, box, frame.crs, in_degrees=in_degrees)
        yield Problem(where=f"{where}, feature {frame['feature_key'].iloc[at]}", sentence=sentence)


def _moved(box: Bounds, crs: Any) -> Bounds:
    """The surroundings in the layer's own CRS, near enough to tell one part of the world from another."""
    to_layer = Transformer.from_crs(DEGREES, crs, always_xy=True)
    west, south, east, north = box
    moved: Bounds = to_layer.transform_bounds(west, south, east, north, densify_pts=21)
    return moved


def _likely(x: float, y: float, bounds: Bounds, box: Bounds, crs: Any, *, in_degrees: bool) -> str:
    if _inside(y, x, bounds):
        if in_degrees:
            return "Latitude and longitude look swapped: GeoJSON and this loader want longitude first."
        return f"Its coordinates look swapped: {crs.to_string()} is read easting first, northing second."
    if in_degrees and (abs(x) > 180 or abs(y) > 90):  # noqa: PLR2004 - there are no more degrees
        return f"{x:.1f}, {y:.1f} are no degrees: it is in another CRS than the layer; give each CRS a file of its own."
    if not in_degrees and (_inside(x, y, box) or _inside(y, x, box)):
        return (
            f"{x:.4f}, {y:.4f} look like degrees, where the layer is in {crs.to_string()}; "
            "give each CRS a file of its own."
        )
    return f"It lies at {x:.4f}, {y:.4f}, far outside the city's surroundings in city.toml."


def _inside(x: float, y: float, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return bool(west <= x <= east and south <= y <= north)

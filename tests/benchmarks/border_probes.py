"""Where limits are hardest: along every edge, at every corner, in enclaves and gaps, at sea, where mail misleads."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from tests.benchmarks.area_oracle import Floats, Shapes, edges_of, in_feet
from tests.benchmarks.county_city import PIPELINE, read_county, read_towns

FT_PER_M: Final = 3937 / 1200
OFFSETS_M: Final = (0.5, 2.0, 10.0)
RADII_M: Final = (0.3, 2.0, 10.0, 30.0)
SPACING_FT: Final = 200.0
GAP_M: Final = 30.0
PER_AREA: Final = 40
AT_SEA: Final = 2_000


@dataclass(frozen=True, slots=True)
class Probes:
    """Points in the city's feet with the kind of place each stands for."""

    points: Floats
    kinds: list[str]


def probes(source: Path, *, share: float) -> Probes:
    """All probe points, or about this share of them evenly taken."""
    chance = np.random.default_rng(39)
    towns = read_towns(source)
    shapes = in_feet(np.asarray(towns.geometry.array), PIPELINE, cut=False)
    county = in_feet(np.asarray(read_county(source).geometry.array), PIPELINE, cut=False)
    kinds: dict[str, Floats] = dict(_beside_edges(np.concatenate([shapes, county])))
    kinds["at a corner"] = shapely.get_coordinates(shapes)
    together = shapely.union_all(shapes)
    pockets = [shapely.Polygon(ring) for part in shapely.get_parts(together) for ring in part.interiors]
    kinds["in a county pocket"] = _inside(pockets, chance)
    kinds["in a gap under 30 m"] = _inside(_gaps(together), chance)
    west, south, east, north = shapely.total_bounds(county)
    around = chance.uniform((west, south), (east + 20_000, north), (40 * AT_SEA, 2))
    sea = around[~shapely.contains_xy(shapely.union_all(np.concatenate([county, shapes])), around)]
    kinds["outside county and towns"] = sea[:AT_SEA]
    zips = gpd.read_file(source, layer="zip_centroids").to_crs(4326)
    kinds["a ZIP's centroid"] = shapely.get_coordinates(in_feet(np.asarray(zips.geometry.array), PIPELINE, cut=False))
    if share < 1:
        kinds = {
            kind: points[chance.random(len(points)) < max(share, 20 / len(points))] for kind, points in kinds.items()
        }
    names = [kind for kind, points in kinds.items() for _ in range(len(points))]
    return Probes(np.concatenate(list(kinds.values())), names)


def _beside_edges(shapes: Shapes) -> Iterator[tuple[str, Floats]]:
    starts, ends, _ = edges_of(shapely.get_rings(shapely.get_parts(shapes)))
    run = ends - starts
    length = np.hypot(run[:, 0], run[:, 1])
    times = np.ceil(length / SPACING_FT).astype(int)
    edge = np.repeat(np.arange(len(times)), times)
    place = np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times)
    middle = starts[edge] + run[edge] * ((place + 0.5) / times[edge])[:, None]
    across = np.column_stack([-run[:, 1], run[:, 0]])[edge] / length[edge][:, None]
    for offset_m in OFFSETS_M:
        away = across * offset_m * FT_PER_M
        yield f"{offset_m:g} m from an edge", np.concatenate([middle + away, middle - away])


def _gaps(together: shapely.Geometry) -> list[shapely.Polygon]:
    """County land between towns that growing the towns by half of `GAP_M` closes."""
    half_ft = GAP_M / 2 * FT_PER_M
    grown = shapely.buffer(together, half_ft, join_style="mitre")
    closed = shapely.buffer(grown, -half_ft, join_style="mitre")
    return [part for part in shapely.get_parts(shapely.difference(closed, together)) if part.area > half_ft**2]


def _inside(areas: list[shapely.Polygon], chance: np.random.Generator) -> Floats:
    found: list[Floats] = []
    for area in areas:
        west, south, east, north = area.bounds
        tried = chance.uniform((west, south), (east, north), (PER_AREA * 40, 2))
        found.append(tried[shapely.contains_xy(area, tried)][:PER_AREA])
    return np.concatenate(found)

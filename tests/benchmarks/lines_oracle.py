"""Whose it truly is at a true spot, by locus, worked out with shapely alone: no radius, no accuracy, no doubt.

On a road lies what is within a street's half-width; where two overlap, the State's comes first. What must be on a road
and is within no half-width is on the street whose half-width is nearest, 150 ft from its centreline at most. What may
lie beside a road is on it, else in a park where parks count, else the service's department's.
"""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from tests.benchmarks.area_oracle import Floats, Shapes, Whole
from tests.benchmarks.lines_city import IN_PARKS, ROAD_REACH_FT, STATE, Frames, Kind

Names = NDArray[Any]

NOBODY: Final = ""
FURTHEST_FT: Final = 160.0


def feet_of(frame: gpd.GeoDataFrame, pipeline: str) -> Shapes:
    """A layer's shapes in the city's feet."""
    transformer = Transformer.from_pipeline(pipeline)
    shapes = np.asarray(frame.geometry.array)
    moved: Shapes = shapely.transform(shapes, lambda at: np.column_stack(transformer.transform(at[:, 0], at[:, 1])))
    return moved


class LinesOracle:
    """The owner of any service's thing at true spots (feet)."""

    def __init__(self, frames: Frames, pipeline: str) -> None:
        self.streets = feet_of(frames.streets, pipeline)
        self.half_width_ft: Floats = frames.streets["half_width_ft"].to_numpy(dtype=float)
        self.is_state = (frames.streets["owner"] == STATE).to_numpy()
        self._tree = shapely.STRtree(self.streets)
        self.limits = feet_of(frames.limits, pipeline)[0]
        self._areas = {
            layer: (shapely.STRtree(feet_of(frame, pipeline)), frame["owner"].to_numpy(dtype=object))
            for layer, frame in (("parks", frames.parks), ("council", frames.council), ("police", frames.police))
        }

    def nearest_street(self, points_ft: Floats) -> Whole:
        """The street that is nearest to each point, alleys and all."""
        points: Any = shapely.points(points_ft)
        nearest: Any = self._tree.nearest(points)
        return np.asarray(nearest)

    def at(self, points_ft: Floats) -> "TrueSpots":
        """What is needed to name the owner of any service at these spots."""
        points: Any = shapely.points(points_ft)
        point, street = self._tree.query(points, predicate="dwithin", distance=FURTHEST_FT)
        feet = shapely.distance(points[point], self.streets[street])
        gap = feet - self.half_width_ft[street]
        state = self.is_state[street]
        count = len(points)
        on_state, on_city = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
        on_state[point[(gap <= 0) & state]] = True
        on_city[point[(gap <= 0) & ~state]] = True
        reached = feet <= ROAD_REACH_FT
        nearest = np.full((2, count), np.inf)
        for which in (0, 1):
            some = reached & (state == bool(which))
            np.minimum.at(nearest[which], point[some], gap[some])
        areas = {layer: self._first(layer, points) for layer in self._areas}
        return TrueSpots(on_state, on_city, nearest, areas)

    def _first(self, layer: str, points: Any) -> Names:
        tree, owners = self._areas[layer]
        point, area = tree.query(points, predicate="intersects")
        found: Names = np.full(len(points), NOBODY, dtype=object)
        found[point[::-1]] = owners[area[::-1]]
        return found


class TrueSpots:
    """True spots and what lies there."""

    def __init__(self, on_state: Any, on_city: Any, nearest: Floats, areas: dict[str, Names]) -> None:
        self._on_state, self._on_city, self._nearest, self._areas = on_state, on_city, nearest, areas

    def owners(self, kind: Kind) -> Names:
        """The slug of the true owner at each spot; `NOBODY` where none is known."""
        department = np.full(len(self._on_state), kind.department, dtype=object)
        if kind.locus in ("roadway", "signal"):
            to_city, to_state = self._nearest
            near = np.where(to_state < to_city, STATE, np.where(np.isfinite(to_city), department, NOBODY))
            return np.where(self._on_state, STATE, np.where(self._on_city, department, near))
        ground = department
        if kind.code in IN_PARKS:
            parks = self._areas["parks"]
            ground = np.where(parks == NOBODY, department, parks)
        if kind.locus == "roadside":
            return np.where(self._on_state, STATE, np.where(self._on_city, department, ground))
        if kind.code in ("council_member", "noise"):
            return self._areas["council" if kind.code == "council_member" else "police"]
        return ground

    def by_polygons(self, kind: Kind) -> Names:
        """What a limit, parks, districts and a table of who does what say: roads are not looked at."""
        if kind.code in ("council_member", "noise"):
            return self._areas["council" if kind.code == "council_member" else "police"]
        department = np.full(len(self._on_state), kind.department, dtype=object)
        parks = self._areas["parks"]
        return np.where(parks == NOBODY, department, parks) if kind.code in IN_PARKS else department

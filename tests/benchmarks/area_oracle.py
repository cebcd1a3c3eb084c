"""Whose ground it may be, worked out with shapely alone: nothing of the product's SQL or policy is used here.

The rule (docs/responsibility.md): with a disc of the place's radius plus the layer's accuracy, a town is possible when
the disc touches it, and beyond doubt when it holds the whole disc. The county is possible when no town is beyond doubt,
its own disc reaches it, and either no town is possible or the towns' disc reaches ground in no town, which must lie in
the county where the county's own edge is in its disc. Ground outside the county and every town is nobody's, and so is a
thread narrower than 0.06 ft between two drawings of one border.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Shapes = NDArray[Any]

FURTHEST_FT: Final = 120.0
"""No disc that is asked about is wider: 30 m and 20 ft."""

FUZZ_FT: Final = 0.1
"""So near to the threshold two exact ways may differ: a border is bent by up to 0.05 ft where degrees become feet."""

THREAD_FT: Final = 0.06
"""Ground narrower than this is nobody's; what is up to 0.04 ft narrower or wider is near that threshold too."""

_DEGREES: Final = 0.0005
"""An edge is cut to this length before it is moved to feet: it then bows by less than 0.01 ft."""


def in_feet(shapes: Shapes, pipeline: str, *, cut: bool = True) -> Shapes:
    """Shapes in EPSG:4326 in the city's feet, each edge first cut short unless told otherwise."""
    transformer = Transformer.from_pipeline(pipeline)
    short = shapely.segmentize(shapes, _DEGREES) if cut else shapes
    moved: Shapes = shapely.transform(short, lambda at: np.column_stack(transformer.transform(at[:, 0], at[:, 1])))
    return moved


def edges_of(rings: Shapes) -> tuple[Floats, Floats, Whole]:
    """Start and end of every edge that has a length, and which ring it belongs to."""
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    joined = (ring[:-1] == ring[1:]) & (corners[:-1] != corners[1:]).any(axis=1)
    return corners[:-1][joined], corners[1:][joined], ring[:-1][joined]


@dataclass(frozen=True, slots=True)
class Near:
    """Point, area and feet from the point to the area's nearest edge, for every edge within `FURTHEST_FT`."""

    point: Whole
    area: Whole
    feet: Floats


class Areas:
    """Areas in feet that can be asked which holds a point and how far its edges are."""

    def __init__(self, shapes: Shapes) -> None:
        self._areas = shapely.STRtree(shapes)
        parts, owners = shapely.get_parts(shapes, return_index=True)
        rings, of_part = shapely.get_rings(parts, return_index=True)
        starts, ends, ring = edges_of(rings)
        self._of = owners[of_part][ring]
        self._edges = _geometries(shapely.linestrings(np.stack([starts, ends], axis=1)))
        self._tree = shapely.STRtree(self._edges)

    def holding(self, points: Shapes) -> tuple[Whole, Whole]:
        """Pairs of point and area that holds it."""
        point, area = self._areas.query(points, predicate="intersects")
        return point, area

    def near(self, points: Shapes) -> Near:
        """How far the areas' edges are, each pair once."""
        point, edge = self._tree.query(points, predicate="dwithin", distance=FURTHEST_FT)
        feet = shapely.distance(points[point], self._edges[edge])
        pairs, first = np.unique(np.column_stack([point, self._of[edge]]), axis=0, return_inverse=True)
        least = np.full(len(pairs), np.inf)
        np.minimum.at(least, first.ravel(), feet)
        return Near(pairs[:, 0], pairs[:, 1], least)


@dataclass(frozen=True, slots=True)
class Answer:
    """For each point the possible owners, and whether it lies within `FUZZ_FT` of a threshold."""

    owners: list[frozenset[str]]
    fuzzy: Flags


class AreaOracle:
    """Towns, their county, and the county less every town, all in the city's feet; accuracies in feet."""

    def __init__(
        self,
        *,
        towns: Shapes,
        owners: Sequence[str],
        county: Shapes,
        left: Shapes,
        county_owner: str,
        accuracy_ft: tuple[float, float],
    ) -> None:
        self._owners = list(owners)
        self._county_owner = county_owner
        self._town_accuracy_ft, self._county_accuracy_ft = accuracy_ft
        self._towns, self._county = Areas(towns), Areas(county)
        around = shapely.box(*shapely.total_bounds(np.concatenate([towns, county]))).buffer(10 * FURTHEST_FT)
        self._open = Areas(
            _without_threads(np.array([shapely.difference(around, shapely.union_all(towns))]), THREAD_FT)
        )
        self._left = Areas(_without_threads(left, THREAD_FT))
        self._more, self._less = (Areas(_without_threads(left, feet)) for feet in (0.4 * THREAD_FT, 1.6 * THREAD_FT))

    def at(self, points_ft: Floats) -> "Looked":
        """Everything that does not depend on the radius."""
        points = _geometries(shapely.points(points_ft))
        count = len(points)
        return Looked(
            oracle=self,
            count=count,
            town_holds=self._towns.holding(points),
            town_near=self._towns.near(points),
            county=_feet(self._county, points),
            open=_feet(self._open, points),
            left=_feet(self._left, points),
            left_about=(_feet(self._more, points)[1], _feet(self._less, points)[1]),
        )

    def possible(self, looked: "Looked", radius_ft: float) -> Answer:
        """The owners possible at each point with this radius."""
        reach = radius_ft + self._town_accuracy_ft
        county_reach = radius_ft + self._county_accuracy_ft
        near = looked.town_near
        touched = near.feet <= reach
        owners: list[set[str]] = [set() for _ in range(looked.count)]
        beyond_doubt = np.zeros(looked.count, dtype=bool)
        at_an_edge = set(zip(near.point[touched], near.area[touched], strict=True))
        for point, area in at_an_edge:
            owners[point].add(self._owners[area])
        for pair in zip(*looked.town_holds, strict=True):
            owners[pair[0]].add(self._owners[pair[1]])
            if pair not in at_an_edge:
                beyond_doubt[pair[0]] = True
        a_town = np.zeros(looked.count, dtype=bool)
        a_town[near.point[touched]] = True
        county_holds, county_feet = looked.county
        at_county_edge = county_feet <= county_reach
        open_left = looked.open[0] | (looked.open[1] <= reach)
        county_left = looked.left[0] | (looked.left[1] <= reach)
        something_left = ~a_town | np.where(at_county_edge, county_left, open_left)
        for point in np.flatnonzero(~beyond_doubt & (county_holds | at_county_edge) & something_left):
            owners[point].add(self._county_owner)
        fuzzy = (np.abs(county_feet - county_reach) <= FUZZ_FT) | (np.abs(looked.open[1] - reach) <= FUZZ_FT)
        fuzzy |= at_county_edge & (np.abs(looked.left[1] - reach) <= FUZZ_FT)
        fuzzy |= at_county_edge & ((looked.left_about[0] <= reach) != (looked.left_about[1] <= reach))
        fuzzy[near.point[np.abs(near.feet - reach) <= FUZZ_FT]] = True
        return Answer([frozenset(one) for one in owners], fuzzy)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was measured at the points, for any radius."""

    oracle: AreaOracle
    count: int
    town_holds: tuple[Whole, Whole]
    town_near: Near
    county: tuple[Flags, Floats]
    open: tuple[Flags, Floats]
    left: tuple[Flags, Floats]
    left_about: tuple[Floats, Floats]

    def possible(self, radius_ft: float) -> Answer:
        """The owners possible at each point with this radius."""
        return self.oracle.possible(self, radius_ft)


def _geometries(made: Any) -> Shapes:
    """What shapely made of an array, by its right type."""
    shapes: Shapes = made
    return shapes


def _without_threads(area: Shapes, feet: float) -> Shapes:
    """The area without whatever is narrower than this."""
    opened: Shapes = shapely.buffer(shapely.buffer(area, -feet / 2), feet / 2)
    return opened


def _feet(area: Areas, points: Shapes) -> tuple[Flags, Floats]:
    """For one area: whether it holds each point, and feet to its nearest edge."""
    holds = np.zeros(len(points), dtype=bool)
    holds[area.holding(points)[0]] = True
    feet = np.full(len(points), np.inf)
    near = area.near(points)
    feet[near.point] = near.feet
    return holds, feet

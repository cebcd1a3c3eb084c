"""What is around each spot of a block: areas that hold its whole cell, and everything that is near it for itself."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely

from layers.bulk.grid import MOST_RADIUS_FT, Grid, distances_ft, reaches_ft
from layers.bulk.ground import Bools, Floats, Ground, Ints

SEARCH_CAP_FT: Final = 1000.0
"""As far as anything is searched for, whatever the radius: a vaguer place is never decided on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Entries beside what holds the cell, sorted by row, layer, whether they hold the spot, feet and key.

    kinds: by row, the grid's list of the areas that hold the whole cell. row, feature: whose an entry is, and what.
    distance_ft: infinite for an area whose edge is out of reach. holds: whether an area holds the spot. listed: the
    entry's place in the grid's lists where it stands there already, else -1.
    """

    kinds: Ints
    row: Ints
    feature: Ints
    distance_ft: Floats
    holds: Bools
    listed: Ints


class Surroundings:
    """Finds it: the ground, its grid, and how far a road is looked for at the least."""

    def __init__(self, ground: Ground, grid: Grid, *, road_reach_ft: float) -> None:
        self.ground = ground
        self.grid = grid
        self.road_reach_ft = road_reach_ft
        layers = np.arange(len(ground.layers))
        self._has_lines = np.isin(layers, ground.layer_of[~ground.is_area])
        self._has_areas = np.isin(layers, ground.layer_of[ground.is_area])
        kinds = np.repeat(np.arange(len(grid.held)), np.diff(grid.held.starts))
        self._held_keys = kinds * len(ground) + grid.held.items
        self._tree = shapely.STRtree(ground.shapes)

    def containing(self, xy: Floats) -> tuple[Ints, Ints]:
        """The areas that hold each spot, as pairs of spot and feature."""
        cells = self.grid.cells(xy)
        held_by, held = self.grid.held.each(self.grid.kinds[cells])
        row, area = self._tested(xy, cells)
        return np.concatenate([held_by, row]), np.concatenate([held, area])

    def around(self, xy: Floats, radius_ft: Floats, wanted: Bools, asked: Ints) -> Around:
        """What is around spots (feet) with 95 % radii (feet); of the features marked in row `asked` of `wanted` only.

        `wanted` says for each kind of question which layers count. An area that counts for nobody may still be an entry
        where it holds the spot.
        """
        grid, ground = self.grid, self.ground
        radius_ft = np.minimum(radius_ft, SEARCH_CAP_FT)
        cells = grid.cells(xy)
        large = radius_ft > MOST_RADIUS_FT
        cells = np.where(large, len(grid.kinds) - 1, cells)
        kinds = grid.kinds[cells].astype(np.int64)
        near, near_ft = self._near(xy, radius_ft, cells, wanted, asked, lines=False)
        lines, lines_ft = self._near(xy, radius_ft, cells, wanted, asked, lines=True)
        row, area = self._tested(xy, cells)
        tested = row * len(ground) + area
        if large.any():
            far_near, far_near_ft, far_lines, far_lines_ft, far_tested = self._far(xy, radius_ft, large, wanted, asked)
            near, near_ft = np.concatenate([near, far_near]), np.concatenate([near_ft, far_near_ft])
            lines, lines_ft = np.concatenate([lines, far_lines]), np.concatenate([lines_ft, far_lines_ft])
            tested = np.concatenate([tested, far_tested])
        only = tested[~np.isin(tested, near)]
        keys = np.concatenate([near, only, lines])
        row, feature = np.divmod(keys, max(len(ground), 1))
        listed = np.full(len(keys), -1, dtype=np.int64)
        listed[: len(near)] = self._listed(kinds[row[: len(near)]], feature[: len(near)])
        holds = np.zeros(len(keys), dtype=np.bool_)
        holds[: len(near)] = (listed[: len(near)] >= 0) | np.isin(near, tested)
        holds[len(near) : len(near) + len(only)] = True
        distance = np.concatenate([near_ft, np.full(len(only), np.inf), lines_ft])
        first = (row * len(ground.layers) + ground.layer_of[feature]) * 2 + ~holds
        order = np.lexsort((feature, distance, first))
        return Around(
            kinds=kinds,
            row=row[order],
            feature=feature[order],
            distance_ft=distance[order],
            holds=holds[order],
            listed=listed[order],
        )

    def _near(
        self, xy: Floats, radius_ft: Floats, cells: Ints, wanted: Bools, asked: Ints, *, lines: bool
    ) -> tuple[Ints, Floats]:
        """Features within reach (row and feature in one number, rising) and their feet."""
        ground = self.ground
        lists = self.grid.lines if lines else self.grid.edges
        some = np.flatnonzero(np.any(wanted & (self._has_lines if lines else self._has_areas), axis=1)[asked])
        place, stretch = lists.each(cells[some])
        row, feature = some[place], ground.stretch_of[stretch]
        kept = wanted[asked[row], ground.layer_of[feature]]
        if not kept.all():
            row, feature, stretch = row[kept], feature[kept], stretch[kept]
        distance = distances_ft(xy[row], ground.ends[stretch])
        reach = reaches_ft(ground, radius_ft[row], road_reach_ft=self.road_reach_ft, features=feature)
        kept = distance <= reach
        return _least(row[kept] * len(ground) + feature[kept], distance[kept])

    def _tested(self, xy: Floats, cells: Ints) -> tuple[Ints, Ints]:
        """The areas that hold a spot though not its whole cell: one prepared test for each spot and area."""
        row, area = self.grid.borders.each(cells)
        order = np.argsort(area, kind="stable")
        row, area = row[order], area[order]
        shapes = self.ground.shapes[area]
        shapely.prepare(shapes)
        inside = shapely.intersects_xy(shapes, xy[row, 0], xy[row, 1])
        return row[inside], area[inside].astype(np.int64)

    def _far(
        self, xy: Floats, radius_ft: Floats, large: Bools, wanted: Bools, asked: Ints
    ) -> tuple[Ints, Floats, Ints, Floats, Ints]:
        """The same for spots that the grid does not know enough for, from a tree of all features."""
        ground, some = self.ground, np.flatnonzero(large)
        points: Any = shapely.points(xy[some])
        most_ft = float(
            reaches_ft(ground, np.full(len(ground), radius_ft[some].max()), road_reach_ft=self.road_reach_ft).max()
        )
        place, feature = self._tree.query(points, predicate="dwithin", distance=most_ft)
        row, point = some[place], points[place]
        area = ground.is_area[feature]
        tested = area & shapely.intersects(ground.shapes[feature], point)
        counts = wanted[asked[row], ground.layer_of[feature]]
        distance = np.full(len(row), np.inf)
        outline = np.where(area, shapely.boundary(ground.shapes[feature]), ground.shapes[feature])
        distance[counts] = shapely.distance(outline[counts], point[counts])
        reach = reaches_ft(ground, radius_ft[row], road_reach_ft=self.road_reach_ft, features=feature)
        kept, keys = distance <= reach, row * len(ground) + feature
        near, lines = kept & area, kept & ~area
        return keys[near], distance[near], keys[lines], distance[lines], keys[tested]

    def _listed(self, kinds: Ints, features: Ints) -> Ints:
        """The place of each feature in the grid's list of that kind, or -1."""
        held = self._held_keys
        if not len(held) or not len(kinds):
            return np.full(len(kinds), -1, dtype=np.int64)
        wanted = kinds * len(self.ground) + features
        at = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        return np.where(held[at] == wanted, at, -1)


def _least(keys: Ints, distance: Floats) -> tuple[Ints, Floats]:
    """Each key once, rising, with the least of its distances."""
    if not len(keys):
        return keys, distance
    order = np.argsort(keys, kind="stable")
    keys, distance = keys[order], distance[order]
    begin = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return keys[begin], np.minimum.reduceat(distance, begin)

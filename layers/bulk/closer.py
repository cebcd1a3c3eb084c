"""What only some spots need: the share of the error disc that an area holds, and the side of a line."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.bulk.discs import discs_around, parts_held
from layers.bulk.grid import MOST_RADIUS_FT, Grid
from layers.bulk.ground import Floats, Ground, Ints, Shapes

LEFT, RIGHT, NO_SIDE = 1, 2, 0
SIDES: Final = {LEFT: "left", RIGHT: "right", NO_SIDE: None}

_HALF_FT: Final = 0.5

_THREAD_FT: Final = 0.03
"""Half the width of what is only a thread between two drawings of one border."""


class Closer:
    """Measures shares on the outlines of areas, and sides half a foot before and after the nearest point of a line."""

    def __init__(self, ground: Ground, grid: Grid) -> None:
        self._ground, self._grid = ground, grid
        self._tree = shapely.STRtree(ground.pieces)

    def shares(self, xy: Floats, disc_ft: Floats, features: Ints) -> Floats:
        """The part (0-1) of the disc around each spot that the feature beside it holds."""
        shares = self._by_outline(xy, disc_ft, features)
        rest = np.flatnonzero(np.isnan(shares))
        if len(rest):
            shares[rest] = self._by_pieces(xy[rest], disc_ft[rest], features[rest])
        return shares

    def _by_outline(self, xy: Floats, disc_ft: Floats, features: Ints) -> Floats:
        """From the stretches that the grid knows; NaN where it does not know enough."""
        ground = self._ground
        row, stretch = self._grid.edges.each(self._grid.cells(xy))
        own = (ground.stretch_of[stretch] == features[row]) & (
            disc_ft - ground.accuracy_ft[features] <= MOST_RADIUS_FT
        )[row]
        row, stretch = row[own], stretch[own]
        once = np.append(True, (row[1:] != row[:-1]) | (stretch[1:] != stretch[:-1]))[: len(row)]
        row, stretch = row[once], stretch[once]
        return parts_held(row, ground.ends[stretch] - np.tile(xy[row], (1, 2)), disc_ft)

    def _by_pieces(self, xy: Floats, disc_ft: Floats, features: Ints) -> Floats:
        """Drawn and cut, as PostGIS would."""
        discs = _drawn(xy, disc_ft)
        disc, piece = self._tree.query(discs)
        own = self._ground.piece_of[piece] == features[disc]
        disc, piece = disc[own], piece[own]
        held = shapely.area(shapely.intersection(self._ground.pieces[piece], discs[disc]))
        shares: Floats = np.bincount(disc, weights=held, minlength=len(discs)) / shapely.area(discs)
        return shares

    def overlaps(
        self, xy: Floats, disc_ft: float, one: int, others: Sequence[int]
    ) -> tuple[float, Mapping[int, float]]:
        """What none of the others leaves of an area, and what each of them has in common with it, as parts of a disc.

        A thread between two drawings of one border is nothing.
        """
        disc = _drawn(xy[None, :], np.array([disc_ft]))[0]
        whole, own = disc.area, self._within(disc, one)
        common = {other: shapely.union_all(shapely.intersection(self._near(disc, other), own)) for other in others}
        rest = own.difference(shapely.union_all(list(common.values())))
        left = 0.0 if rest.buffer(-_THREAD_FT).is_empty else rest.area / whole
        return left, {other: shape.area / whole for other, shape in common.items()}

    def _within(self, disc: shapely.Geometry, feature: int) -> Any:
        whole: Any = shapely.union_all(shapely.intersection(self._near(disc, feature), disc))
        return whole

    def _near(self, disc: shapely.Geometry, feature: int) -> Shapes:
        pieces = self._tree.query(disc)
        found: Shapes = self._ground.pieces[pieces[self._ground.piece_of[pieces] == feature]]
        return found

    def sides(self, xy: Floats, features: Ints) -> NDArray[np.int8]:
        """On which side of each line the spot lies; lines of several parts have none."""
        lines = self._ground.shapes[features]
        points = shapely.points(xy)
        at = shapely.line_locate_point(lines, points)
        before = shapely.get_coordinates(shapely.line_interpolate_point(lines, np.maximum(at - _HALF_FT, 0)))
        after = shapely.get_coordinates(shapely.line_interpolate_point(lines, at + _HALF_FT))
        (ax, ay), (bx, by) = before.T, after.T
        left = (bx - ax) * (xy[:, 1] - ay) > (by - ay) * (xy[:, 0] - ax)
        sides = np.where(left, LEFT, RIGHT).astype(np.int8)
        sides[shapely.get_type_id(lines) != shapely.GeometryType.LINESTRING] = NO_SIDE
        return sides


def _drawn(xy: Floats, radius_ft: Floats) -> Shapes:
    """The error discs as polygons."""
    around, whose = discs_around(xy, radius_ft)
    rings: Any = shapely.linearrings(around, indices=whose)
    discs: Any = shapely.polygons(rings)
    return np.asarray(discs)

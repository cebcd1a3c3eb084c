"""What only some spots need: the share of the error disc that an area holds, and the side of a line."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.bulk.ground import Floats, Ground, Ints, Shapes

LEFT, RIGHT, NO_SIDE = 1, 2, 0
SIDES: Final = {LEFT: "left", RIGHT: "right", NO_SIDE: None}

_HALF_FT: Final = 0.5

_THREAD_FT: Final = 0.03
"""Half the width of what is only a thread between two drawings of one border."""


class Closer:
    """Measures shares on the pieces of areas, and sides half a foot before and after the nearest point of a line."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tree = shapely.STRtree(ground.pieces)

    def shares(self, xy: Floats, disc_ft: Floats, features: Ints) -> Floats:
        """The part (0-1) of the disc around each spot that the feature beside it holds."""
        discs = _discs_once(xy, disc_ft)
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
        disc = discs_around(xy[None, :], np.array([disc_ft]))[0]
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


def _discs_once(xy: Floats, radius_ft: Floats) -> Shapes:
    """The error discs; a spot that follows itself gets the same one."""
    spots = np.column_stack([xy, radius_ft])
    other = np.append(True, (spots[1:] != spots[:-1]).any(axis=1))[: len(spots)]
    discs: Shapes = discs_around(xy[other], radius_ft[other])[np.cumsum(other) - 1]
    return discs


def discs_around(xy: Floats, radius_ft: Floats) -> Shapes:
    """The error discs, with the corners that PostGIS gives them: no chord lies more than 0.02 ft inside the circle."""
    corners = 4 * (8 + np.ceil(4 * np.sqrt(radius_ft)).astype(np.int64))
    whose = np.repeat(np.arange(len(xy)), corners)
    number = np.arange(len(whose)) - np.repeat(np.cumsum(corners) - corners, corners)
    angle = -2 * np.pi * number / corners[whose]
    around = xy[whose] + radius_ft[whose, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    discs: Shapes = shapely.polygons(shapely.linearrings(around, indices=whose))
    return discs

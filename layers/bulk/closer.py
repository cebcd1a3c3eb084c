"""What only some spots need: the share of the error disc that an area holds, and the side of a line."""

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.bulk.ground import Floats, Ground, Ints

LEFT, RIGHT, NO_SIDE = 1, 2, 0
SIDES: Final = {LEFT: "left", RIGHT: "right", NO_SIDE: None}

_HALF_FT: Final = 0.5


def discs(xy: Floats, radius_ft: Floats) -> NDArray[Any]:
    """Error discs with as many corners as the store's: no chord lies more than 0.02 ft inside the circle."""
    made: NDArray[Any] = np.empty(len(xy), dtype=object)
    corners = 8 + np.ceil(4 * np.sqrt(radius_ft)).astype(int)
    for count in np.unique(corners).tolist():
        some = corners == count
        made[some] = shapely.buffer(shapely.points(xy[some]), radius_ft[some], quad_segs=count)
    return made


class Closer:
    """Measures shares on the pieces of areas, and sides half a foot before and after the nearest point of a line."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._tree = shapely.STRtree(ground.pieces)

    def shares(self, xy: Floats, disc_ft: Floats, features: Ints) -> Floats:
        """The part (0-1) of the disc around each spot that the feature beside it holds."""
        around = discs(xy, disc_ft)
        disc, piece = self._tree.query(around)
        own = self._ground.piece_of[piece] == features[disc]
        disc, piece = disc[own], piece[own]
        held = shapely.area(shapely.intersection(self._ground.pieces[piece], around[disc]))
        shares: Floats = np.bincount(disc, weights=held, minlength=len(around)) / shapely.area(around)
        return shares

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

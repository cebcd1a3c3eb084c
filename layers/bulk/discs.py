"""How much of an error disc lies within an area, from the few stretches of its outline that cross the disc.

The disc is the polygon that PostGIS draws: corners on the circle, the first of them due east. The outline has the area
on its left. What the area holds is summed up over triangles from the centre, and along the disc's own rim from where
the outline leaves the disc to where it comes in again.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.bulk.ground import Bools, Floats, Ints

_NEAR_FT: Final = 1e-6
"""A corner of the outline so near to the rim is not decided here."""

_BESIDE: Final = np.array([-1, 0, 1])


def corners_of(radius_ft: Floats) -> Ints:
    """How many corners PostGIS gives a disc: no chord lies more than 0.02 ft inside the circle."""
    corners: Ints = 4 * (8 + np.ceil(4 * np.sqrt(radius_ft)).astype(np.int64))
    return corners


def parts_held(disc: Ints, ends: Floats, radius_ft: Floats) -> Floats:
    """The part (0-1) of each disc that lies to the left of the stretches within it.

    disc: which one a stretch belongs to. ends: its corners, in feet from the disc's centre. NaN where that cannot be
    told from them: nothing crosses the disc, only touches it, or crosses it in no order.
    """
    rims = _Rims(radius_ft)
    length = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    some = np.flatnonzero(length > 0)
    disc, ends, length = disc[some], ends[some], length[some]
    along = (ends[:, 2:] - ends[:, :2]) / length[:, None]
    off = ends[:, 0] * along[:, 1] - ends[:, 1] * along[:, 0]
    unsure = np.zeros(len(radius_ft), dtype=np.bool_)
    within = np.abs(off) < rims.inner_ft[disc] - _NEAR_FT
    unsure[disc[~within & (np.abs(off) <= radius_ft[disc] + _NEAR_FT)]] = True
    disc, along, off, ends, length = disc[within], along[within], off[within], ends[within], length[within]
    begin = (ends[:, :2] * along).sum(axis=1)
    stop = begin + length
    foot = np.column_stack([off * along[:, 1], -off * along[:, 0]])
    out, out_area = rims.crossed(disc, foot, along)
    into, into_area = rims.crossed(disc, foot, -along)
    into = -into
    for rim in (out, into):
        unsure[disc[np.minimum(np.abs(begin - rim), np.abs(stop - rim)) < _NEAR_FT]] = True
    inside = np.maximum(np.minimum(stop, out) - np.maximum(begin, into), 0.0)
    count = len(radius_ft)
    area: Floats = np.bincount(disc, weights=off * inside / 2, minlength=count).astype(np.float64)
    leaves, enters = (begin < out) & (out < stop), (begin < into) & (into < stop)
    area += np.bincount(disc[enters], weights=into_area[enters], minlength=count)
    area -= np.bincount(disc[leaves], weights=out_area[leaves], minlength=count)
    first_enters, in_order = _order(
        np.concatenate([disc[enters], disc[leaves]]),
        np.concatenate([into_area[enters], out_area[leaves]]),
        np.arange(enters.sum() + leaves.sum()) < enters.sum(),
        count,
    )
    crossed = np.bincount(disc[enters], minlength=count) > 0
    area += rims.area * np.where(crossed, first_enters, area < 0)
    touched = np.bincount(disc[inside > 0], minlength=count) > 0
    held = np.clip(area / rims.area, 0.0, 1.0)
    return np.where(in_order & touched & ~unsure, held, np.nan)


def _order(disc: Ints, area: Floats, enters: Bools, count: int) -> tuple[Bools, Bools]:
    """By disc: whether the first crossing enters it, and whether they enter and leave by turns around the rim."""
    order = np.lexsort((area, disc))
    disc, area, enters = disc[order], area[order], enters[order]
    begins = np.append(True, disc[1:] != disc[:-1])[: len(disc)]
    first = np.zeros(count, dtype=np.bool_)
    first[disc[begins]] = enters[begins]
    fine = np.bincount(disc[enters], minlength=count) == np.bincount(disc[~enters], minlength=count)
    again = ~begins[1:] & ((enters[1:] == enters[:-1]) | (area[1:] - area[:-1] <= 0))
    fine[disc[1:][again]] = False
    return first, fine


@dataclass(slots=True, init=False)
class _Rims:
    corners: Ints
    step: Floats
    inner_ft: Floats
    radius_ft: Floats
    slice_area: Floats
    area: Floats

    def __init__(self, radius_ft: Floats) -> None:
        self.radius_ft = radius_ft
        self.corners = corners_of(radius_ft)
        self.step = 2 * np.pi / self.corners
        self.inner_ft = radius_ft * np.cos(self.step / 2)
        self.slice_area = radius_ft**2 * np.sin(self.step) / 2
        self.area = self.slice_area * self.corners

    def crossed(self, disc: Ints, foot: Floats, along: Floats) -> tuple[Floats, Floats]:
        """How far beyond its foot each line leaves the rim, and the disc's area from due east to there."""
        radius, inner, step = self.radius_ft[disc], self.inner_ft[disc], self.step[disc]
        reach = np.sqrt(radius**2 - (foot**2).sum(axis=1))
        at_circle = foot + reach[:, None] * along
        near = np.floor(np.arctan2(at_circle[:, 1], at_circle[:, 0]) / step)
        sides = near[:, None] + _BESIDE
        middle = (sides + 0.5) * step[:, None]
        x, y = np.cos(middle), np.sin(middle)
        outward = x * along[:, :1] + y * along[:, 1:]
        with np.errstate(divide="ignore", invalid="ignore"):
            far = (inner[:, None] - x * foot[:, :1] - y * foot[:, 1:]) / outward
        far = np.where(outward > 0, far, np.inf)
        which = far.argmin(axis=1)
        rows = np.arange(len(disc))
        far, side = far[rows, which], sides[rows, which] % self.corners[disc]
        corner = side * step
        x, y = foot[:, 0] + far * along[:, 0], foot[:, 1] + far * along[:, 1]
        beyond = radius * (np.cos(corner) * y - np.sin(corner) * x) / 2
        return far, side * self.slice_area[disc] + beyond


def discs_around(xy: Floats, radius_ft: Floats) -> tuple[Floats, Ints]:
    """The corners of discs, and which disc each belongs to."""
    corners = corners_of(radius_ft)
    whose = np.repeat(np.arange(len(xy)), corners)
    number = np.arange(len(whose)) - np.repeat(np.cumsum(corners) - corners, corners)
    angle = -2 * np.pi * number / corners[whose]
    around: NDArray[np.float64] = xy[whose] + radius_ft[whose, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return around, whose

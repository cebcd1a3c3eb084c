"""House numbers along a centreline: which side, how far along, how far off; plain geometry in feet."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from shapely import LineString, get_coordinates

SIDE_OFFSET_FT = 33.0
"""From the centreline to the front of a lot: half of a 66 ft right-of-way, one surveyor's chain."""

END_SQUEEZE_FT = SIDE_OFFSET_FT
"""No lot lies in the crossing: numbers are spread over the segment less half the crossing street's right-of-way at each
end, or over half of it."""

ALONG_SHARE = 0.5
"""Half-width of the 95 % interval along the segment, as a share of its length. Numbers on file often end before their
range does, which moves a position by up to half the segment; see docs/locator.md for how it is checked."""

LONG_FT = 400.0
"""Half-width of an interval along a segment, in feet, that is too wide to be believed: more than a city block."""

ACROSS_FT = 60.0
"""How far off the assumed line of fronts a building may stand, 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """The numbers of one side in the direction of the line; parity "odd", "even" or None when either."""

    side: str
    first: int
    last: int
    parity: str | None

    @property
    def parity_in_force(self) -> str | None:
        """The parity on file, else the one both ends share."""
        if self.parity:
            return self.parity
        return parity_of(self.first) if self.first % 2 == self.last % 2 and self.first != self.last else None

    def spans(self, number: int) -> bool:
        """Whether the number lies between the ends, either way round."""
        return min(self.first, self.last) <= number <= max(self.first, self.last)

    def holds(self, number: int) -> bool:
        """Whether the number lies in the range and on this side of the street."""
        return self.spans(number) and self.parity_in_force in {None, parity_of(number)}

    def nearest_end(self, number: int) -> int:
        """The number of the range that misses `number` by the least."""
        return min((self.first, self.last), key=lambda end: abs(end - number))

    def fraction(self, number: int) -> float:
        """How far along the line the number lies, 0 to 1; the middle of a range of one number."""
        return 0.5 if self.first == self.last else (number - self.first) / (self.last - self.first)


def parity_of(number: int) -> str:
    """Either "odd" or "even"."""
    return "odd" if number % 2 else "even"


def ranges_of(
    *,
    left: tuple[int | None, int | None],
    right: tuple[int | None, int | None],
    parity_left: str | None,
    parity_right: str | None,
) -> tuple[NumberRange, ...]:
    """The sides that have numbers; a side with one end missing has a range of one number, with both zero none."""
    found = []
    for side, (first, last), parity in (("left", left, parity_left), ("right", right, parity_right)):
        ends = [end for end in (first, last) if end]
        if ends:
            found.append(NumberRange(side=side, first=ends[0], last=ends[-1], parity=parity))
    return tuple(found)


def point_at(
    line: LineString, *, fraction: float, side: str | None, offset_ft: float = SIDE_OFFSET_FT
) -> tuple[float, float]:
    """Easting and northing in feet of a place along the line, off to one side of it (None: on it)."""
    spots = get_coordinates(line).tolist()
    ends = list(accumulate((math.dist(one, other) for one, other in pairwise(spots)), initial=0.0))
    length = ends[-1]
    squeeze = min(END_SQUEEZE_FT, length / 4)
    along = squeeze + min(max(fraction, 0.0), 1.0) * (length - 2 * squeeze)
    x_ft, y_ft = _at(spots, ends, along)
    if side is None:
        return x_ft, y_ft
    behind, ahead = _at(spots, ends, max(along - 1.0, 0.0)), _at(spots, ends, min(along + 1.0, length))
    dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
    turn = offset_ft / (math.hypot(dx, dy) or 1.0) * (1 if side == "left" else -1)
    return x_ft - dy * turn, y_ft + dx * turn


def _at(spots: Sequence[Sequence[float]], ends: Sequence[float], along: float) -> tuple[float, float]:
    """The spot `along` feet from the beginning of a line whose vertices lie at `ends` feet."""
    place = min(max(bisect_right(ends, along), 1), len(ends) - 1)
    (x_ft, y_ft), (to_x_ft, to_y_ft) = spots[place - 1], spots[place]
    piece = ends[place] - ends[place - 1]
    share = (along - ends[place - 1]) / piece if piece else 0.0
    return x_ft + share * (to_x_ft - x_ft), y_ft + share * (to_y_ft - y_ft)


def radius_ft(
    *, length_ft: float, accuracy_ft: float, fraction: float = 0.5, along_share: float = ALONG_SHARE
) -> float:
    """The 95 % radius of a place interpolated on a segment of this length, `fraction` of it from its beginning.

    Where the interval along the segment is wider than a city block is long, it says so little that the radius reaches
    both ends: of a long segment only that the lot is on it can be relied on.
    """
    along_ft = along_share * length_ft
    if along_ft > LONG_FT:
        along_ft = max(along_ft, max(fraction, 1 - fraction) * length_ft)
    return math.hypot(along_ft, ACROSS_FT, accuracy_ft)

"""A road as planned: one name, one set of facts, one path in the direction of growing house numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import LonLat, rounded

NumberAt = Callable[[LonLat], float]

NORTH_NUMBERS = ((26.5265, 0.0), (26.5280, 200.0), (26.5455, 2200.0), (26.5570, 3500.0), (26.5720, 5200.0))
SOUTH_NUMBERS = ((26.4855, -3600.0), (26.4985, -2300.0), (26.5135, -1500.0), (26.5265, 0.0))
WEST_NUMBERS = (
    (-80.1075, -2960.0), (-80.1003, -2450.0), (-80.0905, -1850.0), (-80.0860, -1530.0), (-80.0755, -800.0),
    (-80.0705, -400.0), (-80.0693, -300.0), (-80.0681, -200.0), (-80.0669, -100.0), (-80.0655, 0.0),
)  # fmt: skip
EAST_NUMBERS = (
    (-80.0655, 0.0), (-80.0643, 100.0), (-80.0631, 200.0), (-80.0619, 300.0), (-80.0600, 400.0), (-80.0585, 500.0),
    (-80.0570, 600.0), (-80.0557, 700.0), (-80.0535, 900.0), (-80.0430, 1500.0),
)  # fmt: skip
COUNTY_WEST_NUMBERS = ((-80.1700, -8200.0), (-80.1470, -6600.0), (-80.1220, -4900.0), (-80.0950, -3100.0))
COUNTY_MILITARY_NUMBERS = ((26.47, -13900.0), (26.5720, -7000.0), (26.60, -5100.0))


def along(table: tuple[tuple[float, float], ...], axis: int) -> NumberAt:
    """House numbers read off a table of (coordinate, number); axis 0 reads the longitude, 1 the latitude."""

    def number(point: LonLat) -> float:
        key = point[axis]
        rows = list(pairwise(table))
        (k0, v0), (k1, v1) = next((row for row in rows if key <= row[1][0]), rows[-1])
        return round(abs(v0 + (v1 - v0) * (key - k0) / (k1 - k0)), 3)

    return number


def _unleaned(table: tuple[tuple[float, float], ...]) -> NumberAt:
    read = along(table, 0)
    return lambda point: read((point[0] - at.lean(point[1]), point[1]))


north_number = along(NORTH_NUMBERS, 1)
south_number = along(SOUTH_NUMBERS, 1)
east_number = _unleaned(EAST_NUMBERS)
west_number = along(WEST_NUMBERS, 0)
grid_west_number = _unleaned(WEST_NUMBERS)
county_west_number = along(COUNTY_WEST_NUMBERS, 0)
county_north_south_number = along(COUNTY_MILITARY_NUMBERS, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """One stretch of road whose facts do not change, save what follows from where each piece lies.

    `number_at` gives the house number at a point; without it numbers grow by 100 each 400 ft from `first_number`.
    `maintainer` and `half_width_ft` override what follows from the municipality beside the road.
    """

    name: str
    path: tuple[LonLat, ...]
    kind: str = "local"
    number_at: NumberAt | None = None
    first_number: int = 100
    aliases: tuple[str, ...] = ()
    route: str | None = None
    maintainer: str | None = None
    half_width_ft: float = 25.0
    half_width_right_ft: float | None = None
    private_kind: str | None = None
    numbered: bool = True
    lots: float = 1.0


def road(name: str, path: list[LonLat], **facts: object) -> Road:
    """A road along a path; the vertices go to the 7-decimal grid."""
    return Road(name=name, path=tuple(rounded(p) for p in path), **facts)  # type: ignore[arg-type]

"""Things on file that lie together are one place; things that only share a name are not."""

import math
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Spot(Protocol):
    """Anything with an easting and a northing in feet."""

    @property
    def x_ft(self) -> float:
        """Easting, feet."""

    @property
    def y_ft(self) -> float:
        """Northing, feet."""


AnySpot = TypeVar("AnySpot", bound=Spot)


def distance_ft(one: Spot, other: Spot) -> float:
    """The distance in feet, both in the city's CRS."""
    return math.hypot(one.x_ft - other.x_ft, one.y_ft - other.y_ft)


def clusters(spots: Sequence[AnySpot], *, reach_ft: float) -> list[list[AnySpot]]:
    """Groups of spots within reach (feet) of the first one of their group, in the order given."""
    groups: list[list[AnySpot]] = []
    for spot in spots:
        home = next((group for group in groups if distance_ft(group[0], spot) <= reach_ft), None)
        if home is None:
            groups.append([spot])
        else:
            home.append(spot)
    return groups


def central(spots: Sequence[AnySpot]) -> tuple[AnySpot, float]:
    """The spot amid the others, and how far (feet) the farthest of them is: a real one, no centroid."""
    x_ft = sum(spot.x_ft for spot in spots) / len(spots)
    y_ft = sum(spot.y_ft for spot in spots) / len(spots)
    middle = min(spots, key=lambda spot: math.hypot(spot.x_ft - x_ft, spot.y_ft - y_ft))
    return middle, max(distance_ft(middle, spot) for spot in spots)

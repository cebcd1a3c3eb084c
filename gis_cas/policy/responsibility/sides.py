"""The street that is a border: "the north or the south side of Golf Rd" instead of two names of towns.

Only where the edge between the two owners runs along one named line, as near as both were drawn, and in nearly its
direction; and only where the compass leaves no doubt which side is meant.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gis_cas.domain.findings import Bearing, Finding, Findings, GeometryKind, Vector
from gis_cas.policy.responsibility.words import road_name

WHICH_SIDE: Final = "which_side"
MOST_ASKEW: Final = 0.26
"""The sine of 15 degrees: a line that crosses the edge more steeply only passes by."""
PLAIN_DIRECTION: Final = 1.5
"""How much longer one leg must be than the other: a border that runs diagonally has no north side to speak of."""
LEAST_PART: Final = 0.02
"""Of the radius: nearer to the spot the middle of an area's part says nothing about its direction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BorderStreet:
    """A street between two owners; `sides` are the compass side of the first and of the other."""

    name: str
    sides: tuple[str, str]


def border_street(one: Sequence[Finding], other: Sequence[Finding], findings: Findings) -> BorderStreet | None:
    """The named line along which the edge between one owner's area and the other's runs; None where there is none."""
    edge = _edge(one, other, findings)
    if edge is None:
        return None
    (east, north), at_ft, accuracy_ft = edge
    if max(abs(east), abs(north)) < PLAIN_DIRECTION * min(abs(east), abs(north)):
        return None
    nearest = min(_along_the_edge((east, north), at_ft, accuracy_ft, findings), default=None)
    if nearest is None:
        return None
    first, opposite = ("north", "south") if abs(north) > abs(east) else ("east", "west")
    sides = (first, opposite) if (north if abs(north) > abs(east) else east) > 0 else (opposite, first)
    return BorderStreet(name=nearest[1], sides=sides)


def _edge(one: Sequence[Finding], other: Sequence[Finding], findings: Findings) -> tuple[Vector, float, float] | None:
    """The direction (a unit vector) from the edge into one's area, how far the edge is that way, and its accuracy.

    A county is what the towns leave: its own edge is far, and the town's tells.
    """
    if len(one) != 1 or len(other) != 1:
        return None
    here, there = _bearing(one[0], findings), _bearing(other[0], findings)
    if here is None and there is None:
        return None
    toward, away = here.toward if here else (0.0, 0.0), there.toward if there else (0.0, 0.0)
    east, north = toward[0] - away[0], toward[1] - away[1]
    length = math.hypot(east, north)
    if length < LEAST_PART * findings.radius_ft:
        return None
    near, sign = (one[0], 1.0) if here else (other[0], -1.0)
    at_ft = sign * (-near.distance_ft if near.contains else near.distance_ft)
    return (east / length, north / length), at_ft, near.accuracy_ft


def _bearing(area: Finding, findings: Findings) -> Bearing | None:
    return findings.bearings.get((area.publication_id, area.feature_key))


def _along_the_edge(into: Vector, at_ft: float, accuracy_ft: float, findings: Findings) -> Iterator[tuple[float, str]]:
    """How far each line that runs along the edge is from it, and its name."""
    for line in findings.findings:
        bearing = _bearing(line, findings)
        if line.geometry_kind is not GeometryKind.LINE or bearing is None or bearing.along is None:
            continue
        askew = abs(bearing.along[0] * into[0] + bearing.along[1] * into[1])
        apart_ft = abs(bearing.toward[0] * into[0] + bearing.toward[1] * into[1] - at_ft)
        if askew <= MOST_ASKEW and apart_ft <= accuracy_ft + line.accuracy_ft:
            yield apart_ft, road_name(line)

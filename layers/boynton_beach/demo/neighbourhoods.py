# ruff: noqa: PLR2004  # a drawing is made of figures; the docstrings say what they place
"""How a neighbourhood is drawn: a comb of streets on a spine, or a ring around a lake."""

import math
import re
from dataclasses import dataclass
from typing import Any

from layers.boynton_beach.demo.frame import LonLat, from_ft, to_ft
from layers.boynton_beach.demo.road import Road, north_number, road, south_number, west_number

HOA = "homeowners' association"
# A street of the numbered grid: its quadrant, its ordinal and its kind.
NUMBERED = re.compile(r"^([NS]W) (\d+\w\w) (\w+)$")
CRESCENT_KIND = {"Ave": "Ter", "Ct": "Cir", "Pl": "Loop", "St": "Way"}
SPINE_WAVE_FT = 45.0
BULGE_FT = 45.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comb:
    """A spine running north-south from a main road's latitude, and side streets across it.

    `ribs` are names from the spine's start onwards; each runs `left_ft` west and `right_ft` east of the spine.
    """

    spine: str
    lon: float
    start: float
    end: float
    ribs: tuple[str, ...]
    left_ft: float = 700.0
    right_ft: float = 700.0
    private: bool = False
    first_number: int = 100

    @property
    def facts(self) -> dict[str, Any]:
        """What all its streets have in common."""
        return {"private_kind": HOA if self.private else None, "kind": "private" if self.private else "local"}

    @property
    def step_ft(self) -> float:
        """Feet from one side street to the next; negative when the spine runs south."""
        return (to_ft((self.lon, self.end))[1] - to_ft((self.lon, self.start))[1]) / len(self.ribs)

    def spine_at(self, ribs: float) -> tuple[float, float]:
        """The spine's point in feet, so many side streets from its start; spines of the numbered grid are straight."""
        x, y = to_ft((self.lon, self.start))
        wave = 0.0 if NUMBERED.match(self.spine) else SPINE_WAVE_FT * math.sin(2 * math.pi * ribs / len(self.ribs))
        return x + wave, y + self.step_ft * ribs

    def rib_end(self, index: int, reach_ft: float) -> tuple[float, float]:
        """Where a side street ends, in feet; pairs end alike so that a crescent can join them."""
        x, y = self.spine_at(index)
        shorter = (1.0, 0.86, 0.94)[(index + 1) // 2 % 3]
        return x + reach_ft * shorter, y


def _rib(plan: Comb, index: int, reach_ft: float) -> list[LonLat]:
    """Half a side street, from the spine outwards, bent unless it belongs to the numbered grid."""
    (x0, y0), (x1, _) = plan.spine_at(index), plan.rib_end(index, reach_ft)
    bend = 0.0 if NUMBERED.match(plan.ribs[index - 1]) else min(0.16 * abs(plan.step_ft), 70.0)
    shares = (0.0, 1.0) if bend == 0.0 else (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    return [from_ft(x0 + (x1 - x0) * t, y0 + bend * math.sin(math.pi * t)) for t in shares]


def _rib_roads(plan: Comb, index: int) -> list[Road]:
    name = plan.ribs[index - 1]
    halves = [_rib(plan, index, reach) for reach in (plan.right_ft, -plan.left_ft) if reach]
    if NUMBERED.match(name):
        path = [*halves[0][::-1], *halves[-1][1:]] if len(halves) == 2 else halves[0]
        return [road(name, path, number_at=west_number, **plan.facts)]
    path = [*halves[-1][::-1], *halves[0][1:]] if len(halves) == 2 else halves[0]
    return [road(name, path, first_number=plan.first_number + 100, **plan.facts)]


def _crescent(plan: Comb, index: int, reach_ft: float) -> Road:
    """A short street that joins the ends of two neighbouring side streets."""
    (x0, y0), (x1, y1) = plan.rib_end(index, reach_ft), plan.rib_end(index + 1, reach_ft)
    out = math.copysign(BULGE_FT, reach_ft)
    path = [from_ft(x0 + (x1 - x0) * t + out * math.sin(math.pi * t), y0 + (y1 - y0) * t) for t in (0.0, 0.3, 0.7, 1.0)]
    first = plan.ribs[index - 1]
    grid = NUMBERED.match(first)
    base, _, kind = first.rpartition(" ")
    name = f"{base} {CRESCENT_KIND.get(kind, 'Cir')}" if grid else f"{base} {'Loop' if kind == 'Cir' else 'Cir'}"
    return road(name, path, first_number=1200 if grid else plan.first_number, **plan.facts)


def comb_roads(plan: Comb) -> list[Road]:
    """The spine, its side streets, and crescents on alternating sides; the other ends stay culs-de-sac."""
    marks = [k / 2 for k in range(2 * len(plan.ribs) + 1)]
    spine = [from_ft(*plan.spine_at(mark)) for mark in marks]
    number_at = None
    if NUMBERED.match(plan.spine):
        number_at = north_number if plan.spine.startswith("N") else south_number
        spine = [spine[0], spine[-1]]
        if number_at(spine[0]) > number_at(spine[-1]):
            spine = spine[::-1]
    found = [road(plan.spine, spine, first_number=plan.first_number, number_at=number_at, lots=0.6, **plan.facts)]
    for index in range(1, len(plan.ribs) + 1):
        found += _rib_roads(plan, index)
    for index in range(1, len(plan.ribs), 2):
        reach = plan.right_ft if index % 4 == 1 else -plan.left_ft
        if reach:
            found.append(_crescent(plan, index, reach))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """A ring street around a lake, with an entry road from a point on a main road.

    `radius_ft` is (east-west, north-south); the entry reaches the ring's nearest point.
    """

    ring: str
    entry: str
    gate: LonLat
    centre: LonLat
    radius_ft: tuple[float, float]
    private: bool = True
    first_number: int = 100


def _outline(plan: Loop, shrink_ft: float, start: float) -> list[LonLat]:
    """A wavering ellipse around the centre, closed, beginning at an angle in radians."""
    x, y = to_ft(plan.centre)
    found = []
    for k in range(33):
        turn = start + 2 * math.pi * k / 32
        sway = 1.0 + 0.09 * math.sin(3 * (turn - start)) - 0.05 * math.sin(2 * (turn - start))
        a, b = plan.radius_ft[0] * sway - shrink_ft, plan.radius_ft[1] * sway - shrink_ft
        found.append(from_ft(x + a * math.cos(turn), y + b * math.sin(turn)))
    return [*found[:-1], found[0]]


def _start(plan: Loop) -> float:
    """The quarter turn at which the entry meets the ring."""
    (gx, gy), (cx, cy) = to_ft(plan.gate), to_ft(plan.centre)
    return math.pi / 2 * round(math.atan2(gy - cy, gx - cx) / (math.pi / 2))


def loop_roads(plan: Loop) -> list[Road]:
    """The entry road and the ring in two halves, which meet at the entry and at the far side."""
    ring = _outline(plan, 0.0, _start(plan))
    facts: dict[str, Any] = {
        "private_kind": HOA if plan.private else None,
        "kind": "private" if plan.private else "local",
    }
    first = plan.first_number
    return [
        road(plan.entry, [plan.gate, ring[0]], first_number=first, lots=0.3, **facts),
        road(plan.ring, ring[:17], first_number=first, **facts),
        road(plan.ring, ring[:15:-1], first_number=first + 2000, **facts),
    ]


def lake(plan: Loop) -> list[LonLat]:
    """The lake's shore, 180 ft inside the ring's centreline."""
    return _outline(plan, 180.0, _start(plan))

# ruff: noqa: PLR2004  # a drawing is made of figures; the docstrings say what they place
"""Address points: each on its own side of its segment, with that side's parity, clear of other owners' ground."""

import random
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo.frame import LonLat, beside, shape_to_ft, to_ft
from layers.boynton_beach.demo.streets import Places, Range, Segment, mail
from layers.boynton_beach.demo.write import Feature, feature

LOT_FT = {"arterial": 290.0, "collector": 240.0, "local": 185.0, "private": 190.0}
# Doors that must exist: public buildings, and two that are easily confused with City Hall.
LANDMARKS = (
    ("E Ocean Ave", 100),  # City Hall
    ("E Boynton Beach Blvd", 100),  # where City Hall was until 2018
    ("E Boynton Beach Blvd", 400),  # a street named like the city
    ("NE 9th Ave", 222),  # Public Works
    ("E Woolbright Rd", 124),  # Utilities
    ("High Ridge Rd", 2100),  # Police
    ("High Ridge Rd", 2080),  # Fire Rescue
    ("W Boynton Beach Blvd", 1530),  # the post office
    ("N Ocean Blvd", 6450),  # Ocean Ridge Town Hall
    ("N Ocean Blvd", 4802),  # Briny Breezes Town Hall
    ("N Ocean Blvd", 6415),  # Oceanfront Park
    ("S Federal Hwy", 7580),  # Hypoluxo Town Hall
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address point; `unit` is empty for a whole building."""

    number: int
    unit: str | None
    segment: Segment
    point: LonLat
    place: str | None


class Ground:
    """What an address may not stand on: other roads' rights-of-way, canals, railways, water, parks and schools."""

    def __init__(self, segments: list[Segment], claims: list[BaseGeometry]) -> None:
        self._segments = segments
        self._roads = shapely.STRtree([shape_to_ft(LineString(s.piece.path)) for s in segments])
        self._claims = shapely.STRtree([shape_to_ft(claim) for claim in claims])

    def is_clear(self, point: LonLat, own: Segment) -> bool:
        """Whether a house may stand at a point of a segment's side."""
        at = Point(to_ft(point))
        if len(self._claims.query(at, predicate="dwithin", distance=12.0)):
            return False
        for index in self._roads.query(at, predicate="dwithin", distance=190.0):
            other = self._segments[int(index)]
            if other is own:
                continue
            wide = max(other.piece.road.half_width_ft, other.piece.road.half_width_right_ft or 0.0)
            same_street = other.name == own.name and other.maintainer == own.maintainer
            margin = -wide if same_street else 12.0 if other.maintainer == own.maintainer else 35.0
            if self._roads.geometries[int(index)].distance(at) < wide + margin:
                return False
        return True


def _offsets(segment: Segment, *, left: bool) -> tuple[float, float]:
    """Nearest and farthest a house stands from its centreline, in feet; always within 30 to 60 ft."""
    plan = segment.piece.road
    half = plan.half_width_ft if left or plan.half_width_right_ft is None else plan.half_width_right_ft
    return (min(half + 5.0, 57.0) if half > 30 else 44.0), 59.5


def _numbers(side: Range, count: int, landmark: list[int]) -> list[int]:
    if side.first is None or side.last is None:
        return []
    span = (side.last - side.first) // 2
    picked = {side.first + 2 * round(span * (k + 0.5) / count - 0.5) for k in range(count)} if count else set()
    return sorted({n for n in picked if side.first <= n <= side.last} | set(landmark))


def _share(side: Range, number: int) -> float:
    first, last = side.first or 0, side.last or 0
    return 0.06 + 0.88 * (number - first) / (last - first)


def addresses(segments: list[Segment], places: Places, ground: Ground, *, seed: int) -> list[Address]:
    """All address points of the demonstration city, in the order of their segments."""
    dice = random.Random(seed)  # noqa: S311
    found: list[Address] = []
    for segment in segments:
        plan = segment.piece.road
        length = segment.piece.end_ft - segment.piece.start_ft
        count = int(length * plan.lots / LOT_FT.get(plan.kind, 400.0))
        for side, is_left in ((segment.left, True), (segment.right, False)):
            place = segment.place_left if is_left else segment.place_right
            marks = [
                n for (street, n) in LANDMARKS
                if street == segment.name and side.first is not None and side.last is not None
                and side.first <= n <= side.last and n % 2 == side.first % 2
            ]  # fmt: skip
            low, high = _offsets(segment, left=is_left)
            for number in _numbers(side, count, marks):
                offset = dice.uniform(low, high)
                point = beside(list(segment.piece.path), _share(side, number), offset if is_left else -offset)
                kept = number in marks or ground.is_clear(point, segment)
                if not kept or places.of(point) != place:
                    continue
                found += _units(number, segment, point, place, dice)
    return found


def _units(number: int, segment: Segment, point: LonLat, place: str | None, dice: random.Random) -> list[Address]:
    """One address point, and now and then the units behind the same door."""
    base = Address(number=number, unit=None, segment=segment, point=point, place=place)
    if segment.piece.road.kind == "motorway" or (segment.name, number) in LANDMARKS or dice.random() > 0.015:
        return [base]
    word = dice.choice(("Apt", "Unit"))
    labels = [f"{word} {floor}0{door}" for floor in (1, 2) for door in range(1, dice.randint(2, 4))]
    return [base] + [Address(number=number, unit=label, segment=segment, point=point, place=place) for label in labels]


def address_feature(index: int, item: Address) -> Feature:
    """One row of the address layer."""
    zip_code, city = mail(item.place, item.point)
    return feature(
        Point(item.point),
        address_id=f"A{index:05d}",
        number=item.number,
        street=item.segment.name,
        unit=item.unit,
        zip=zip_code,
        postal_city=city,
        segment_id=item.segment.segment_id,
    )

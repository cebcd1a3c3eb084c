"""What does not fit together in streets and address points: findings for whoever keeps the data, with their places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from gis_cas.geocoding.fishbone import ONE_PLACE_FT, Points, contradicting, sides_of
from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.ranges import parity_of
from gis_cas.store.locator_rows import SegmentRow


class FindingKind(StrEnum):
    """What kind of contradiction it is."""

    OVERLAP = "overlapping ranges"
    PARITY = "wrong parity"
    FISHBONE = "fishbone"
    DUPLICATE = "duplicate address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One contradiction: the features it is about, a sentence, and where to look (the city's CRS, feet)."""

    kind: FindingKind
    keys: tuple[str, ...]
    sentence: str
    shape: BaseGeometry


def of_streets(segments: Sequence[SegmentRow]) -> Iterator[Finding]:
    """What contradicts itself among segments: their parities, and ranges that share numbers."""
    for segment in segments:
        yield from _parity(segment)
    yield from _overlaps(segments)


def of_points(points: Points) -> Iterator[Finding]:
    """Address points that are on file twice."""
    seen: dict[tuple[int, str, str | None, str | None], int] = {}
    keys = {street: street_key(street) for street in set(points.streets)}
    told = zip(points.numbers.tolist(), points.streets, points.units, points.zips, strict=True)
    for at, (number, street, unit, zip_code) in enumerate(told):
        first = seen.setdefault((number, keys[street], unit, zip_code), at)
        if first == at:
            continue
        spot, other = Point(points.xy_ft[at]), Point(points.xy_ft[first])
        apart_ft = spot.distance(other)
        yield Finding(
            kind=FindingKind.DUPLICATE,
            keys=(points.keys[first], points.keys[at]),
            sentence=f"{number} {street} is on file twice, {apart_ft:,.0f} ft apart.",
            shape=LineString([other, spot]) if apart_ft > ONE_PLACE_FT else spot,
        )


def between(points: Points, segments: Sequence[SegmentRow]) -> Iterator[Finding]:
    """Address points that disagree with their centreline: their number, their side or how far they lie."""
    for at, segment, foot, said in contradicting(points, segments):
        spot = Point(points.xy_ft[at])
        yield Finding(
            kind=FindingKind.FISHBONE,
            keys=(points.keys[at], segment.segment_key),
            sentence=f"{points.numbers[at]} {points.streets[at]} {said}.",
            shape=LineString([spot, foot]) if spot != foot else spot,
        )


def _parity(segment: SegmentRow) -> Iterator[Finding]:
    sides = sides_of(segment)
    said = []
    for side in sides:
        ends = {parity_of(side.first), parity_of(side.last)}
        if len(ends) == 2 and side.parity != "both":  # noqa: PLR2004 - both parities
            said.append(f"the {side.side} range {side.first} to {side.last} begins and ends on different parities")
        elif side.parity in {"odd", "even"} and side.parity not in ends:
            said.append(f"the {side.side} range {side.first} to {side.last} is said to be {side.parity}")
    parities = [side.parity_in_force for side in sides]
    if not said and len(parities) == 2 and parities[0] and parities[0] == parities[1]:  # noqa: PLR2004 - a street has two sides
        said.append(f"both sides have {parities[0]} numbers")
    for sentence in said:
        yield Finding(
            kind=FindingKind.PARITY,
            keys=(segment.segment_key,),
            sentence=f"{segment.street}: {sentence}.",
            shape=segment.line,
        )


def _overlaps(segments: Sequence[SegmentRow]) -> Iterator[Finding]:
    """Neighbours in the order of their numbers on one street, ZIP code and parity that share numbers."""
    ranges: dict[tuple[str, str | None, str | None], list[tuple[int, int, SegmentRow]]] = {}
    for segment in segments:
        for side in sides_of(segment):
            low, high = sorted((side.first, side.last))
            key = (street_key(segment.street), segment.zip, side.parity_in_force)
            ranges.setdefault(key, []).append((low, high, segment))
    for found in ranges.values():
        found.sort(key=lambda one: (one[0], one[1], one[2].segment_key))
        for (low, high, one), (other_low, other_high, other) in pairwise(found):
            if other_low <= high and one.segment_key != other.segment_key:
                yield Finding(
                    kind=FindingKind.OVERLAP,
                    keys=(one.segment_key, other.segment_key),
                    sentence=f"{one.street}: {low} to {high} and {other_low} to {other_high} share numbers.",
                    shape=other.line,
                )

"""What does not fit together in streets and address points: findings for whoever keeps the data, with their places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from shapely import LineString, Point
from shapely.geometry.base import BaseGeometry

from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.ranges import NumberRange, parity_of, ranges_of
from gis_cas.store.locator_rows import AddressRow, SegmentRow

FAR_FROM_ITS_STREET_FT = 600.0
ONE_PLACE_FT = 3.0


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


def findings(segments: Sequence[SegmentRow], points: Sequence[AddressRow]) -> Iterator[Finding]:
    """Everything that contradicts something else on file."""
    for segment in segments:
        yield from _parity(segment)
    yield from _overlaps(segments)
    by_key = {segment.segment_key: segment for segment in segments}
    for point in points:
        own = by_key.get(point.segment_key or "")
        if own is not None:
            yield from _fishbone(point, own)
    yield from _duplicates(points)


def _sides(segment: SegmentRow) -> tuple[NumberRange, ...]:
    return ranges_of(
        left=segment.left, right=segment.right, parity_left=segment.parity_left, parity_right=segment.parity_right
    )


def _parity(segment: SegmentRow) -> Iterator[Finding]:
    sides = _sides(segment)
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
        for side in _sides(segment):
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


def _fishbone(point: AddressRow, segment: SegmentRow) -> Iterator[Finding]:
    """An address point that disagrees with its centreline: its number, its side or how far it lies."""
    spot = Point(point.x_ft, point.y_ft)
    foot = segment.line.interpolate(segment.line.project(spot))
    away_ft = spot.distance(foot)
    said = None
    holding = [side for side in _sides(segment) if side.spans(point.number)]
    fitting = [side for side in holding if side.holds(point.number)]
    if away_ft > FAR_FROM_ITS_STREET_FT:
        said = f"lies {away_ft:,.0f} ft from its street"
    elif _sides(segment) and not holding:
        said = "has a number outside the ranges of its segment"
    elif holding and not fitting:
        said = "has a number of the other parity than its segment's ranges"
    elif len(fitting) == 1 and away_ft > ONE_PLACE_FT and _side_of(segment.line, spot) != fitting[0].side:
        said = f"lies on the other side of the street than its number, which is {fitting[0].side}"
    if said:
        yield Finding(
            kind=FindingKind.FISHBONE,
            keys=(point.address_key, segment.segment_key),
            sentence=f"{point.number} {point.street} {said}.",
            shape=LineString([spot, foot]) if away_ft else spot,
        )


def _side_of(line: LineString, spot: Point) -> str:
    along = line.project(spot)
    behind, ahead = line.interpolate(max(along - 1, 0)), line.interpolate(min(along + 1, line.length))
    turn = (ahead.x - behind.x) * (spot.y - behind.y) - (ahead.y - behind.y) * (spot.x - behind.x)
    return "left" if turn > 0 else "right"


def _duplicates(points: Sequence[AddressRow]) -> Iterator[Finding]:
    seen: dict[tuple[int, str, str | None, str | None], AddressRow] = {}
    for point in points:
        key = (point.number, street_key(point.street), point.unit, point.zip)
        first = seen.setdefault(key, point)
        spot, other = Point(point.x_ft, point.y_ft), Point(first.x_ft, first.y_ft)
        if first is not point:
            yield Finding(
                kind=FindingKind.DUPLICATE,
                keys=(first.address_key, point.address_key),
                sentence=f"{point.number} {point.street} is on file twice, {spot.distance(other):,.0f} ft apart.",
                shape=LineString([other, spot]) if spot.distance(other) > ONE_PLACE_FT else spot,
            )

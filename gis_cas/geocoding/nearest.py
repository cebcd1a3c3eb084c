"""The stage for a number that no range holds: the nearest number of the street, said to be that."""

import math
from collections.abc import Sequence

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import addresses, ranges, scoring
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.readings import AddressRead
from gis_cas.store.locator_rows import SegmentRow

SAME_BLOCK = 100
"""Numbers of one block share their hundreds."""

BLOCK_FT = 300.0
"""A city block. Past the end of its range a number lies anywhere on the next one, however short its own piece is."""

OUTSIDE_RANGE = 12.0
OUTSIDE_BLOCK = 25.0


def of_address(ground: Ground, read: AddressRead) -> list[Candidate]:
    """For each name that fits, the end of the range that misses the number by the least, within a block.

    A street of another type that does hold the number is no less likely than a number that is not on file.
    """
    gazetteer = ground.gazetteer
    streets = gazetteer.of_names(bases=scoring.wanted(read.street).bases)
    if not len(streets):
        return []
    missed = gazetteer.gaps(streets, read.number)
    near: dict[tuple[str, float], list[SegmentRow]] = {}
    for place in sorted(range(len(streets)), key=lambda one: int(missed[one])):
        segment = gazetteer.segments[streets[place]]
        cost = scoring.best_cost(read.street, segment.keys, own_name=segment.street)
        if cost is not None and missed[place] <= SAME_BLOCK:
            near.setdefault((segment.street, cost), []).append(segment)
    tried = [_best(ground, read, segments, cost=cost) for (_, cost), segments in near.items()]
    found = [one for one in tried if one is not None]
    return [*found, *addresses.of_another_type(ground, read, as_=found)]


def _best(ground: Ground, read: AddressRead, segments: Sequence[SegmentRow], *, cost: float) -> Candidate | None:
    """The place on the segment whose end is nearest, on the number's own side where the parity tells it."""
    possible = [(_missed(side, read.number), segment, side) for segment in segments for side in _sides(segment)]
    missed, segment, side = min(possible, key=lambda one: (one[0], one[1].segment_key))
    gap = int(missed)
    postal = ground.gazetteer.postal.cost(read.tail, zips=[segment.zip])
    if postal is None:
        return None
    habits = ground.gazetteer.habits
    end = side.nearest_end(read.number)
    x_ft, y_ft = ranges.point_at(
        segment.line, fraction=side.fraction(end), side=side.side, offset_ft=habits.side_offset_ft
    )
    same_block = end // SAME_BLOCK == read.number // SAME_BLOCK
    radius_ft = ranges.radius_ft(
        length_ft=segment.line.length,
        accuracy_ft=ground.gazetteer.accuracy_ft("streets"),
        along_share=habits.along_share,
    )
    beyond_ft = segment.line.length * min(1.0, gap / max(abs(side.last - side.first), 1))
    outside = OUTSIDE_RANGE if same_block else OUTSIDE_BLOCK
    return Candidate(
        label=f"{read.number} {segment.street}" + (f", {segment.zip}" if segment.zip else ""),
        position=ground.projection.to_position(x_ft=x_ft, y_ft=y_ft),
        score=scoring.FULL - read.cost - cost - postal - outside,
        match_type=MatchType.STREET_ADDRESS_EXT,
        error_radius_ft=math.hypot(radius_ft, max(beyond_ft, BLOCK_FT)),
        segment_key=segment.segment_key,
        side=side.side,
        note=f"No range on file holds this number; the nearest is {end}.",
    )


def _sides(segment: SegmentRow) -> tuple[ranges.NumberRange, ...]:
    return ranges.ranges_of(
        left=segment.left, right=segment.right, parity_left=segment.parity_left, parity_right=segment.parity_right
    )


def _missed(side: ranges.NumberRange, number: int) -> float:
    """By how much the number misses the range; the other side's parity counts half a number more."""
    other = side.parity_in_force not in {None, ranges.parity_of(number)}
    return abs(number - side.nearest_end(number)) + (0.5 if other else 0.0)

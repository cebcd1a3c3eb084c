"""How a gazetteer files its segments: under every key, with what they span, as alleys, by what meets where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gis_cas.geocoding.names import base_key, street_key
from gis_cas.geocoding.nodes import Crossing
from gis_cas.store.locator_rows import Corrections, SegmentRow

Numbers = NDArray[np.int32]


def aliases_told(corrections: Corrections) -> dict[str, list[str]]:
    """What editors said streets are also called, by the streets' keys."""
    found: dict[str, list[str]] = {}
    for street, name in corrections.aliases:
        found.setdefault(street_key(street), []).append(name)
    return found


def rekeyed(segment: SegmentRow, aliases: Mapping[str, Sequence[str]]) -> SegmentRow:
    """The segment with its keys as they are made now (rows may be older than the rules) and what it is also called."""
    own = (segment.street, *segment.keys)
    told = [name for one in own for name in aliases.get(street_key(one), ())] if aliases else []
    keys = tuple(dict.fromkeys(street_key(key) for key in (*own, *told) if key))
    return segment if keys == segment.keys else replace(segment, keys=keys)


def filed(numbered: Iterable[tuple[int, Iterable[str]]]) -> dict[str, Numbers]:
    """The numbers of the segments under each of their keys."""
    found: dict[str, list[int]] = {}
    for number, keys in numbered:
        for key in keys:
            found.setdefault(key, []).append(number)
    return {key: np.array(numbers, dtype=np.int32) for key, numbers in found.items()}


def spans(segment: SegmentRow, number: int) -> bool:
    """Whether the range of either side spans the number."""
    for first, last in (segment.left, segment.right):
        low, high = first or last, last or first
        if low and high and min(low, high) <= number <= max(low, high):
            return True
    return False


def ends_of(segments: Sequence[SegmentRow]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Lowest and highest number of each segment, left and right; a side without numbers spans nothing."""
    low = np.zeros((len(segments), 2), dtype=np.int32)
    high = np.full((len(segments), 2), -1, dtype=np.int32)
    for place, segment in enumerate(segments):
        for side, ends in enumerate((segment.left, segment.right)):
            known = [end for end in ends if end]
            if known:
                low[place, side], high[place, side] = min(known), max(known)
    return low, high


def alleys_of(segments: Sequence[SegmentRow]) -> dict[tuple[str, ...], list[int]]:
    """Segments with two names joined by a hyphen: alleys are called after the streets on either side."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number, segment in enumerate(segments):
        if "-" not in segment.street:
            continue
        parts = [base_key(part) for part in segment.street.split("-") if street_key(part) != "ALY"]
        if len(parts) == 2 and all(parts):  # noqa: PLR2004 - an alley has two sides
            found.setdefault(tuple(sorted(parts)), []).append(number)
    return found


def meeting(found: Sequence[Crossing], keys_of: Sequence[Iterable[str]]) -> dict[str, list[int]]:
    """The crossings under each key of a segment that ends there."""
    index: dict[str, list[int]] = {}
    for number, crossing in enumerate(found):
        for key in {key for leg in crossing.legs for key in keys_of[leg]}:
            index.setdefault(key, []).append(number)
    return index

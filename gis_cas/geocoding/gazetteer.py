"""The streets of one version of the tables as a process keeps them: found by name, by number, and where they meet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_cas.geocoding.alike import Alike
from gis_cas.geocoding.calibration import habits
from gis_cas.geocoding.filing import (
    Numbers,
    aliases_told,
    alleys_of,
    ends_of,
    filed,
    meeting,
    rekeyed,
    spans,
)
from gis_cas.geocoding.landmarks import Landmarks
from gis_cas.geocoding.markers import Markers
from gis_cas.geocoding.names import base_key, street_key
from gis_cas.geocoding.nodes import Crossing, crossings
from gis_cas.geocoding.postal import Postal
from gis_cas.geocoding.suggesting import SHORTEST, Beginnings, Suggestion, typed_so_far
from gis_cas.store.locator_rows import (
    AddressRow,
    Corrections,
    CrossingRow,
    LandmarkRow,
    LocatorState,
    MarkerRow,
    SegmentRow,
)

UNKNOWN_ACCURACY_FT = 33.0
"""The 95 % accuracy assumed of a layer that came without one."""

_NONE = Corrections()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetPiece:
    """A segment as a piece of its street: its middle, and how long it is. Feet: city's CRS."""

    segment: SegmentRow
    x_ft: float
    y_ft: float
    length_ft: float


class Gazetteer:
    """One version of the streets, address points and crossings. It is never changed, only replaced by the next one.

    `points` is None when the city has more address points than a process should keep; `sample` are then some of them.
    """

    def __init__(
        self,
        state: LocatorState,
        *,
        segments: Sequence[SegmentRow] = (),
        crossings_on_file: Sequence[CrossingRow] = (),
        points: Sequence[AddressRow] | None = (),
        sample: Sequence[AddressRow] = (),
        landmarks: Sequence[LandmarkRow] = (),
        markers: Sequence[MarkerRow] = (),
        corrections: Corrections = _NONE,
    ) -> None:
        self.version = state.version
        self.postal = Postal(state)
        self._accuracy_ft = state.accuracy_ft
        aliases = aliases_told(corrections)
        self.segments = [rekeyed(segment, aliases) for segment in segments]
        self._by_name = filed((number, segment.keys) for number, segment in enumerate(self.segments))
        self._by_base = filed(
            (number, {base_key(key) for key in segment.keys}) for number, segment in enumerate(self.segments)
        )
        self._by_key = {segment.segment_key: number for number, segment in enumerate(self.segments)}
        self._alleys = alleys_of(self.segments)
        self._low, self._high = ends_of(self.segments)
        self._most = self._high.max(axis=1, initial=-1)
        self._least = np.where(self._high < 0, np.iinfo(np.int32).max, self._low).min(
            axis=1, initial=np.iinfo(np.int32).max
        )
        lines = np.array([segment.line for segment in self.segments], dtype=object)
        self._lengths = shapely.length(lines)
        self._middles = shapely.get_coordinates(shapely.line_interpolate_point(lines, 0.5, normalized=True))
        self.landmarks = Landmarks([*landmarks, *corrections.landmarks])
        self.markers = Markers(markers)
        self.alike = Alike(self._by_base)
        self._beginnings = Beginnings(
            [*((segment.street, "street") for segment in self.segments), *((row.name, "landmark") for row in landmarks)]
        )
        self._crossings = crossings(self.segments, crossings_on_file)
        self._crossings_by_name = meeting(self._crossings, [segment.keys for segment in self.segments])
        self._crossings_by_base = meeting(
            self._crossings, [tuple({base_key(key) for key in segment.keys}) for segment in self.segments]
        )
        self.keys_of = lru_cache(maxsize=4096)(self._keys_of)
        self._points = None if points is None else _by_number(points)
        self.habits = habits(sample or points or (), {segment.segment_key: segment for segment in self.segments})
        self.point_streets = state.point_streets
        self._told = _by_number(corrections.points)
        self.told = {point.address_key: point for point in corrections.points}

    def accuracy_ft(self, kind: str) -> float:
        """The 95 % accuracy in feet of the layer of a kind: streets, address_points or intersections."""
        return self._accuracy_ft.get(kind, UNKNOWN_ACCURACY_FT)

    def has(self, kind: str) -> bool:
        """Whether any layer of a kind was ever published."""
        return kind in self._accuracy_ft

    def on_file(self, base: str) -> bool:
        """Whether any street has this base key."""
        return base in self._by_base

    def of_names(self, *, names: Iterable[str] = (), bases: Iterable[str] = ()) -> Numbers:
        """The numbers of the segments of these keys or base keys."""
        found = [self._by_name[name] for name in names if name in self._by_name]
        found += [self._by_base[base] for base in bases if base in self._by_base]
        if not found:
            return np.empty(0, dtype=np.int32)
        return found[0] if len(found) == 1 else np.unique(np.concatenate(found))

    def alleys(self, one: str, other: str) -> Sequence[int]:
        """The numbers of the segments named after two streets of these base keys, in either order."""
        return self._alleys.get(tuple(sorted((one, other))), ())

    def suggestions(self, words: str, *, most: int) -> list[Suggestion]:
        """What the words may become: streets and landmarks that begin so, with a number those that have it."""
        number, beginning = typed_so_far(words)
        found: list[Suggestion] = []
        if len(beginning) < SHORTEST:
            return found
        for name, kind in self._beginnings.starting(beginning):
            if number is None:
                found.append(Suggestion(name, kind, whole=kind == "landmark"))
            elif kind == "street" and self._has(number, name):
                found.append(Suggestion(f"{number} {name}", "address", whole=True))
            if len(found) == most:
                break
        return found

    def _has(self, number: int, street: str) -> bool:
        key = street_key(street)
        points = self._points or {}
        return bool(points.get((number, key))) or bool(self.spanning(self.of_names(names=[key]), number))

    def spanning(self, numbers: Numbers, number: int) -> list[SegmentRow]:
        """Those of the segments with a range, on either side, that spans a house number."""
        if not len(numbers):
            return []
        perhaps = numbers[(self._least.take(numbers) <= number) & (number <= self._most.take(numbers))]
        return [self.segments[one] for one in perhaps.tolist() if spans(self.segments[one], number)]

    def gaps(self, numbers: Numbers, number: int) -> NDArray[np.int64]:
        """By how much a house number misses the nearest range of each segment; 0 is inside, huge without any range."""
        low, high = self._low[numbers].astype(np.int64), self._high[numbers].astype(np.int64)
        missed = np.maximum(np.maximum(low - number, number - high), 0)
        gaps: NDArray[np.int64] = np.where(high >= 0, missed, np.iinfo(np.int64).max).min(axis=1)
        return gaps

    def pieces(self, numbers: Numbers) -> list[StreetPiece]:
        """The segments as pieces of their streets."""
        return [
            StreetPiece(
                segment=self.segments[one],
                x_ft=float(self._middles[one, 0]),
                y_ft=float(self._middles[one, 1]),
                length_ft=float(self._lengths[one]),
            )
            for one in numbers
        ]

    def _keys_of(self, names: tuple[str, ...], bases: tuple[str, ...]) -> frozenset[str]:
        """Every key of the segments of these keys or base keys."""
        found = self.of_names(names=names, bases=bases)
        return frozenset(key for number in found for key in self.segments[number].keys) | set(names)

    def points(self, *, number: int, names: Collection[str]) -> list[AddressRow] | None:
        """The address points of a number on streets of these keys; None when they are not kept here."""
        return None if self._points is None else _with_number(self._points, number, names)

    def points_told(self, *, number: int, names: Collection[str]) -> list[AddressRow]:
        """Those of them that an editor told the locator of."""
        return _with_number(self._told, number, names)

    def answering(self, points: Iterable[AddressRow], numbers: Numbers) -> list[AddressRow]:
        """The points with every key they answer to: their street's own, and those of their segment among `numbers`."""
        wanted, answering = set(numbers.tolist()), []
        for point in points:
            at = self._by_key.get(point.segment_key) if point.segment_key else None
            keys = self.segments[at].keys if at is not None and at in wanted else ()
            answering.append(replace(point, keys=(street_key(point.name_key), *keys)))
        return answering

    def meetings(self, *, first: Mapping[str, Iterable[str]], second: Mapping[str, Iterable[str]]) -> list[Crossing]:
        """The crossings that a street of the first `names` or `bases` and one of the second may share."""
        found: set[int] = set()
        for kind, index in (("names", self._crossings_by_name), ("bases", self._crossings_by_base)):
            one, other = (
                {number for key in side.get(kind, ()) for number in index.get(key, ())} for side in (first, second)
            )
            found |= one & other
        return [self._crossings[number] for number in sorted(found)]


def _by_number(points: Iterable[AddressRow]) -> dict[tuple[int, str], list[AddressRow]]:
    found: dict[tuple[int, str], list[AddressRow]] = {}
    for point in points:
        found.setdefault((point.number, street_key(point.name_key)), []).append(point)
    return found


def _with_number(
    points: Mapping[tuple[int, str], list[AddressRow]], number: int, names: Collection[str]
) -> list[AddressRow]:
    return [point for name in names for point in points.get((number, name), ())] if points else []

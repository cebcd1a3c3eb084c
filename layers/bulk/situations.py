"""Rows that look alike to the policy: the same question, the same kinds of features around, in the same order.

What differs between such rows are numbers (radius, feet, shares) and words (names); see `symbols.py` and `likeness.py`.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.bulk.around import Around
from layers.bulk.asking import Questions
from layers.bulk.closer import Closer
from layers.bulk.ground import Bools, Floats, Ground, Ints
from layers.bulk.likeness import Likeness
from layers.bulk.lists import Lists
from layers.bulk.numbers import Numbers

MOST_ENTRIES: Final = 20
"""Rows with more around them than this are decided one by one."""

RADIUS: Final = 0
"""The number of the radius among a row's numbers."""

_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_AGAIN = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def feet_of(entry: int) -> int:
    """The number of an entry's feet among a row's numbers."""
    return 1 + entry


def share_of(entry: int) -> int:
    """The number of an entry's share among a row's numbers."""
    return 1 + MOST_ENTRIES + entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The grid's lists as one question sees them: only what its rules name.

    rank: by place in the grid's list, the place in this one, or -1. marks: by list, two sums that tell lists apart.
    ours: by list, whether an area of the city's own that no rule names holds it.
    """

    lists: Lists
    rank: Ints
    marks: NDArray[np.uint64]
    ours: Bools


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The situations of a block of rows.

    Entry `e` of row `i` stands in `[i, e]` of feature (-1 where there is none), same_name and same_words (the first
    entry with the same one). numbers: radius, feet and shares (NaN until measured). side: of each entry in `around`.
    ours: see Held. marks: equal for alike rows. alone: more is around than fits. segment: the street's that an address
    names (-1: none); beside: the first entry that is it, has its name, has its words (MOST_ENTRIES: none).
    """

    xy: Floats
    radius_ft: Floats
    question: Ints
    around: Around
    begin: Ints
    feature: Ints
    side: NDArray[np.int8]
    same_name: Ints
    same_words: Ints
    numbers: Numbers
    ours: Bools
    marks: NDArray[np.uint64]
    alone: Bools
    segment: Ints
    beside: Ints

    def entries(self, row: int) -> range:
        """The places of a row's entries in `around`."""
        return range(int(self.begin[row]), int(self.begin[row + 1]))


class Situations:
    """Makes blocks, and tells what one question sees of the grid's lists."""

    def __init__(
        self,
        ground: Ground,
        lists: Lists,
        questions: Questions,
        likeness: Likeness,
        *,
        owner_slug: str,
    ) -> None:
        self._ground, self._lists, self._questions, self._likeness = ground, lists, questions, likeness
        self.ours: Bools = np.array([owner == owner_slug for owner in ground.owners], dtype=np.bool_) & ground.is_area
        self._held: dict[int, Held] = {}

    def held(self, question: int) -> Held:
        """The grid's lists as this question sees them."""
        if question not in self._held:
            self._held[question] = self._seen_by(question)
        return self._held[question]

    def block(
        self, xy: Floats, radius_ft: Floats, question: Ints, around: Around, closer: Closer, segment: Ints
    ) -> Block:
        """The situations of these rows."""
        count, ground = len(xy), self._ground
        counts = self._questions.wanted[question[around.row], ground.layer_of[around.feature]]
        ours = np.zeros(count, dtype=np.bool_)
        ours[around.row[~counts & self.ours[around.feature]]] = True
        around = _only(around, counts)
        begin = np.searchsorted(around.row, np.arange(count + 1))
        place = np.arange(len(around.row)) - begin[around.row]
        fits = place < MOST_ENTRIES
        alone = np.diff(begin) > MOST_ENTRIES
        feature = np.full((count, MOST_ENTRIES), -1, dtype=np.int64)
        feature[around.row[fits], place[fits]] = around.feature[fits]
        side = self._sides(xy, around, closer)
        numbers = np.full((count, 1 + 2 * MOST_ENTRIES), np.nan)
        numbers[:, RADIUS] = radius_ft
        numbers[around.row[fits], 1 + place[fits]] = around.distance_ft[fits]
        same_name = _first_like(feature, self._likeness.name)
        same_words = _first_like(feature, self._likeness.words)
        code = self._likeness.kind[around.feature] * 2 + around.holds
        code = (code * 2 + np.isfinite(around.distance_ft)) * 4 + side
        rank = np.full(len(code), -1, dtype=np.int64)
        marks = np.zeros((count, 2), dtype=np.uint64)
        for number in np.unique(question).tolist():
            held, rows = self.held(number), question == number
            listed = rows[around.row] & (around.listed >= 0)
            rank[listed] = held.rank[around.listed[listed]]
            ours[rows] |= held.ours[around.kinds[rows]]
            marks[rows] = held.marks[around.kinds[rows]]
        code = (code * 1024 + rank + 1) * 32
        place = np.minimum(place, MOST_ENTRIES - 1)
        code = (code + same_name[around.row, place]) * 32 + same_words[around.row, place]
        for which in (0, 1):
            mixed = _mixed(code, place + 1, which)
            marks[:, which] += _row_sums(mixed, begin)
            marks[:, which] += _mixed(question * 2 + ours, np.full(count, 977), which)
        beside = self._beside(feature, segment)
        self._mark_segments(marks, segment, beside)
        return Block(
            xy=xy,
            radius_ft=radius_ft,
            question=question,
            around=around,
            begin=begin,
            feature=feature,
            side=side,
            same_name=same_name,
            same_words=same_words,
            numbers=Numbers(numbers),
            ours=ours,
            marks=marks,
            alone=alone,
            segment=segment,
            beside=beside,
        )

    def _beside(self, feature: Ints, segment: Ints) -> Ints:
        beside = np.full((len(segment), 3), MOST_ENTRIES)
        some = np.flatnonzero(segment >= 0)
        if len(some):
            own, likeness = np.arange(len(self._ground)), self._likeness
            for what, number in enumerate((own, likeness.name, likeness.words)):
                like = (feature[some] >= 0) & (number[feature[some]] == number[segment[some], None])
                beside[some, what] = np.where(like.any(axis=1), like.argmax(axis=1), MOST_ENTRIES)
        return beside

    def _mark_segments(self, marks: NDArray[np.uint64], segment: Ints, beside: Ints) -> None:
        some = np.flatnonzero(segment >= 0)
        code = self._likeness.kind[segment[some]]
        for column in beside[some].T:
            code = code * 32 + column
        for which in (0, 1):
            marks[some, which] += _mixed(code, np.full(len(some), 983), which)

    def _sides(self, xy: Floats, around: Around, closer: Closer) -> NDArray[np.int8]:
        side = np.zeros(len(around.row), dtype=np.int8)
        some = np.flatnonzero(self._ground.two_sided[around.feature])
        if len(some):
            side[some] = closer.sides(xy[around.row[some]], around.feature[some])
        return side

    def _seen_by(self, question: int) -> Held:
        lists, ground = self._lists, self._ground
        whose = np.repeat(np.arange(len(lists)), np.diff(lists.starts))
        counts = self._questions.wanted[question][ground.layer_of[lists.items]]
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum(np.bincount(whose[counts], minlength=len(lists)), out=starts[1:])
        items = lists.items[counts]
        place = np.arange(len(items)) - starts[whose[counts]]
        rank = np.full(len(lists.items), -1, dtype=np.int64)
        rank[counts] = place
        marks = np.zeros((len(lists), 2), dtype=np.uint64)
        for which in (0, 1):
            marks[:, which] = _row_sums(_mixed(self._likeness.kind[items], place + 101, which), starts)
        ours = np.bincount(whose[~counts & self.ours[lists.items]], minlength=len(lists)) > 0
        return Held(lists=Lists(starts, items), rank=rank, marks=marks, ours=ours)


def _only(around: Around, kept: Bools) -> Around:
    if kept.all():
        return around
    return Around(
        kinds=around.kinds,
        row=around.row[kept],
        feature=around.feature[kept],
        distance_ft=around.distance_ft[kept],
        holds=around.holds[kept],
        listed=around.listed[kept],
    )


def _first_like(feature: Ints, number: Ints) -> Ints:
    """For each entry the first one of its row with the same number."""
    first = np.tile(np.arange(MOST_ENTRIES), (len(feature), 1))
    some = np.flatnonzero(feature[:, 1] >= 0)
    if not len(some):
        return first
    most = int((feature[some] >= 0).sum(axis=1).max())
    numbers = np.where(feature[some, :most] >= 0, number[feature[some, :most]], -1)
    found = first[some]
    for entry in range(1, most):
        for earlier in reversed(range(entry)):
            like = numbers[:, entry] == numbers[:, earlier]
            found[like, entry] = earlier
    first[some] = found
    return first


def _mixed(code: Ints, place: Ints, which: int) -> NDArray[np.uint64]:
    """One of two hashes (64 bits) of what stands at a place."""
    mixed = (code.astype(np.uint64) + _MIX[which]) * _AGAIN[which]
    mixed ^= mixed >> np.uint64(29)
    mixed += place.astype(np.uint64) * _MIX[1 - which]
    mixed *= _AGAIN[1 - which]
    return mixed ^ (mixed >> np.uint64(32))


def _row_sums(values: NDArray[np.uint64], begin: Ints) -> NDArray[np.uint64]:
    """The sum of each row's values, modulo 2^64."""
    sums = np.zeros(len(values) + 1, dtype=np.uint64)
    np.cumsum(values, out=sums[1:])
    return sums[begin[1:]] - sums[begin[:-1]]

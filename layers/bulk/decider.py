"""Whole decisions for blocks of rows: the policy is asked once for each way in which rows differ to it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any, Final

import numpy as np

from gis_cas.domain.decision import Decision
from gis_cas.geo.projection import Projection
from layers.bulk.around import Surroundings
from layers.bulk.asking import Asking, Questions
from layers.bulk.closer import Closer
from layers.bulk.forms import Form
from layers.bulk.ground import Bools, Floats, Ints
from layers.bulk.learnt import ALONE, Learnt
from layers.bulk.lessons import Ending, Lesson, Lessons
from layers.bulk.likeness import Likeness
from layers.bulk.measuring import NOTHING, OVERLAPS, SHARES, Measuring
from layers.bulk.numbers import FIRST_BEYOND, RowNumbers
from layers.bulk.seen import Sight
from layers.bulk.situations import Block, Situations, share_of
from layers.bulk.symbols import CLOSE, OPEN, Followed, NotFollowed
from layers.bulk.tree import UNKNOWN, end

_MARK: Final = re.compile(f"{OPEN}(\\d+){CLOSE}")

Tell = Callable[[Decision], str]
"""From a decision to the words of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A block's rows with the end that each came to; `shares` marks those for which shares were measured."""

    block: Block
    ends: Ints
    shares: Bools


class Decider:
    """Decides blocks of spots for the questions of a run; keeps what it learnt of the policy."""

    def __init__(
        self,
        surroundings: Surroundings,
        asking: Asking,
        *,
        projection: Projection,
        tell: Tell,
        closer: Closer,
        lessons: Lessons | None = None,
    ) -> None:
        ground = surroundings.ground
        self.questions = Questions(asking, ground)
        self.surroundings, self.asking = surroundings, asking
        self._projection, self._tell, self._closer = projection, tell, closer
        self.likeness = Likeness(ground, asking.ruleset, asking.directory)
        self._sight = Sight(ground, self.likeness, asking, self.questions)
        self.situations = Situations(
            ground,
            surroundings.grid.held,
            self.questions,
            self.likeness,
            owner_slug=asking.city.owner_slug,
        )
        self.measuring = Measuring(ground, closer, self.questions)
        self.knows = Learnt(lessons)
        self.learnt = 0
        self.learning_s = 0.0

    def decide(self, xy: Floats, radius_ft: Floats, question: Ints, segment: Ints | None = None) -> Told:
        """The decisions for spots (feet) with 95 % radii (feet) and the number of the question each asks.

        segment: the feature of the street segment that an address names, -1 where none does.
        """
        if segment is None:
            segment = np.full(len(xy), -1)
        self.knows.read_on()
        around = self.surroundings.around(xy, radius_ft, self.questions.wanted, question)
        block = self.situations.block(xy, radius_ft, question, around, self._closer, segment)
        ends, shares = self._ends(block)
        self.knows.share()
        return Told(block=block, ends=ends, shares=shares)

    def alone(self, block: Block, row: int) -> str:
        """The words of one row, decided by itself."""
        service = self.asking_service(block, row)
        held = self.situations.held(int(block.question[row])).lists
        position = self._projection.to_position(x_ft=float(block.xy[row, 0]), y_ft=float(block.xy[row, 1]))
        shares, overlaps = self.measuring.alone(block, row)
        findings = self._sight.plain(block, row, held, position=position, shares=shares, overlaps=overlaps)
        return self._tell(self.asking.decide(service, findings))

    def asking_service(self, block: Block, row: int) -> Any:
        """The service that stands for the row's question."""
        return self.questions.services[int(block.question[row])]

    def _ends(self, block: Block) -> tuple[Ints, Bools]:
        marks, first, which = np.unique(block.marks[:, 0], return_index=True, return_inverse=True)
        keys, second = marks.tolist(), block.marks[first, 1].tolist()
        known = list(map(self.knows.root, keys, second))
        roots = np.array([root.node for root in known], dtype=np.int64)
        checks = np.array([root.check for root in known], dtype=np.uint64)
        single = block.alone | (block.marks[:, 1] != checks[which])
        at = np.where(single, end(ALONE), roots[which])
        measured = np.full(len(at), NOTHING)
        asked = np.zeros(len(at), dtype=np.bool_)
        while True:
            at, before = self.knows.trees.walk(at, block.numbers)
            waiting = np.flatnonzero(at >= 0)
            at[waiting[measured[waiting] == OVERLAPS]] = end(ALONE)
            waiting = waiting[measured[waiting] < OVERLAPS]
            self.measuring.measure(block, waiting, measured[waiting])
            measured[waiting] += 1
            open_rows = np.flatnonzero(at == UNKNOWN)
            if not len(open_rows) and not len(waiting):
                break
            stuck = open_rows[asked[open_rows]]
            at[stuck] = end(ALONE)
            open_rows = open_rows[~asked[open_rows]]
            place = np.where(before[open_rows] >= 0, before[open_rows], -1 - which[open_rows])
            _, one = np.unique(place, return_index=True)
            began = perf_counter()
            for row in open_rows[one].tolist():
                self._learn(block, row)
                asked[row] = True
            self.learning_s += perf_counter() - began
            if len(one):
                roots = np.array([root.node for root in map(self.knows.root, keys, second)], dtype=np.int64)
            at[open_rows] = np.where(before[open_rows] >= 0, before[open_rows], roots[which[open_rows]])
        ends = -2 - at
        late = np.array([ending.measured for ending in self.knows.endings])[ends]
        for _ in (SHARES, OVERLAPS):
            rows = np.flatnonzero(measured < late)
            self.measuring.measure(block, rows, measured[rows])
            measured[rows] += 1
        return ends, measured > NOTHING

    def _learn(self, block: Block, row: int) -> None:
        """Follow the policy through this row, and enter what it asked and what came of it."""
        self.learnt += 1
        held = self.situations.held(int(block.question[row])).lists
        next_level = count(NOTHING)

        def measure() -> RowNumbers:
            self.measuring.measure(block, np.array([row]), np.array([next(next_level)]))
            return block.numbers.row(row)

        assumed = self._sight.assumptions(block, row)
        followed = Followed(values=block.numbers.row(row), measure=measure, assumed=assumed)
        ending = None
        try:
            findings = self._sight.symbolic(block, row, held, followed)
            words = self._tell(self.asking.decide(self.asking_service(block, row), findings))
            ending = _ending(words, followed)
        except NotFollowed:
            ending = None
        key, check = block.marks[row].tolist()
        self.knows.learn(Lesson(key, check, tuple(followed.path), ending))


def _ending(words: str, followed: Followed) -> Ending:
    """The words between marks, and the marks."""
    pieces = _MARK.split(words)
    known_marks = list(followed.marks)
    marks = tuple(known_marks[int(number)] for number in pieces[1::2])
    most = max((term for what, _ in marks if isinstance(what, Form) for term, _ in what.terms), default=0)
    measured = OVERLAPS if most >= FIRST_BEYOND else SHARES if most >= share_of(0) else NOTHING
    return Ending(tuple(pieces[0::2]), marks, measured)

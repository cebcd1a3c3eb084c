"""What was learnt of the policy so far: a tree for each situation, and how rows end."""

from typing import Any, Final, NamedTuple
from uuid import uuid4
from zipfile import BadZipFile

import numpy as np
import orjson

from layers.bulk.lessons import Ending, Lesson, Lessons, ending_read, ending_written
from layers.bulk.measuring import NOTHING
from layers.bulk.tree import UNKNOWN, Trees

ALONE: Final = 0
"""The end of rows that are decided one by one."""


class Root(NamedTuple):
    """Where a situation's tree begins, and the second mark of the situation."""

    node: int
    check: int


class Learnt:
    """Trees by situation; with `lessons` it knows what other processes and earlier runs learnt."""

    def __init__(self, lessons: Lessons | None = None) -> None:
        self.trees = Trees()
        self.endings: list[Ending] = [Ending((), (), measured=NOTHING)]
        self._roots: dict[int, Root] = {}
        self._numbers: dict[Ending, int] = {}
        self._lessons = lessons
        self._new: list[Lesson] = []
        self._kept = 0
        if lessons is not None:
            self._read_kept(lessons)
            self.read_on()

    def root(self, key: int, check: int) -> Root:
        """The root of a situation by its two marks; another situation's where that has the same first mark."""
        known = self._roots.get(key)
        if known is None:
            known = self._roots[key] = Root(UNKNOWN, check)
        return known

    def learn(self, lesson: Lesson) -> None:
        """Enter a lesson of this process; `share` tells the others."""
        self._enter(lesson)
        self._new.append(lesson)

    def read_on(self) -> None:
        """Enter what others learnt since the last time."""
        if self._lessons is not None:
            for lesson in self._lessons.others():
                self._enter(lesson)

    def share(self) -> None:
        """Write what this process learnt since the last time."""
        if self._lessons is not None:
            self._lessons.write(self._new)
        self._new.clear()

    def keep(self) -> None:
        """Write all of it as it stands, so that the next run need not go through the lessons one by one."""
        self.read_on()
        lessons = self._lessons
        if lessons is None or lessons.position == self._kept:
            return
        roots = list(self._roots.values())
        beside = lessons.kept.with_name(f".{uuid4().hex}")
        with beside.open("wb") as file:
            np.savez(
                file,
                position=lessons.position,
                keys=np.array(list(self._roots), dtype=np.uint64),
                checks=np.array([root.check for root in roots], dtype=np.uint64),
                nodes=np.array([root.node for root in roots], dtype=np.int64),
                endings=np.frombuffer(orjson.dumps([ending_written(one) for one in self.endings]), dtype=np.uint8),
                **self.trees.arrays(),
            )
        beside.rename(lessons.kept)
        self._kept = lessons.position

    def _read_kept(self, lessons: Lessons) -> None:
        """What `keep` wrote; nothing where that cannot be read."""
        try:
            with np.load(lessons.kept, allow_pickle=False) as file:
                found: dict[str, Any] = dict(file)
            nodes, checks = found.pop("nodes").tolist(), found.pop("checks").tolist()
            roots = dict(zip(found.pop("keys").tolist(), map(Root, nodes, checks), strict=True))
            endings = [ending_read(*one) for one in orjson.loads(found.pop("endings").tobytes())]
            position = int(found.pop("position"))
            trees = Trees(found)
        except (OSError, EOFError, ValueError, KeyError, TypeError, BadZipFile):
            return
        self._roots, self.endings, self.trees = roots, endings, trees
        self._numbers = {ending: number for number, ending in enumerate(endings) if number != ALONE}
        self._kept = lessons.position = position

    def _enter(self, lesson: Lesson) -> None:
        """Grow the situation's tree by a lesson; one of another situation with the same key is left out."""
        root = self.root(lesson.key, lesson.check)
        if root.check == lesson.check:
            stop = ALONE if lesson.ending is None else self._number(lesson.ending)
            self._roots[lesson.key] = Root(self.trees.grow(root.node, lesson.path, stop), root.check)

    def _number(self, ending: Ending) -> int:
        known = self._numbers.get(ending)
        if known is None:
            known = self._numbers[ending] = len(self.endings)
            self.endings.append(ending)
        return known

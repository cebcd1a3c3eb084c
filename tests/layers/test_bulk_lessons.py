"""What one process learns, the others and the next run need not learn again."""

from pathlib import Path

import numpy as np
import pytest

from layers.bulk.forms import Asked, Form, Sign
from layers.bulk.learnt import Learnt
from layers.bulk.lessons import Ending, Lesson, Lessons
from layers.bulk.numbers import Numbers
from layers.bulk.tree import UNKNOWN, end

ASKED = Asked(Form(-10.0, ((0, -1.0), (3, 1.0))), Sign.AT_MOST)
ENDING = Ending(
    parts=("assigned,", " ft of ", ""), marks=((Form(0.0, ((3, 1.0),)), ".0f"), ((-1, 0, "name"), "")), measured=1
)
LESSON = Lesson(key=2**64 - 1, check=2**63, path=((ASKED, True),), ending=ENDING)
FAR = Lesson(key=7, check=8, path=((Asked(Form(float("-inf"), ((0, 1.0),)), Sign.BELOW), True),), ending=ENDING)
ALONE = Lesson(key=5, check=6, path=(), ending=None)


def test_lessons_come_back_as_they_were_written(tmp_path: Path) -> None:
    one, other = Lessons(tmp_path / "lessons" / "a.jsonl"), Lessons(tmp_path / "lessons" / "a.jsonl")
    assert list(other.others()) == []
    one.write([LESSON, FAR])
    assert list(other.others()) == [LESSON, FAR]
    other.write([ALONE])
    one.write([ALONE])
    assert list(other.others()) == [ALONE]
    assert list(one.others()) == [ALONE]
    assert list(Lessons(tmp_path / "lessons" / "a.jsonl").others()) == [LESSON, FAR, ALONE, ALONE]


@pytest.mark.parametrize("torn", [b"", b'["x",1,2,[[', b"\n", b'{"a":1}\n', b"\xff\n", b"[1,2]\n"])
def test_a_line_that_was_torn_is_left_out(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "a.jsonl"
    Lessons(path).write([LESSON])
    with path.open("ab") as file:
        file.write(torn)
    reading = Lessons(path)
    assert list(reading.others()) == [LESSON]
    with path.open("ab") as file:
        file.write(b"\n")
    Lessons(path).write([ALONE])
    assert list(reading.others()) == [ALONE]


def known(learnt: Learnt) -> list[tuple[int, list[int], Ending | None]]:
    """What the lessons of this file say, as `learnt` knows it."""
    ends = []
    for lesson in (LESSON, FAR, ALONE):
        root = learnt.root(lesson.key, lesson.check)
        at, _ = learnt.trees.walk(np.array([root.node]), Numbers(np.array([[0.0, 0.0, 0.0, 5.0]])))
        ends.append((root.check, at.tolist(), learnt.endings[-2 - at[0]] if at[0] != UNKNOWN else None))
    return ends


def test_what_was_kept_is_known_again_and_learning_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    first = Learnt(Lessons(path))
    first.learn(LESSON)
    first.learn(FAR)
    first.share()
    first.keep()
    path.write_bytes(b"")
    again = Learnt(Lessons(path))
    assert known(again)[:2] == known(first)[:2]
    assert known(again)[2] == (ALONE.check, [UNKNOWN], None)
    other = Learnt(Lessons(path))
    other.learn(ALONE)
    other.share()
    again.keep()
    assert known(again)[2] == (ALONE.check, [end(0)], Ending((), (), measured=0))
    assert known(Learnt(Lessons(path))) == known(again)
    assert again.trees.grow(again.root(LESSON.key, LESSON.check).node, [(ASKED, False)], 5) >= 0


@pytest.mark.parametrize("torn", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18])
def test_what_was_kept_badly_is_learnt_again(tmp_path: Path, torn: bytes) -> None:
    path = tmp_path / "a.jsonl"
    Lessons(path).write([LESSON, FAR, ALONE])
    Lessons(path).kept.write_bytes(torn)
    learnt = Learnt(Lessons(path))
    assert [stop for _, stop, _ in known(learnt)] == [[end(1)], [end(1)], [end(0)]]
    learnt.keep()
    assert known(Learnt(Lessons(path))) == known(learnt)


def test_rows_between_two_turns_come_to_the_same() -> None:
    learnt = Learnt()
    above = (Asked(Form(10.0, ((0, -1.0),)), Sign.BELOW), True)
    below = (Asked(Form(-40.0, ((0, 2.0),)), Sign.AT_MOST), True)
    learnt.learn(Lesson(key=1, check=2, path=(above, below), ending=ENDING))
    node = learnt.root(1, 2).node
    stop, low, high = learnt.trees.alike(node, 0, 15.0)
    assert stop == end(1)
    assert (low, high) == pytest.approx((10.0, 20.0), abs=1e-5)
    assert learnt.trees.alike(node, 0, 9.0)[0] == UNKNOWN
    assert learnt.trees.alike(node, 1, 15.0)[1:] == (float("inf"), float("-inf"))

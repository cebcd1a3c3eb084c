"""What one process learns, the others and the next run need not learn again."""

from pathlib import Path

import pytest

from layers.bulk.forms import Asked, Form, Sign
from layers.bulk.lessons import Ending, Lesson, Lessons

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

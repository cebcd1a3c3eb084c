"""What was learnt of the policy, on disk: all processes of a run and later runs learn each way to decide only once."""

import hashlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import uuid4

import orjson

from layers.bulk.asking import Asking
from layers.bulk.forms import Asked, Form, Sign

_SOURCES: Final = ("gis_cas.policy", "gis_cas.policy.responsibility", "gis_cas.domain", "layers.bulk")


@dataclass(frozen=True, slots=True)
class Ending:
    """What rows that end here are told: words, and between them marks for each row's own words and numbers.

    measured: what of `measuring.py` is among the numbers.
    """

    parts: tuple[str, ...]
    marks: tuple[tuple[Any, str], ...]
    measured: int


class Lesson(NamedTuple):
    """One way through a situation (its two marks): what was asked and answered, and the ending; None: decide alone."""

    key: int
    check: int
    path: tuple[tuple[Asked, bool], ...]
    ending: Ending | None


class Lessons:
    """A file that every process appends to and reads on from where it stopped.

    position: the byte up to which it was read. kept: where all that was learnt up to some position may be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._run = uuid4().hex[:12]
        self.position = 0
        self.kept = path.with_suffix(".npz")
        path.parent.mkdir(parents=True, exist_ok=True)

    def write(self, lessons: list[Lesson]) -> None:
        """Append lessons, in one piece."""
        if lessons:
            with self._path.open("ab", buffering=0) as file:
                file.write(b"".join(orjson.dumps([self._own, *_written(one)]) + b"\n" for one in lessons))

    def others(self) -> Iterator[Lesson]:
        """What others wrote since the last time; a line that was torn is left out."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            if file.seek(0, os.SEEK_END) < self.position:
                self.position = 0
            file.seek(self.position)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self.position += len(line)
                try:
                    own, *lesson = orjson.loads(line)
                    if own != self._own:
                        yield _lesson(*lesson)
                except (ValueError, TypeError):
                    continue

    @property
    def _own(self) -> str:
        """The mark of this process's lessons; one that was forked off is another."""
        return f"{self._run} {os.getpid()}"


def lessons_for(index: Path, asking: Asking, *, told: str) -> Lessons:
    """The lessons of an index for these rules, this directory and day, this code, and words told in this way."""
    city = asking.city
    own = (city.owner_slug, city.max_radius_ft, city.road_reach_ft, city.administrator_queue)
    text = f"{_code()} {told} {asking.ruleset.id} {asking.directory} {own} {asking.valid_on} {asking.publications}"
    return Lessons(index / "lessons" / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.jsonl")


@cache
def _code() -> str:
    """A fingerprint of everything that decides: other code may decide otherwise."""
    found = hashlib.sha256()
    for package in _SOURCES:
        for source in sorted(files(package).iterdir(), key=lambda one: one.name):
            if source.name.endswith(".py"):
                found.update(source.read_bytes())
    return found.hexdigest()


def _written(lesson: Lesson) -> list[Any]:
    path = [[*_plain(asked.form), int(asked.sign), answer] for asked, answer in lesson.path]
    return [lesson.key, lesson.check, path, None if lesson.ending is None else ending_written(lesson.ending)]


def ending_written(ending: Ending) -> list[Any]:
    """An ending for JSON."""
    return [ending.parts, [_mark(*mark) for mark in ending.marks], ending.measured]


def ending_read(parts: list[str], marks: list[list[Any]], measured: int) -> Ending:
    """The ending that was written so."""
    read = [(_form(*what) if number else tuple(what), spec) for number, what, spec in marks]
    return Ending(tuple(parts), tuple(read), measured)


def _mark(what: Any, spec: str) -> list[Any]:
    number = isinstance(what, Form)
    return [number, _plain(what) if number else list(what), spec]


def _plain(form: Form) -> list[Any]:
    """A form for JSON, which knows no infinity; what is compared with an area that has no edge near holds one."""
    return [form.constant if math.isfinite(form.constant) else str(form.constant), form.terms]


def _lesson(key: int, check: int, path: list[Any], told: list[Any] | None) -> Lesson:
    ending = None if told is None else ending_read(*told)
    asked = tuple((Asked(_form(constant, terms), Sign(sign)), answer) for constant, terms, sign, answer in path)
    return Lesson(key, check, asked, ending)


def _form(constant: float | str, terms: list[list[Any]]) -> Form:
    return Form(float(constant), tuple((number, float(factor)) for number, factor in terms))

"""What is wrong with a file, in sentences for whoever keeps it; and a reader that names it all before giving up."""

import difflib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gis_cas.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: where (file, entry or feature) and a sentence that says what would be right.

    A problem that is not `grave` is reported and does not stop anything.
    """

    where: str
    sentence: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


def refuse(problems: Collection[Problem]) -> None:
    """Raise BadInput that names every grave problem; nothing happens when there is none."""
    grave = [problem for problem in problems if problem.grave]
    if grave:
        fields: dict[str, str] = {}
        for problem in grave:
            fields[problem.where] = (
                f"{fields[problem.where]} {problem.sentence}" if problem.where in fields else str(problem)
            )
        raise BadInput(fields)


def unprintable(text: str) -> bool:
    """Whether a text holds control characters, which no name in any script has and no database keeps."""
    return any(unicodedata.category(character) == "Cc" and character not in "\n\t" for character in text)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The known words as a sentence, the likeliest first."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]!r}?"
    some = sorted(known)
    return f"Known are: {', '.join(some[:12])}{', …' if len(some) > 12 else ''}."  # noqa: PLR2004


@dataclass(slots=True, kw_only=True)
class Fields:
    """Reads the fields of one table of a TOML file or one row of a CSV file; what is wrong goes to `problems`.

    Every method returns a usable value even when there was a problem, so that one run names them all. `lines` are the
    lines of the file on which the entry (under the empty name) and its fields stand, where they are known.
    """

    given: Mapping[str, Any]
    where: str
    problems: list[Problem]
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def wrong(self, name: str, sentence: str, *, grave: bool = True) -> None:
        """Note a problem with a field."""
        line = self._line(name)
        places = (self.file, f"line {line}" if line else "", self.where, name)
        where = ", ".join(place for place in places if place)
        self.problems.append(Problem(where=where, sentence=sentence, grave=grave))

    def has(self, name: str) -> bool:
        """Whether the field stands there at all."""
        self.seen.add(name)
        return name in self.given

    def text(self, name: str, example: str) -> str:
        """A text that must be there and not be empty."""
        value = self.given.get(name)
        self.seen.add(name)
        if isinstance(value, str) and value.strip():
            if unprintable(value):
                self.wrong(name, f"It holds a character that cannot be printed: {_shown(value)}.")
                return ""
            return value
        self.wrong(name, f"A text is needed, such as {example!r}; found {_shown(value)}.")
        return ""

    def optional_text(self, name: str) -> str | None:
        """A text or nothing."""
        if not self.has(name):
            return None
        return self.text(name, "…") or None

    def choice(self, name: str, known: Collection[str], default: str | None = None) -> str:
        """One of the known words; `default` when the field is absent."""
        value = self.given.get(name, default)
        self.seen.add(name)
        if isinstance(value, str) and value in known:
            return value
        word = value if isinstance(value, str) else ""
        self.wrong(name, f"{_shown(value)} is none of the possible values. {did_you_mean(word, known)}")
        return next(iter(known), "")

    def flag(self, name: str, *, default: bool) -> bool:
        """True or false."""
        value = self.given.get(name, default)
        self.seen.add(name)
        if isinstance(value, bool):
            return value
        self.wrong(name, f"true or false is needed, without quotation marks; found {_shown(value)}.")
        return default

    def number(self, name: str, *, example: float, least: float, default: float | None = None) -> float:
        """A number not below `least`; `default` when the field is absent."""
        value = self.given.get(name, default)
        self.seen.add(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and least <= value < float("inf"):
            return float(value)
        self.wrong(name, f"A number of at least {least:g} is needed, such as {example:g}; found {_shown(value)}.")
        return example

    def optional_day(self, name: str) -> date | None:
        """A date or nothing."""
        return self.day(name) if self.has(name) else None

    def day(self, name: str) -> date:
        """A date, written 2026-01-31 without quotation marks."""
        value = self.given.get(name)
        self.seen.add(name)
        if type(value) is date:
            return value
        self.wrong(name, f"A date is needed, written 2026-01-31 without quotation marks; found {_shown(value)}.")
        return date(1, 1, 1)

    def texts(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self.given.get(name, [])
        self.seen.add(name)
        if isinstance(value, list) and all(isinstance(item, str) and item for item in value) and (value or not needed):
            return tuple(value)
        self.wrong(name, f'A list of texts is needed, such as ["one", "two"]; found {_shown(value)}.')
        return ()

    def numbers(self, name: str, count: int, example: str) -> tuple[float, ...]:
        """A list of exactly `count` numbers."""
        value = self.given.get(name)
        self.seen.add(name)
        if (
            isinstance(value, list)
            and len(value) == count
            and all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in value)
        ):
            return tuple(float(item) for item in value)
        self.wrong(name, f"A list of {count} numbers is needed, such as {example}; found {_shown(value)}.")
        return ()

    def table(self, name: str, *, needed: bool = False) -> "Fields":
        """A table of its own."""
        value = self.given.get(name)
        self.seen.add(name)
        if value is None and needed:
            self.wrong(name, f"The table [{name}] is missing.")
        elif value is not None and not isinstance(value, dict):
            self.wrong(name, f"A table [{name}] is needed; found {_shown(value)}.")
        return Fields(
            given=value if isinstance(value, dict) else {},
            where=f"{self.where}, [{name}]",
            problems=self.problems,
            file=self.file,
            lines={"": self._line(name)},
        )

    def entries(self, name: str, lines: Sequence[Mapping[str, int]] = (), *, titled_by: str = "id") -> "list[Fields]":
        """A list of tables, each with its number, the name it gives itself, and its `lines` when they are known."""
        value = self.given.get(name, [])
        self.seen.add(name)
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.wrong(name, f"A list of tables [[{name}]] is needed; found {_shown(value)}.")
            return []
        return [
            Fields(
                given=entry,
                where=", ".join(
                    place for place in (self.where, f"{name} {number} ({entry.get(titled_by, '?')})") if place
                ),
                problems=self.problems,
                file=self.file,
                lines=lines[number - 1] if len(lines) == len(value) else {"": self._line(name)},
            )
            for number, entry in enumerate(value, start=1)
        ]

    def _line(self, name: str) -> int:
        """The line of a field, else that of its entry, else 0."""
        return self.lines.get(name, self.lines.get("", 0))

    def nothing_else(self) -> None:
        """Note every field that nobody asked for: a misspelt one would otherwise be silently without effect."""
        for name in self.given:
            if name not in self.seen:
                self.wrong(name, f"There is no such field here. {did_you_mean(name, self.seen)}")


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004

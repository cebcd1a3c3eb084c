"""Reading what a stranger sent: one sentence per field, everything refused at once, nothing guessed."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gis_cas.errors import BadInput

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CODE = re.compile(r"[a-z0-9_-]{1,60}")
_LONGEST_OPTION = 120
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off", ""})


def plain(text: str) -> str:
    """The same text without control characters, line ends as newlines; markup and SQL stay what they are, text."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class Fields:
    """Values by name as they came (form, query or JSON); each reader notes a sentence when a value cannot be used.

    `done` raises BadInput with every sentence noted so far.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given
        self.sentences: dict[str, str] = {}

    def refuse(self, name: str, sentence: str) -> None:
        """Note a sentence for a field; the first one stays."""
        self.sentences.setdefault(name, sentence)

    def refuse_all(self, error: BadInput) -> None:
        """Note the sentences of an error that was raised further in."""
        for name, sentence in error.fields.items():
            self.refuse(name, sentence)

    def done(self) -> None:
        """Raise BadInput when anything was refused."""
        if self.sentences:
            raise BadInput(self.sentences)

    def text(self, name: str, *, longest: int, called: str, needed: str | None = None) -> str | None:
        """Plain text of at most `longest` characters; `needed` is the sentence for when it is missing."""
        value = self._given.get(name)
        if value is not None and not isinstance(value, str):
            self.refuse(name, f"{called} must be text.")
            return None
        kept = plain(value or "")
        if len(kept) > longest:
            self.refuse(
                name, f"{called} can have up to {longest:,} characters; this has {len(kept):,}. Please shorten it."
            )
            return None
        if not kept and needed is not None:
            self.refuse(name, needed)
        return kept or None

    def number(self, name: str, *, sentence: str) -> float | None:
        """A number, NaN and infinity included for who comes next to judge; None when nothing was given."""
        value = self._given.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.refuse(name, sentence)
            return None
        try:
            return float(value)
        except (ValueError, OverflowError):
            self.refuse(name, sentence)
            return None

    def whole(self, name: str, *, least: int, most: int, default: int, called: str) -> int:
        """A whole number between two bounds."""
        sentence = f"{called} must be a whole number from {least:,} to {most:,}."
        value = self.number(name, sentence=sentence)
        if value is None:
            return default
        if not least <= value <= most or value != int(value):
            self.refuse(name, sentence)
            return default
        return int(value)

    def yes(self, name: str) -> bool:
        """A switch: true or false, 1 or 0."""
        value = self._given.get(name)
        word = str(value if value is not None else "").strip().lower()
        if word not in _YES | _NO:
            self.refuse(name, f"{name} must be true or false.")
        return word in _YES

    def day(self, name: str, *, called: str) -> date | None:
        """A calendar day, ISO 8601."""
        value = self._given.get(name)
        if value is None or value == "":
            return None
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.refuse(name, f"{called} must be a day such as 2026-11-23.")
            return None

    def instant(self, name: str, *, called: str) -> datetime | None:
        """An instant with its offset, ISO 8601."""
        value = self._given.get(name)
        if value is None or value == "":
            return None
        sentence = f"{called} must be an instant with its offset, such as 2026-11-23T14:10:00-05:00."
        try:
            at = datetime.fromisoformat(str(value).strip().replace(" ", "+"))
        except ValueError:
            self.refuse(name, sentence)
            return None
        if at.tzinfo is None:
            self.refuse(name, sentence)
            return None
        return at

    def one_of(self, name: str, options: Mapping[str, Any], *, called: str) -> Any:
        """What an option's code stands for; None when nothing was given."""
        value = self._given.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or value not in options:
            self.refuse(name, f"{called} must be one of: {', '.join(options)}.")
            return None
        return options[value]

    def several(self, name: str, options: frozenset[str], *, called: str) -> tuple[str, ...]:
        """Words separated by commas, each one of the options."""
        value = self._given.get(name)
        words = tuple(word.strip() for word in str(value or "").split(",") if word.strip())
        if not set(words) <= options:
            self.refuse(name, f"{called} must be from: {', '.join(sorted(options))}.")
            return ()
        return words

    def answers(self, *, opening: str, closing: str) -> dict[str, str]:
        """Answers to questions: `answer[CODE]=OPTION` in a query, `answer.CODE=OPTION` in a form."""
        found: dict[str, str] = {}
        for name, value in self._given.items():
            if not (name.startswith(opening) and name.endswith(closing) and isinstance(value, str) and value):
                continue
            code = name[len(opening) : len(name) - len(closing)]
            option = plain(value)
            if _CODE.fullmatch(code) and 0 < len(option) <= _LONGEST_OPTION:
                found[code] = option
            else:
                self.refuse(name, "An answer must be one of the options that were offered.")
        return found

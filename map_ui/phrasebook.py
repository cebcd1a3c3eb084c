"""English sentences of the program and the city, said in another language.

A sentence that was made elsewhere comes here as it stands: an error, the stored reason of a decision, a service's name.
It is looked up as a whole; else the phrase with blanks that it was made from is found again, its values are said in
turn, and the phrase is filled anew. What is not known stays in English, and the page marks it as English.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter

from markupsafe import Markup, escape

from gis_cas.domain.city import CityWords

ENGLISH = "en"
_CONVERSION = re.compile(r"![rsa](?=\})")
_FEWEST_LETTERS = 3
"""A phrase with fewer fixed letters than this fits nearly anything, and is only tried on parts."""
_LONGEST = 500
"""More letters than any phrase makes: what is longer is not searched for phrases, which would take long."""
_WHOLE_SENTENCES = frozenset({"reason", "why"})
"""Blanks that hold sentences: they reach to the last full stop, and must be known to be said."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A phrase with blanks as an expression that finds it again; `names` are the groups' blanks in order."""

    found_by: re.Pattern[str]
    names: tuple[str, ...]
    said: str
    letters: int


class Phrasebook:
    """What the program and one city say, in one language."""

    def __init__(self, *, language: str, sentences: Mapping[str, str], city: CityWords | None) -> None:
        self.language = language
        self.names: Mapping[str, str] = city.names if city else {}
        known = dict(sentences)
        if city:
            known |= {**city.sentences, **city.names}
        self._whole = known
        patterns = (_pattern(phrase, said) for phrase, said in known.items() if "{" in phrase)
        self._patterns = tuple(sorted((one for one in patterns if one), key=_first_tried))
        self._looked_up = lru_cache(maxsize=4096)(self._look_up)

    def sentence(self, text: str) -> str | None:
        """A whole sentence; None when it is not known."""
        return text if self.language == ENGLISH else self._looked_up(text, _FEWEST_LETTERS)

    def part(self, text: str) -> str:
        """A few words, such as the answer to a question; as they stand when they are not known, like a name."""
        return text if self.language == ENGLISH else (self._looked_up(text, 0) or text)

    def said(self, text: str) -> Markup:
        """The sentence for a page; what is not known is marked as English."""
        found = self.sentence(str(text))
        return _in_english(text) if found is None else escape(found)

    def plain(self, text: str) -> str:
        """The sentence where no mark can stand; in English when it is not known."""
        found = self.sentence(text)
        return text if found is None else found

    def _look_up(self, text: str, fewest: int) -> str | None:
        whole = self._whole.get(text)
        if whole or len(text) > _LONGEST:
            return whole or None
        for pattern in self._patterns:
            found = pattern.found_by.fullmatch(text) if pattern.letters >= fewest else None
            values = self._values(pattern, found.groups()) if found is not None else None
            if values is not None:
                return pattern.said.format_map(values)
        return None

    def _values(self, pattern: _Pattern, found: Iterable[str]) -> dict[str, str] | None:
        values: dict[str, str] = {}
        for name, value in zip(pattern.names, found, strict=True):
            if name in _WHOLE_SENTENCES:
                said = self.sentence(value)
                if said is None:
                    return None
                values[name] = said
            else:
                values[name] = self.part(value)
        return values


def _first_tried(pattern: _Pattern) -> tuple[bool, int]:
    """What holds whole sentences comes before what could swallow the sentence behind; then the longer phrase."""
    return _WHOLE_SENTENCES.isdisjoint(pattern.names), -pattern.letters


def _in_english(text: str) -> Markup:
    return Markup('<span lang="en">{}</span>').format(text)


def _pattern(phrase: str, said: str) -> _Pattern | None:
    """The expression that finds the phrase again; None for a phrase that is nothing but blanks."""
    expression, names, letters = "", [], 0
    for fixed, name, _, _ in Formatter().parse(phrase):
        expression += re.escape(fixed)
        letters += sum(character.isalpha() for character in fixed)
        if name:
            names.append(name)
            expression += r"(.+[.?!])" if name in _WHOLE_SENTENCES else r"(.+?)"
    if not said or not letters:
        return None
    plain = _CONVERSION.sub("", said)  # the value found is already written out
    return _Pattern(found_by=re.compile(expression, re.DOTALL), names=tuple(names), said=plain, letters=letters)

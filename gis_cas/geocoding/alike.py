"""Street names that are spelled or sound almost as asked: the city's own names are the dictionary."""

import re
from collections.abc import Iterable
from functools import lru_cache

import jellyfish
from rapidfuzz import process
from rapidfuzz.distance import OSA

SPLIT_OTHERWISE = 2.0
"""What words run together, or parted, take off the score ("Mountroyal")."""

ONE_EDIT = 8.0
TWO_EDITS = 14.0
SAME_SOUND = 10.0
SHORT_NAME = 4.0
"""What being short adds: of four letters one is a quarter."""

MOST = 6
_SHORTEST = 4
_SHORTEST_FOR_TWO = 7
_SOUND_EDITS = 4
_SHORTEST_SOUND = 5


class Alike:
    """The names of one version of the streets, to be searched by spelling and by sound."""

    def __init__(self, bases: Iterable[str]) -> None:
        self._by_letters: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for base in bases:
            self._by_letters.setdefault(_letters(base), []).append(base)
        for letters in self._by_letters:
            if len(letters) >= _SHORTEST_SOUND and not letters.isdigit():
                self._by_sound.setdefault(_sound(letters), []).append(letters)
        self._choices = list(self._by_letters)
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, base: str) -> tuple[tuple[str, float], ...]:
        """The base keys like this one, the likest first, and what the likeness takes off the score; never itself.

        Numbers are not alike: 12th is no slip for 13th.
        """
        asked = _letters(base)
        found: dict[str, float] = {}
        for letters, cost in self._like(asked):
            for name in self._by_letters[letters]:
                if name != base and _digits(name) == _digits(base):
                    found[name] = min(cost, found.get(name, cost))
        return tuple(sorted(found.items(), key=lambda pair: (pair[1], pair[0]))[:MOST])

    def _like(self, asked: str) -> Iterable[tuple[str, float]]:
        if asked in self._by_letters:
            yield asked, SPLIT_OTHERWISE
        letters = len(re.sub(r"\d", "", asked))
        if letters < _SHORTEST:
            return
        short = SHORT_NAME if letters <= _SHORTEST else 0.0
        most = 2 if letters >= _SHORTEST_FOR_TWO else 1
        for choice, edits, _ in process.extract(
            asked, self._choices, scorer=OSA.distance, score_cutoff=most, limit=MOST
        ):
            if edits:
                yield choice, (ONE_EDIT if edits == 1 else TWO_EDITS) + short
        if letters >= _SHORTEST_SOUND:
            for choice in self._by_sound.get(_sound(asked), ()):
                if choice != asked and OSA.distance(choice, asked, score_cutoff=_SOUND_EDITS) <= _SOUND_EDITS:
                    yield choice, SAME_SOUND


def _letters(base: str) -> str:
    return base.replace(" ", "")


def _digits(base: str) -> str:
    return re.sub(r"\D", "", base)


@lru_cache(maxsize=32_768)
def _sound(letters: str) -> str:
    return jellyfish.metaphone(letters)

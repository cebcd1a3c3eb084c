"""What somebody who is still typing may mean: streets, landmarks and addresses that begin as the words do."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from gis_cas.geocoding.names import street_key

SHORTEST = 2
"""Letters of a name below which nothing is suggested: the list would be of everything."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words to put into the field; `kind` is street, address or landmark, `whole` whether they name a place."""

    words: str
    kind: str
    whole: bool


class Beginnings:
    """Names in the order of their keys, and again from each of their later words on."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        entries: set[tuple[str, str, str]] = set()
        for name, kind in names:
            words = street_key(name).split()
            entries.update((" ".join(words[start:]), name, kind) for start in range(len(words)))
        self._entries = sorted(entries)
        self._keys = [entry[0] for entry in self._entries]

    def starting(self, beginning: str) -> Iterator[tuple[str, str]]:
        """Names with a word from which on they begin so, each once, with their kinds."""
        seen = set()
        for key, name, kind in islice(self._entries, bisect_left(self._keys, beginning), None):
            if not key.startswith(beginning):
                return
            if name not in seen:
                seen.add(name)
                yield name, kind


def typed_so_far(words: str) -> tuple[int | None, str]:
    """A house number in front, if any, and the rest as the beginning of a key."""
    first, _, rest = words.strip().partition(" ")
    if first.isdigit() and rest.strip():
        return int(first), _beginning(rest)
    return None, _beginning(words)


def _beginning(text: str) -> str:
    """The last word is unfinished: only those before it are brought into the form of keys."""
    *whole, last = text.upper().replace(".", "").split() or [""]
    front = street_key(" ".join(whole)) if whole else ""
    return f"{front} {last}".strip()

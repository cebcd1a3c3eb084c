"""Which service each row of a column names."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from layers.bulk.digits import Texts, Words, words_of
from layers.bulk.ground import Ints

_MIX = np.uint64(0x9E3779B97F4A7C15)


class Codes:
    """The codes of services, each by its place among them."""

    def __init__(self, known: Sequence[str]) -> None:
        self.known = list(known)
        self.place = {code: number for number, code in enumerate(self.known)}
        self._tables: dict[int, tuple[Words, NDArray[np.uint64], Ints]] = {}

    def places(self, texts: Texts) -> Ints:
        """The place of the code that stands in each row; -1 where none does."""
        if not self.known:
            return np.full(len(texts), -1)
        words = words_of(texts)
        table, sums, numbers = self._table(words.shape[1])
        at = np.minimum(np.searchsorted(sums, _sums(words)), len(sums) - 1)
        same = (table[at] == words).all(axis=1)
        place = np.where(same, numbers[at], -1)
        for row in np.flatnonzero(~same).tolist():
            place[row] = self.place.get(bytes(texts[row]).decode("utf-8", "replace").strip(), -1)
        return place

    def _table(self, wide: int) -> tuple[Words, NDArray[np.uint64], Ints]:
        """The codes as words, ordered by their sums; those with the same one would only be looked up one by one."""
        if wide not in self._tables:
            words = words_of(np.array([code.encode() for code in self.known], dtype=np.bytes_))
            beyond = words[:, wide:].any(axis=1)
            words = np.pad(words, ((0, 0), (0, max(wide - words.shape[1], 0))))[:, :wide]
            words[beyond] = np.iinfo(np.uint64).max
            order = np.argsort(_sums(words))
            self._tables[wide] = words[order], _sums(words)[order], order
        return self._tables[wide]


def _sums(words: Words) -> NDArray[np.uint64]:
    mixed = words[:, 0].copy()
    for place in range(1, words.shape[1]):
        mixed = mixed * _MIX + words[:, place]
    return mixed * _MIX

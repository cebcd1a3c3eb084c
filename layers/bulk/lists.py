"""Lists of different lengths in two arrays: where each begins, and what all of them hold, one after the other."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Lists:
    """List `n` is `items[starts[n]:starts[n + 1]]`."""

    starts: Whole
    items: Whole

    def __len__(self) -> int:
        return len(self.starts) - 1

    def of(self, number: int) -> Whole:
        """One list."""
        return self.items[self.starts[number] : self.starts[number + 1]]

    def each(self, numbers: Whole) -> tuple[NDArray[np.int64], Whole]:
        """Every item of the lists with these numbers, each with the place in `numbers` that it belongs to."""
        places, at = self.places(numbers)
        return places, self.items[at]

    def places(self, numbers: Whole) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The same, with the items' own places instead of the items."""
        begin = self.starts[numbers].astype(np.int64)
        counts = self.starts[numbers + 1] - begin
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        if not total:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        places = np.repeat(np.arange(len(numbers)), counts)
        return places, np.arange(total) + np.repeat(begin - ends + counts, counts)


def lists_of(numbers: Whole, items: Whole, count: int) -> Lists:
    """Lists from pairs in any order: which list, and what; within a list the items rise."""
    order = np.lexsort((items, numbers))
    starts = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(numbers, minlength=count), out=starts[1:])
    return Lists(starts, items[order].astype(np.int32))

"""The numbers of a block's rows: radius, feet and shares in a table, and beyond it what only few rows ever need."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from layers.bulk.forms import Form
from layers.bulk.ground import Floats, Ints

FIRST_BEYOND: Final = 1 << 16
"""Numbers from here on do not stand in the table."""


_MOST_LAYERS: Final = 1 << 12
_MOST_OTHERS: Final = 1 << 6


def left_of(entry: int, layer: int) -> int:
    """The number of what no area of a layer, by its place, leaves of an entry's area."""
    return FIRST_BEYOND + entry * _MOST_LAYERS + layer


def common_of(entry: int, other: int) -> int:
    """The number of what an entry's area has in common with another entry's."""
    return left_of(_MOST_OTHERS, 0) + entry * _MOST_OTHERS + other


class Numbers:
    """`table` by row and number, NaN where something is not measured yet; `measured` columns by numbers beyond it."""

    def __init__(self, table: Floats) -> None:
        self.table = table
        self._measured: dict[int, Floats] = {}

    def set(self, row: int, number: int, value: float) -> None:
        """Note a number beyond the table that was measured for one row."""
        if number not in self._measured:
            self._measured[number] = np.full(len(self.table), np.nan)
        self._measured[number][row] = value

    def row(self, row: int) -> "RowNumbers":
        """The numbers of one row."""
        return RowNumbers(self, row)

    def take(self, rows: Ints, numbers: Ints) -> Floats:
        """For each row the value of the number beside it."""
        beyond = numbers >= FIRST_BEYOND
        if not beyond.any():
            values: Floats = self.table[rows, numbers]
            return values
        values = self.table[rows, np.where(beyond, 0, numbers)]
        for number in np.unique(numbers[beyond]).tolist():
            some = numbers == number
            values[some] = self._beyond(number, rows[some])
        return values

    def form(self, form: Form, rows: Ints) -> Floats:
        """The value of one form for each row."""
        total = np.full(len(rows), form.constant)
        for number, factor in form.terms:
            total += factor * self.take(rows, np.full(len(rows), number))
        return total

    def at(self, row: int, number: int) -> float:
        """One value beyond the table."""
        return float(self._beyond(number, np.array([row]))[0])

    def _beyond(self, number: int, rows: Ints) -> Floats:
        column = self._measured.get(number)
        return np.full(len(rows), np.nan) if column is None else column[rows]


class RowNumbers:
    """The numbers of one row, quick to ask one by one."""

    def __init__(self, numbers: Numbers, row: int) -> None:
        self._numbers, self._row = numbers, row
        self._table: Sequence[float] = numbers.table[row].tolist()

    def __getitem__(self, number: int, /) -> float:
        return self._table[number] if number < FIRST_BEYOND else self._numbers.at(self._row, number)

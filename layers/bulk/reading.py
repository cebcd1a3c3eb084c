"""What stands in the rows of a block: the columns that are looked at, and each row as it is written back."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layers.bulk.answer import field
from layers.bulk.blocks import Rows
from layers.bulk.ground import Bools, Floats
from layers.bulk.lists import Whole

LONGEST: Final = 64
"""Bytes of a field that are looked at where nothing is quoted; rows with longer ones are read the slow way."""

MOST: Final = 256
"""Bytes of a field that are looked at at all: an address is shorter."""

Texts = NDArray[np.bytes_]

_COMMA, _LINE_FEED, _MINUS, _DOT, _ZERO, _NINE = (ord(sign) for sign in ",\n-.09")
_EXACT_DIGITS: Final = 15
"""So many digits are a whole number that a float holds exactly, and so is the power of ten it is divided by."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as they are written back, the text of each column asked for by its number, and what is wrong with a row."""

    lines: list[bytes]
    columns: dict[int, Texts]
    broken: dict[int, str]


def read_table(rows: Rows, *, columns: int, kept: Sequence[int], asked: Sequence[int]) -> Table:
    """The rows of a block with so many columns, of which those in `kept` are written back."""
    if rows.plain and len(kept) == columns:
        table = _read_plain(rows, columns, asked)
        if table is not None:
            return table
    return _read_any(rows, columns, kept, asked)


def numbers(texts: Texts) -> tuple[Floats, Bools, Bools]:
    """Texts as numbers (NaN where there is none), which of them are empty, and which are no number at all."""
    signs = np.ascontiguousarray(texts).view(np.uint8).reshape(len(texts), texts.dtype.itemsize)
    digit = (signs >= _ZERO) & (signs <= _NINE)
    dot = signs == _DOT
    minus = signs[:, 0] == _MINUS
    past_dot = np.cumsum(dot, axis=1, dtype=np.int8)
    count = digit.sum(axis=1)
    length = (signs != 0).sum(axis=1)
    simple = (
        (count + dot.sum(axis=1) + minus == length) & (count > 0) & (count <= _EXACT_DIGITS) & (past_dot[:, -1] <= 1)
    )
    whole = np.zeros(len(signs))
    for place in range(signs.shape[1]):
        whole = np.where(digit[:, place], whole * 10 + (signs[:, place] - _ZERO), whole)
    value = whole / 10.0 ** (digit & (past_dot > 0)).sum(axis=1)
    value = np.where(minus, -value, value)
    empty, wrong = length == 0, np.zeros(len(signs), dtype=np.bool_)
    for row in np.flatnonzero(~simple).tolist():
        text = texts[row].strip()
        value[row] = np.nan
        empty[row] = not text
        try:
            value[row] = float(text) if text and b"_" not in text else np.nan
        except ValueError:
            wrong[row] = True
        wrong[row] |= bool(text) and not np.isfinite(value[row])
    return value, empty, wrong


def _read_plain(rows: Rows, columns: int, asked: Sequence[int]) -> Table | None:
    """The quick way: every comma parts two fields. None where some row has another number of them."""
    signs = np.frombuffer(rows.text, dtype=np.uint8)
    ends = np.flatnonzero((signs == _COMMA) | (signs == _LINE_FEED))
    if len(ends) != rows.count * columns or not (signs[ends[columns - 1 :: columns]] == _LINE_FEED).all():
        return None
    grid = ends.reshape(rows.count, columns)
    starts = np.concatenate([[0], ends[:-1] + 1]).reshape(rows.count, columns)
    found: dict[int, Texts] = {}
    for column in asked:
        texts = _cut_out(signs, starts[:, column], grid[:, column])
        if texts is None:
            return None
        found[column] = texts
    lines = rows.text.split(b"\n")
    lines.pop()
    return Table(lines, found, {})


def _cut_out(signs: NDArray[np.uint8], start: Whole, end: Whole) -> Texts | None:
    length = end - start
    longest = int(length.max(initial=0))
    if longest > LONGEST:
        return None
    place = np.arange(max(longest, 1))
    at = start[:, None] + place
    inside = place < length[:, None]
    cut = np.where(inside, signs[np.minimum(at, len(signs) - 1)], 0).astype(np.uint8)
    return cut.view(f"S{max(longest, 1)}").ravel()


def _read_any(rows: Rows, columns: int, kept: Sequence[int], asked: Sequence[int]) -> Table:
    """The slow way, by the rules of CSV; a row with another number of fields says so and keeps what fits."""
    lines: list[bytes] = []
    broken: dict[int, str] = {}
    texts: dict[int, list[bytes]] = {column: [] for column in asked}
    for row in csv.reader(line.decode("utf-8", "surrogateescape") for line in BytesIO(rows.text)):
        if not row:
            continue
        if len(row) != columns:
            broken[len(lines)] = f"The row has {len(row)} fields and the header {columns}."
            row.extend([""] * (columns - len(row)))
        lines.append(",".join([field(row[column]) for column in kept]).encode("utf-8", "surrogateescape"))
        for column in asked:
            texts[column].append(row[column].encode("utf-8", "surrogateescape")[:MOST])
    return Table(lines, {column: np.array(found, dtype=np.bytes_) for column, found in texts.items()}, broken)

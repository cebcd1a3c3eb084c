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
from layers.bulk.digits import FIRST_BYTES, Texts, words_of
from layers.bulk.lists import Whole

LONGEST: Final = 64
"""Bytes of a field that are looked at where nothing is quoted; rows with longer ones are read the slow way."""

MOST: Final = 256
"""Bytes of a field that are looked at at all: an address is shorter."""

_COMMA, _LINE_FEED = (ord(sign) for sign in ",\n")
_STEP: Final = 16


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


def _read_plain(rows: Rows, columns: int, asked: Sequence[int]) -> Table | None:
    """The quick way: every comma parts two fields. None where some row has another number of them."""
    signs = np.frombuffer(rows.text + bytes(LONGEST), dtype=np.uint8)
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
    """The fields between these places, each copied with what follows it, which is then blanked."""
    length = end - start
    longest = int(length.max(initial=1))
    if longest > LONGEST:
        return None
    wide = -(-longest // _STEP) * _STEP
    windows = np.ndarray((len(signs) - wide + 1,), dtype=f"V{wide}", buffer=signs, strides=(1,))
    texts = windows[start].view(f"S{wide}")
    words = words_of(texts)
    for step in range(0, wide, _STEP):
        words[:, step // 8 : step // 8 + 2] &= FIRST_BYTES[np.clip(length - step, 0, _STEP)]
    return texts


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

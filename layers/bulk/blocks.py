"""A CSV file in blocks of whole rows, as bytes: cut at line ends, or where a row ends when something is quoted."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Protocol

from gis_cas.errors import BadInput

AT_ONCE: Final = 3 << 20
"""Bytes read at a time."""

WORDS_AT_ONCE: Final = 1 << 18
"""Of a file of addresses, whose rows take far longer."""

_HEADER: Final = 1 << 16

_LONE_RETURN: Final = re.compile(rb"\r(?!\n)")
_EMPTY_LINES: Final = re.compile(rb"\n{2,}")


class Source(Protocol):
    """What blocks are read from; it may give less than asked for, but nothing only at its end."""

    def read1(self, size: int = ..., /) -> bytes:
        """Up to so many bytes."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Some whole rows; `plain` ones hold no quotation mark and end each with a line feed alone."""

    text: bytes
    count: int
    plain: bool


def header_and_rest(source: Source) -> tuple[list[str], bytes]:
    """The names of the columns, and what was read beyond them; no names where the file is empty."""
    read = b""
    while True:
        more = source.read1(_HEADER)
        read += more
        text = _LONE_RETURN.sub(b"\n", read.removeprefix(b"\xef\xbb\xbf")) if read else b""
        end, count = _first_record(text)
        if count and (end < len(text) or not more):
            names = next(csv.reader(_lines(text[:end])), [])
            return [_utf8(name).strip() for name in names], text[end:]
        if not more:
            return [], b""


def blocks(source: Source, rest: bytes, *, at_once: int = AT_ONCE) -> Iterator[Rows]:
    """The rows after the header; `rest` is what was read of them already. Raises BadInput for a quotation left open."""
    number = 1
    while True:
        more = source.read1(at_once)
        text = _without_returns(rest + more, final=not more)
        if not more and text and not text.endswith(b"\n"):
            text += b"\n"
        if b'"' in text:
            end, count = _whole_rows(text, number, final=not more)
            if count:
                yield Rows(text[:end], count, plain=False)
        else:
            end = text.rfind(b"\n") + 1
            whole = text[:end]
            if b"\n\n" in whole or whole.startswith(b"\n"):
                whole = _EMPTY_LINES.sub(b"\n", whole).removeprefix(b"\n")
            count = whole.count(b"\n")
            if count:
                yield Rows(whole, count, plain=True)
        number += count
        rest = text[end:]
        if not more:
            return


def after(rows: Rows, done: int) -> Rows:
    """The same rows without the first `done` of them."""
    if not done:
        return rows
    if rows.plain:
        return Rows(rows.text.split(b"\n", done)[done], rows.count - done, plain=True)
    lines = BytesIO(rows.text)
    reader = csv.reader(line.decode("latin-1") for line in lines)
    counted = 0
    while counted < done:
        counted += bool(next(reader))
    # The reader has taken exactly the lines of the rows it gave.
    return Rows(rows.text[lines.tell() :], rows.count - done, plain=False)


def _without_returns(text: bytes, *, final: bool) -> bytes:
    """Line feeds alone, where nothing is quoted; a return at the very end may be half of a line's end."""
    if b"\r" not in text:
        return text
    kept = b"\r" if text.endswith(b"\r") and not final else b""
    text = _LONE_RETURN.sub(b"\n", text[: len(text) - len(kept)])
    return (text if b'"' in text else text.replace(b"\r\n", b"\n")) + kept


def _whole_rows(text: bytes, number: int, *, final: bool) -> tuple[int, int]:
    """Where the last row that is surely whole ends, and how many rows there are up to it."""
    taken = end = count = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in BytesIO(text):
            taken += len(line)
            yield line.decode("latin-1")

    try:
        for row in csv.reader(lines()):
            if taken == len(text) and not final:
                break
            end, count = taken, count + bool(row)
    except csv.Error as error:
        raise BadInput(
            {"file": f"Row {number + count} opens a quotation mark that is not closed in time ({error})."}
        ) from error
    return end, count


def _first_record(text: bytes) -> tuple[int, int]:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in BytesIO(text):
            taken += len(line)
            yield line.decode("latin-1")

    return (taken, 1) if next(csv.reader(lines()), None) is not None else (0, 0)


def _lines(text: bytes) -> Iterator[str]:
    return (line.decode("latin-1") for line in BytesIO(text))


def _utf8(name: str) -> str:
    return name.encode("latin-1").decode("utf-8", "replace")

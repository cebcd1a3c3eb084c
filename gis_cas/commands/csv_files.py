"""What the commands share that go through a CSV file: its columns, what to read, and going on where a run ended."""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from gis_cas.errors import BadInput


def column_named(columns: Iterable[str], *, asked: str | None, usual: Sequence[str]) -> str | None:
    """The column that was asked for, or the first of the usual ones; None when there is no usual one.

    Raises BadInput when the one that was asked for is not there.
    """
    known = list(columns)
    for name in (asked,) if asked else usual:
        for column in known:
            if column.strip().lower() == name.lower():
                return column
    if asked:
        raise no_column(known, wanted=asked)
    return None


def no_column(columns: Iterable[str], *, wanted: str) -> BadInput:
    """What to raise for a column that is not there."""
    return BadInput({"column": f"The file has no column {wanted}; it has {', '.join(columns) or 'no header'}."})


def opened(file: Path, open_files: ExitStack) -> TextIO:
    """The file to read, or standard input for `-`; raises BadInput when it cannot be read."""
    if str(file) == "-":
        return sys.stdin
    try:
        return open_files.enter_context(file.open(encoding="utf-8-sig", newline=""))
    except OSError as error:
        raise BadInput({"file": f"{file} cannot be read: {error.strerror}."}) from error


@contextmanager
def written_so_far(out: Path | None, *, columns: list[str], resume: bool) -> Iterator[tuple[TextIO, int]]:
    """Where to write, and how many rows stand there whole; a last row that was cut off is taken away.

    Raises BadInput when what stands there was made from another file.
    """
    if out is None:
        yield sys.stdout, 0
        return
    done = 0
    if resume and out.exists():
        done, end = _whole_rows(out, columns=columns)
        with out.open("r+b") as file:
            file.truncate(end)
    with out.open("a" if done else "w", encoding="utf-8", newline="") as file:
        yield file, done


def _whole_rows(out: Path, *, columns: list[str]) -> tuple[int, int]:
    """How many rows of a file are whole, and the byte after the last of them."""
    done = end = read = 0
    with out.open("rb") as file:

        def lines() -> Iterator[str]:
            nonlocal read
            for line in file:
                if line.endswith(b"\n"):
                    read += len(line)
                    yield line.decode("utf-8", "surrogateescape")

        rows = csv.reader(lines())
        first = next(rows, None)
        if first is None:
            return 0, 0
        if first != columns:
            raise BadInput({"resume": f"{out} has other columns than this file gives; write to another one."})
        end = read
        for row in rows:
            if len(row) == len(columns):
                done, end = done + 1, read
    return done, end

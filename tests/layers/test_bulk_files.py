"""Blocks of a CSV file: cut where rows end, read as the csv module reads them, and of a bounded size."""

import csv
import io
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_cas.errors import BadInput
from layers.bulk.blocks import Rows, after, blocks, header_and_rest
from layers.bulk.codes import Codes
from layers.bulk.digits import numbers
from layers.bulk.reading import read_table

text = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)
table = st.lists(st.tuples(text, text, text), min_size=1, max_size=30)


def written(rows: Sequence[tuple[str, ...]], *, quoting: Literal[0, 1]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=quoting).writerows(rows)
    return out.getvalue().encode()


def read_back(source: bytes, at_once: int) -> list[list[str]]:
    """Every row of every block, by its text and by the columns that are looked at."""
    found = []
    for rows in blocks(io.BytesIO(source), b"", at_once=at_once):
        read = read_table(rows, columns=3, kept=(0, 1, 2), asked=(1,))
        assert len(read.lines) == rows.count
        given = list(csv.reader(io.StringIO(b"\n".join(read.lines).decode(), newline="")))
        assert [row[1].encode()[:256].rstrip(b"\0") for row in given] == read.columns[1].tolist()
        found += given
    return found


@settings(deadline=None)
@given(rows=table, at_once=st.integers(1, 60), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_rows_come_back_whole_however_the_file_is_cut(
    rows: list[tuple[str, str, str]], at_once: int, quoting: Literal[0, 1]
) -> None:
    source = written(rows, quoting=quoting)
    assert read_back(source, at_once) == [list(row) for row in rows]
    assert read_back(source.rstrip(b"\n") if not source.endswith(b'"\n') else source, at_once)[-1][0] == rows[-1][0]


@settings(deadline=None)
@given(rows=table, done=st.integers(0, 30))
def test_going_on_leaves_out_as_many_rows_as_are_done(rows: list[tuple[str, str, str]], done: int) -> None:
    source = written(rows, quoting=csv.QUOTE_MINIMAL)
    done = min(done, len(rows))
    left = after(Rows(source, len(rows), plain=b'"' not in source), done)
    assert list(csv.reader(io.StringIO(left.text.decode(), newline=""))) == [list(row) for row in rows[done:]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_the_header_is_read_whatever_ends_a_line(end: str, start: str) -> None:
    source = io.BytesIO((start + end.join(["a, b ,\u00e9", "1,2,3", "", "4,5,6"])).encode())
    columns, rest = header_and_rest(source)
    assert columns == ["a", "b", "\u00e9"]
    assert b"".join(rows.text for rows in blocks(source, rest)) == b"1,2,3\n4,5,6\n"


def test_an_empty_file_has_no_header() -> None:
    assert header_and_rest(io.BytesIO(b"")) == ([], b"")


def test_a_quotation_that_is_never_closed_names_its_row() -> None:
    source = io.BytesIO(b'1,2,3\n4,"5,6\n' + b"7,8,9\n" * 100_000)
    with pytest.raises(BadInput, match="Row 2 opens a quotation mark"):
        list(blocks(source, b"", at_once=1 << 16))


def test_a_block_is_no_larger_than_what_is_read_at_a_time() -> None:
    source = io.BytesIO(b"1,2,3\n" * 50_000)
    sizes = [len(rows.text) for rows in blocks(source, b"", at_once=4_096)]
    assert sum(sizes) == 300_000
    assert max(sizes) <= 4_096 + 6


def test_bytes_that_are_no_text_come_back_as_they_were() -> None:
    for line in (b"\xff\xfe,26.5,x\n", b'"\xff,\xfe",26.5,x\n'):
        (rows,) = blocks(io.BytesIO(line), b"")
        read = read_table(rows, columns=3, kept=(0, 1, 2), asked=(1,))
        assert read.lines == [line.strip()]
        assert read.columns[1].tolist() == [b"26.5"]


def test_a_row_of_another_length_says_so_and_keeps_the_columns_in_step() -> None:
    rows = Rows(b"1,2\n1,2,3,4\n1,2,3\n", 3, plain=True)
    read = read_table(rows, columns=3, kept=(0, 2), asked=(1,))
    assert read.lines == [b"1,", b"1,3", b"1,3"]
    assert read.broken == {0: "The row has 2 fields and the header 3.", 1: "The row has 4 fields and the header 3."}


@settings(max_examples=300)
@given(value=st.floats(-180, 180), digits=st.integers(0, 17))
def test_a_number_is_the_float_that_python_reads(value: float, digits: int) -> None:
    said = f"{value:.{digits}f}"
    for one in (said, f" {said} ", f"+{said.removeprefix('-')}", repr(value)):
        found, empty, wrong = numbers(np.array([one.encode()]))
        assert found[0] == float(one)
        assert (bool(empty[0]), bool(wrong[0])) == (False, False)


@pytest.mark.parametrize("said", ["", " ", "x", "1-2", "--1", "1.2.3", "-", ".", "nan", "inf", "1_0", "1e999", "0x1"])
def test_what_is_no_number_is_empty_or_wrong(said: str) -> None:
    found, empty, wrong = numbers(np.array([said.encode(), b"1.5"]))
    assert not math.isfinite(found[0])
    assert (bool(empty[0]), bool(wrong[0])) == ((True, False) if not said.strip() else (False, True))
    assert found[1] == 1.5


def test_a_code_is_known_by_its_bytes_whatever_the_width_of_the_column() -> None:
    codes = Codes(["pothole", "litter", "a_code_of_more_than_sixteen", "a_code_of_more_than_sixteen_bytes"])
    short = np.array([b"litter", b"pothole", b"potholes", b"", b" litter ", b"a_code_of_more_t"])
    assert codes.places(short).tolist() == [1, 0, -1, -1, 1, -1]
    wide = np.array([b"a_code_of_more_than_sixteen_bytes", b"a_code_of_more_than_sixteen", b"litter", b"\xff"])
    assert codes.places(wide).tolist() == [3, 2, 1, -1]
    assert Codes([]).places(short).tolist() == [-1] * 6

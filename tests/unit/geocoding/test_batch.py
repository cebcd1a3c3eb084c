import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from gis_cas.commands.csv_files import written_so_far
from gis_cas.commands.geocode import all_columns, answer, located, words_column, write
from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position
from gis_cas.geocoding.batch import find_each
from tests.fakes.locators import ListedLocator

HALL = Candidate(
    label="100 E Ocean Ave",
    position=Position(lon=-80.064, lat=26.5262),
    score=100.0,
    match_type=MatchType.POINT_ADDRESS,
    error_radius_ft=10.0,
    address_key="A1",
    segment_key="S1",
)
LOCATOR = ListedLocator(
    {
        "hall": [HALL],
        "two": [HALL, replace(HALL, label="100 W Ocean Ave", error_radius_ft=80.0)],
        "doubt": [replace(HALL, score=75.0)],
        "street": [replace(HALL, match_type=MatchType.STREET_NAME, label="Ocean Ave")],
    }
)
FIND = partial(find_each, locator=LOCATOR, shown=answer, at_once=1)


def table(text: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    write(out, columns=rows.fieldnames or (), rows=located(rows, column="address", find=FIND))
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_every_row_comes_back_in_order_with_its_own_columns() -> None:
    rows = table("id,address\n1,hall\n2,nowhere\n3,two\n4,doubt\n5,street\n6,\n")
    assert [row["id"] for row in rows] == ["1", "2", "3", "4", "5", "6"]
    assert [row["answer"] for row in rows] == [
        "found", "not_found", "ambiguous", "doubtful", "street_only", "not_found",
    ]  # fmt: skip


def test_only_a_single_sure_place_has_a_position() -> None:
    rows = table("address\nhall\ntwo\ndoubt\nstreet\n")
    assert [(row["lat"], row["long"]) for row in rows] == [("26.5262000", "-80.0640000"), ("", ""), ("", ""), ("", "")]
    assert rows[0]["address_key"] == "A1"
    assert rows[1]["label"] == "100 E Ocean Ave | 100 W Ocean Ave"
    assert rows[1]["error_radius_ft"] == "80"


def test_rows_are_answered_as_they_come() -> None:
    taken: list[str] = []

    def slowly() -> Iterator[dict[str, str]]:
        for words in ("hall", "two", "street"):
            taken.append(words)
            yield {"address": words}

    answers = located(slowly(), column="address", find=FIND)
    assert next(answers)["answer"] == "found"
    assert taken == ["hall"]


def test_columns_of_an_earlier_run_are_replaced() -> None:
    (row,) = table("address,answer,lat\nnowhere,found,1\n")
    assert (row["answer"], row["lat"]) == ("not_found", "")


def test_the_column_with_the_words_is_found_or_asked_for() -> None:
    assert words_column(["id", "Address"], asked=None) == "Address"
    assert words_column(["a", "b"], asked="B") == "b"
    with pytest.raises(BadInput, match="no column where"):
        words_column(["a"], asked="where")


def test_a_run_that_was_broken_off_goes_on_after_its_last_whole_row(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    rows = [{"id": str(number), "address": words} for number, words in enumerate(("hall", "a\nb", "two", "street"))]
    with written_so_far(out, columns=all_columns(("id", "address")), resume=False) as (target, _):
        write(target, columns=("id", "address"), rows=located(rows, column="address", find=FIND))
    whole = out.read_text(encoding="utf-8")

    for cut in (len(whole), len(whole) - 5, whole.index("two"), whole.index("hall") + 2, whole.index('b"')):
        out.write_text(whole[:cut], encoding="utf-8")
        with written_so_far(out, columns=all_columns(("id", "address")), resume=True) as (target, done):
            left = located(rows[done:], column="address", find=FIND)
            write(target, columns=("id", "address"), rows=left, header=not done)
        assert out.read_text(encoding="utf-8") == whole


def test_a_file_of_other_columns_is_not_gone_on_with(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("something,else\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match="other columns"), written_so_far(out, columns=["id"], resume=True):
        pass

"""One table from error to status, the same in the code and in docs/errors.md."""

import re
from pathlib import Path

import pytest

from gis_cas import errors
from gis_cas.api.problems import TABLE, for_a_program, problem_of

ROOT = Path(__file__).resolve().parents[3]
ROWS = re.findall(
    r"^\| `(\w+)` \| (\d{3}) \| `([a-z-]+)` \| ([^|]+) \|",
    (ROOT / "docs/errors.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_the_documentation_holds_the_table_row_by_row() -> None:
    documented = {name: (int(status), code, title.strip()) for name, status, code, title in ROWS}
    assert documented == {kind.__name__: (row.status, row.code, row.title) for kind, row in TABLE.items()}


def _tree(kind: type[errors.GisCasError]) -> list[type[errors.GisCasError]]:
    return [kind, *(one for child in kind.__subclasses__() for one in _tree(child))]


@pytest.mark.parametrize("kind", [one for one in _tree(errors.GisCasError) if one.__module__ == "gis_cas.errors"])
def test_every_error_of_the_tree_has_its_own_row(kind: type[errors.GisCasError]) -> None:
    assert kind in TABLE


def test_no_two_rows_share_a_code() -> None:
    assert len({row.code for row in TABLE.values()}) == len(TABLE)


def test_a_class_nobody_listed_takes_the_row_above_it() -> None:
    class Worse(errors.StoreUnavailable):
        """A new kind of trouble."""

    assert problem_of(Worse("x")) is TABLE[errors.StoreUnavailable]


@pytest.mark.parametrize(
    ("path", "program"),
    [
        ("/api/v1/services", True),
        ("/map/features", True),
        ("/map", False),
        ("/tiles/basemap/1/1/1.mvt", True),
        ("/report", False),
    ],
)
def test_programs_get_documents_and_people_pages(path: str, *, program: bool) -> None:
    assert for_a_program(path) is program

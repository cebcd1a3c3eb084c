"""Rows that go in by COPY come out as they were, whatever is in them."""

from sqlalchemy import text

from gis_cas.store.copying import copy_rows
from tests.fixtures.database import Database

ROWS = [
    (number, word, words)
    for number, (word, words) in enumerate(
        [
            ("plain", ["one", "two"]),
            ("a\ttab", None),
            ("a line\nand a return\r", []),
            ("a \\backslash\\", ['a "quoted" one', "a,b", "back\\slash", "{}"]),
            ("\\N", ["\\N"]),
            (None, ["pwoblèm", "№ 5", ""]),
            ("", None),
        ]
        * 200
    )
]


def test_whatever_is_in_them(tiny_database: Database) -> None:
    with tiny_database.owner.connect() as connection:
        connection.execute(text("CREATE TABLE cas.copied (number int, word text, words text[])"))
        assert copy_rows(connection, "cas.copied", ("number", "word", "words"), iter(ROWS)) == len(ROWS)
        found = [tuple(row) for row in connection.execute(text("SELECT * FROM cas.copied ORDER BY number"))]
    assert found == ROWS


def test_no_row(tiny_database: Database) -> None:
    with tiny_database.owner.connect() as connection:
        connection.execute(text("CREATE TABLE cas.copied (number int)"))
        assert copy_rows(connection, "cas.copied", ("number",), []) == 0
        assert connection.scalar(text("SELECT count(*) FROM cas.copied")) == 0

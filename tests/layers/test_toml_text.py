"""What is written as TOML reads back as what it was."""

import tomllib
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from layers.toml_text import toml_text

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
PLAIN = st.one_of(
    WORDS,
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(min_value=date(1900, 1, 1)),
    st.lists(WORDS, max_size=3),
    st.dictionaries(WORDS, st.lists(WORDS, max_size=2), max_size=2),
)
ENTRY = st.dictionaries(WORDS, PLAIN, min_size=1, max_size=4)


@given(plain=st.dictionaries(WORDS, PLAIN.filter(lambda value: not isinstance(value, dict))), table=ENTRY, rows=ENTRY)
def test_a_document_survives(plain: dict[str, Any], table: dict[str, Any], rows: dict[str, Any]) -> None:
    document = {**plain, "the table": table, "the_rows": [rows, rows]}
    assert tomllib.loads(toml_text(document)) == document


def test_what_is_none_is_left_out() -> None:
    assert toml_text({"a": None, "b": 1, "t": {"c": None, "d": "x"}}) == 'b = 1\n\n[t]\nd = "x"\n'

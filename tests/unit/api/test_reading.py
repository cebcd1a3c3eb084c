"""Reading what a stranger sent."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.api.reading import Fields, plain
from gis_cas.errors import BadInput


@given(st.text())
def test_plain_text_never_holds_what_a_database_or_a_page_cannot(text: str) -> None:
    kept = plain(text)
    assert "\x00" not in kept
    assert "\r" not in kept
    kept.encode()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'; DROP TABLE cas.person; --", "{{ 7*7 }}", "%s %(x)s"])
def test_markup_and_sql_stay_what_they_are(text: str) -> None:
    assert Fields({"description": text}).text("description", longest=100, called="It") == text


def test_every_wrong_field_is_named_at_once() -> None:
    fields = Fields({"lat": "north", "page": "0", "email": 7})
    fields.number("lat", sentence="A number.")
    fields.whole("page", least=1, most=9, default=1, called="page")
    fields.text("email", longest=10, called="The e-mail")
    fields.text("name", longest=10, called="The name", needed="Please say your name.")
    with pytest.raises(BadInput) as refused:
        fields.done()
    assert refused.value.fields == {
        "lat": "A number.",
        "page": "page must be a whole number from 1 to 9.",
        "email": "The e-mail must be text.",
        "name": "Please say your name.",
    }


def test_text_that_is_too_long_is_told_how_long_it_may_be() -> None:
    fields = Fields({"description": "x" * 4001})
    assert fields.text("description", longest=4000, called="The description") is None
    assert fields.sentences["description"].startswith(
        "The description can have up to 4,000 characters; this has 4,001."
    )


@pytest.mark.parametrize("value", ["nan", "NaN", float("nan")])
def test_not_a_number_is_left_to_who_judges_positions(value: object) -> None:
    number = Fields({"lat": value}).number("lat", sentence="A number.")
    assert number is not None
    assert math.isnan(number)


@pytest.mark.parametrize("value", [True, [], {}, "1,5", "26°", "1e999x"])
def test_what_is_no_number_is_refused(value: object) -> None:
    fields = Fields({"lat": value})
    assert fields.number("lat", sentence="A number.") is None
    assert fields.sentences == {"lat": "A number."}


@pytest.mark.parametrize("value", ["2026-13-01", "yesterday", "23/11/2026"])
def test_what_is_no_day_is_refused(value: str) -> None:
    fields = Fields({"valid_on": value})
    assert fields.day("valid_on", called="valid_on") is None
    assert "2026-11-23" in fields.sentences["valid_on"]


def test_an_instant_needs_its_offset() -> None:
    fields = Fields({"known_at": "2026-11-23T14:10:00"})
    assert fields.instant("known_at", called="known_at") is None
    assert "offset" in fields.sentences["known_at"]


def test_answers_come_in_brackets_or_after_a_dot() -> None:
    assert Fields({"answer[on_road]": "on"}).answers(opening="answer[", closing="]") == {"on_road": "on"}
    assert Fields({"answer.on_road": "unsure"}).answers(opening="answer.", closing="") == {"on_road": "unsure"}


def test_an_answer_that_can_never_have_been_offered_is_refused() -> None:
    fields = Fields({"answer[on_road]": "x" * 121, "answer['; --]": "on"})
    assert fields.answers(opening="answer[", closing="]") == {}
    assert list(fields.sentences) == ["answer[on_road]", "answer['; --]"]

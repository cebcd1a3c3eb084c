from datetime import UTC, datetime

import pytest

from gis_cas.notify.spoken_times import day_of_letter, promised
from tests.unit.service_requests.test_geocode import CITY

THURSDAY = datetime(2026, 11, 26, 19, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Thursday 26 Nov, 2:10 pm"),
        ("es", "jueves 26 de nov., 2:10 pm"),
        ("ht", "jedi 26 nov., 2:10 pm"),
    ],
)
def test_a_promise_is_said_in_the_readers_language(language: str, said: str) -> None:
    assert promised(THURSDAY, CITY, language=language) == said


def test_midnight_is_twelve() -> None:
    assert promised(datetime(2026, 7, 1, 4, 5, tzinfo=UTC), CITY) == "Wednesday 1 Jul, 12:05 am"


def test_the_hour_that_comes_twice_says_which() -> None:
    assert promised(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), CITY).endswith("1:30 am EDT")
    assert promised(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), CITY).endswith("1:30 am EST")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "26 November 2026"), ("es", "26 de noviembre de 2026"), ("ht", "26 novanm 2026")]
)
def test_a_letter_is_dated_in_its_language(language: str, said: str) -> None:
    assert day_of_letter(THURSDAY, CITY, language=language) == said

import threading
import time
from collections.abc import Iterator

import pytest

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.errors import LocatorUnavailable
from gis_cas.geo.position import Position
from gis_cas.geocoding.timed import TimedLocator
from tests.fakes.asked_locators import HangingLocator
from tests.fakes.locators import ListedLocator

CITY_HALL = Candidate(
    label="100 E Ocean Ave",
    position=Position(lon=-80.064, lat=26.5262),
    score=100.0,
    match_type=MatchType.POINT_ADDRESS,
    error_radius_ft=10.0,
    address_key="A1",
)


@pytest.fixture
def hanging() -> Iterator[HangingLocator]:
    locator = HangingLocator()
    yield locator
    locator.release()


def test_every_question_to_a_hanging_locator_ends_in_time(hanging: HangingLocator) -> None:
    timed = TimedLocator(hanging, seconds=0.05)
    began = time.monotonic()
    with pytest.raises(LocatorUnavailable):
        timed.find("100 E Ocean Ave")
    with pytest.raises(LocatorUnavailable):
        timed.by_address_key("A1")
    with pytest.raises(LocatorUnavailable):
        timed.reverse(CITY_HALL.position)
    with pytest.raises(LocatorUnavailable):
        _ = timed.version
    assert time.monotonic() - began < 2
    assert hanging.asked == 4


def test_a_dead_locator_costs_a_bounded_number_of_threads(hanging: HangingLocator) -> None:
    timed = TimedLocator(hanging, seconds=0.02, most_waiting=3)
    for _ in range(6):
        with pytest.raises(LocatorUnavailable):
            timed.find("x")
    assert hanging.asked == 3
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "locator")


def test_places_are_free_again_once_the_locator_answers(hanging: HangingLocator) -> None:
    timed = TimedLocator(hanging, seconds=0.5, most_waiting=1)
    threading.Timer(0.05, hanging.release).start()
    assert timed.find("x") == ()
    assert timed.find("x") == ()


def test_answers_and_errors_pass_through() -> None:
    timed = TimedLocator(ListedLocator({"here": [CITY_HALL]}), seconds=1)
    assert timed.find("here") == [CITY_HALL]
    assert timed.by_address_key("A1") == CITY_HALL
    assert timed.version == ListedLocator.version
    with pytest.raises(NotImplementedError):
        timed.reverse(CITY_HALL.position)

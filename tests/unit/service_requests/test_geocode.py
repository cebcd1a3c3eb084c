"""What somebody said about a place becomes the places it can mean, and never more certain than it is."""

import math
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.domain.city import City
from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.errors import LocatorUnavailable
from gis_cas.geo.position import Box, Position
from gis_cas.geocoding.timed import TimedLocator
from gis_cas.service_requests.geocode import Found, geocode, stated_radius_ft
from tests.fakes.locators import HangingLocator, ListedLocator, candidate

CITY = City(
    slug="c",
    name="City of C",
    short_name="C",
    state="FL",
    time_zone=ZoneInfo("America/New_York"),
    srid_ft=2881,
    datum_pipeline="",
    languages=("en",),
    phone="1",
    owner_slug="city",
    map_extent=Box(-81, 26, -80, 27),
    surroundings=Box(-81, 26, -80, 27),
    surroundings_name="around C",
    mailing_names=("C",),
    first_response=timedelta(hours=72),
    outcome_response=timedelta(hours=72),
    date_stamp_hour=8,
    radius_ft={"default_pin": 33.0, "pin_zoom_17": 45.0, "phone": 65.0, "photo": 100.0},
    max_radius_ft=500.0,
    road_reach_ft=150.0,
    administrator_queue="city-manager",
)


def find(stated: StatedPlace, *found: Candidate) -> Found:
    return geocode(ListedLocator({"words": found}), stated, city=CITY)


def scored(*scores: float) -> list[Candidate]:
    return [candidate(f"place {score}", -80.06, 26.52, score=score) for score in scores]


@pytest.mark.parametrize(
    ("scores", "meant"),
    [
        ((100.0,), (100.0,)),
        ((100.0, 96.0), (100.0, 96.0)),
        ((100.0, 81.0, 79.9), (100.0, 81.0)),
        ((70.0, 65.0, 64.9), (70.0, 65.0)),
        ((82.0, 78.0), (82.0, 78.0)),
    ],
)
def test_what_comes_near_the_best_is_possible_too(scores: tuple[float, ...], meant: tuple[float, ...]) -> None:
    found = find(StatedPlace(words="words"), *scored(*scores))
    assert [place.label for place in found.places] == [f"place {score}" for score in meant]
    assert found.given
    assert found.why is None
    assert found.locator_version == 7


def test_a_street_alone_is_no_place() -> None:
    street = candidate("NE 3rd St", -80.06, 26.52, match_type=MatchType.STREET_NAME)
    found = find(StatedPlace(words="words"), street)
    assert (found.places, found.given) == ((), True)
    assert found.why is not None
    assert "NE 3rd St" in found.why


def test_a_street_beside_an_address_is_left_out() -> None:
    street = candidate("NE 3rd St", -80.06, 26.52, match_type=MatchType.STREET_NAME)
    found = find(StatedPlace(words="words"), street, *scored(90.0))
    assert [place.label for place in found.places] == ["place 90.0"]


def test_nothing_given_and_nothing_found_are_two_things() -> None:
    assert find(StatedPlace()).given is False
    assert find(StatedPlace(words="elsewhere")).given is True
    gone = find(StatedPlace(address_key="a9"))
    assert gone.why == "The address chosen is no longer on file."


def test_an_addressed_segment_and_radius_come_along() -> None:
    known = candidate("1 A St", -80.06, 26.52, segment_key="s1", address_key="a1")
    [place] = find(StatedPlace(words="words"), known).places
    assert (place.segment_key, place.address_key, place.radius_ft, place.source) == (
        *("s1", "a1", 20.0),
        PlaceSource.ADDRESS,
    )


def test_a_pin_is_taken_as_it_is_and_words_beside_it_are_not_looked_up() -> None:
    pin = Position(lon=-80.06, lat=26.52)
    hanging = HangingLocator()
    found = geocode(hanging, StatedPlace(position=pin, words="words"), city=CITY)
    [place] = found.places
    assert (place.position, place.radius_ft, place.source) == (pin, 33.0, PlaceSource.PIN)


def test_a_locator_that_hangs_is_waited_for_no_longer_than_the_limit() -> None:
    hanging = HangingLocator()
    with pytest.raises(LocatorUnavailable):
        geocode(TimedLocator(hanging, seconds=0.05), StatedPlace(words="words"), city=CITY)
    hanging.let_go()


@pytest.mark.parametrize(
    ("given", "radius_ft"),
    [
        ({}, 33.0),
        ({"zoom": 17}, 45.0),
        ({"zoom": 3}, 33.0),
        ({"accuracy_ft": 100.0}, 162.0),
        ({"accuracy_ft": 100.0, "declared_95": True}, 100.0),
        ({"accuracy_ft": 100.0, "zoom": 17}, 162.0),
        ({"source": PlaceSource.PIN}, 33.0),
        ({"source": PlaceSource.PHONE}, 65.0),
        ({"source": PlaceSource.PHONE, "accuracy_ft": 10.0}, 16.2),
        ({"source": PlaceSource.PHOTO}, 100.0),
    ],
)
def test_a_pins_radius_is_the_phones_own_or_the_zooms_or_the_sources(given: dict[str, float], radius_ft: float) -> None:
    assert math.isclose(stated_radius_ft(CITY, **given), radius_ft)  # type: ignore[arg-type]  # parametrised

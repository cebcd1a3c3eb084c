"""Positions: what is refused, in which words, and that axis order never flips."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.errors import BadInput
from gis_cas.geo.position import Box, Position, stated_position

AROUND = Box(west=-80.9, south=26.3, east=-79.9, north=27.0)


def stated(lat: float, long: float) -> Position:
    return stated_position(lat=lat, long=long, surroundings=AROUND, place_name="Palm Beach County")


@pytest.mark.parametrize(
    ("lat", "long", "says"),
    [
        (0.0, 0.0, "placeholder"),
        (-80.064, 26.5262, "swapped"),
        (26.5262, 80.064, "not in or around Palm Beach County"),
        (25.77, -80.19, "not in or around Palm Beach County"),
        (math.nan, -80.064, "must be numbers"),
        (26.5, math.inf, "must be numbers"),
        (126.5, -80.06, "between"),
    ],
)
def test_a_position_that_cannot_be_meant_is_refused_in_words(lat: float, long: float, says: str) -> None:
    with pytest.raises(BadInput) as refusal:
        stated(lat, long)
    assert says in refusal.value.fields["lat"]


def test_whole_degrees_are_no_place() -> None:
    wide = Box(west=-81.5, south=25.5, east=-79.5, north=27.5)
    with pytest.raises(BadInput, match="Whole degrees"):
        stated_position(lat=26.0, long=-80.0, surroundings=wide, place_name="Palm Beach County")


@given(lat=st.floats(26.301, 26.999), long=st.floats(-80.899, -79.901))
def test_what_is_taken_keeps_its_axes(lat: float, long: float) -> None:
    position = stated(lat, long)
    assert (position.lat, position.lon) == (lat, long)
    assert position.wkt() == f"POINT({long!r} {lat!r})"


@given(lat=st.floats(26.301, 26.999), long=st.floats(-80.899, -79.901))
def test_the_same_two_numbers_swapped_are_never_taken(lat: float, long: float) -> None:
    with pytest.raises(BadInput, match="swapped"):
        stated(long, lat)

"""Where, as it was stated: what counts when a position and an address come together."""

import pytest

from gis_cas.api.reading import Fields
from gis_cas.api.stated_place import stated_place
from gis_cas.domain.place import PlaceSource
from tests.unit.policy.spots import CITY

ADDRESS = "100 E Ocean Ave"


@pytest.mark.parametrize(("lat", "long"), [("27", "-80"), (27.0, -80.0), ("0", "0"), ("39", "-77")])
def test_whole_degrees_are_no_position_and_the_address_beside_them_is_taken(lat: object, long: object) -> None:
    fields = Fields({"lat": lat, "long": long, "q": ADDRESS})
    stated = stated_place(fields, CITY)
    fields.done()
    assert (stated.position, stated.words, stated.source) == (None, ADDRESS, PlaceSource.ADDRESS)


def test_whole_degrees_alone_are_refused() -> None:
    fields = Fields({"lat": 27, "long": -80})
    assert not stated_place(fields, CITY).given
    assert "Whole degrees are too coarse" in fields.sentences["lat"]


@pytest.mark.parametrize(("lat", "long"), [("26.5", "-80"), ("north", "-80"), ("27", ""), ("nan", "-80")])
def test_only_whole_degrees_give_way_to_the_address(lat: str, long: str) -> None:
    fields = Fields({"lat": lat, "long": long, "q": ADDRESS})
    stated = stated_place(fields, CITY)
    assert (stated.position is not None) is not bool(fields.sentences)

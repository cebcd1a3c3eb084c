"""What people write wrongly or loosely, on a small town that has streets and nothing else: no intersections layer."""

import pytest

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.position import Position
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.scoring import SURE
from tests.factories.city_of_words import BOYNTON_BEACH
from tests.factories.locator import LocatorRows, Street, write
from tests.fixtures.database import Database
from tests.integration.test_locator_editions import PROJECTION

WEST, MIDDLE, EAST = -80.070, -80.068, -80.066
SOUTH, NORTH, FAR_NORTH = 26.520, 26.5211, 26.5240

TOWN = LocatorRows(
    streets=[
        Street(key="H1", name="Hawthorne St", line=[(WEST, SOUTH), (MIDDLE, SOUTH)], left=(101, 133), right=(100, 130)),
        Street(key="H2", name="Hawthorne St", line=[(MIDDLE, SOUTH), (EAST, SOUTH)], left=(201, 299), right=(200, 298)),
        Street(key="J1", name="Juniper Ave", line=[(WEST, NORTH), (MIDDLE, NORTH)], left=(101, 199), right=(100, 198)),
        Street(key="J2", name="Juniper Ave", line=[(MIDDLE, NORTH), (EAST, NORTH)], left=(201, 299), right=(200, 298)),
        Street(key="P1", name="Phillips Rd", line=[(WEST, SOUTH), (WEST, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="M1", name="Mount Royal Way", line=[(MIDDLE, SOUTH), (MIDDLE, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="B1", name="N Birch Ln", line=[(EAST, SOUTH), (EAST, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="B2", name="S Birch Ln", line=[(EAST, 26.519), (EAST, SOUTH)], left=(2, 98), right=(1, 99)),
        Street(key="F1", name="Overland Pkwy", line=[(-80.069, FAR_NORTH), (-80.069, 26.5215)], left=(1, 99)),
        Street(key="N1", name="S North Ave", line=[(WEST, FAR_NORTH), (EAST, FAR_NORTH)], left=(2, 98), right=(1, 99)),
    ],
)


@pytest.fixture(scope="module")
def locator(shared_empty: Database) -> CityLocator:
    with shared_empty.owner.begin() as connection:
        write(connection, TOWN, projection=PROJECTION)
    return CityLocator(shared_empty.app, BOYNTON_BEACH, PROJECTION)


def first(locator: CityLocator, words: str) -> Candidate:
    found = locator.find(words)
    assert found, words
    return found[0]


@pytest.mark.parametrize(
    ("words", "segment"),
    [
        ("120 Hawthrone St", "H1"),
        ("120 Hawthorn St", "H1"),
        ("120 Hauthorne St", "H1"),
        ("120 Hawthorne Stret", "H1"),
        ("20 Filips Rd", "P1"),
        ("20 Mountroyal Way", "M1"),
        ("150 Junipper Ave", "J1"),
    ],
)
def test_a_slip_in_a_name_is_found_surely_and_costs(locator: CityLocator, words: str, segment: str) -> None:
    (only,) = locator.find(words)
    assert only.segment_key == segment
    assert SURE <= only.score < 100


@pytest.mark.parametrize(
    "words",
    [
        "120 Hawthorne St#4",
        "120 Hawthorne StApt4",
        "120 Hawthorne StApt 4",
        "120 Hawthorne St4B",
        "120 HAWTHORNE STSTE200",
    ],
)
def test_a_unit_glued_to_its_street_comes_off(locator: CityLocator, words: str) -> None:
    assert first(locator, words).segment_key == "H1"


def test_a_dropped_directional_is_both_of_them(locator: CityLocator) -> None:
    assert {one.segment_key for one in locator.find("50 Birch Ln")} == {"B1", "B2"}


def test_a_street_called_like_a_directional_has_it_as_its_name(locator: CityLocator) -> None:
    assert [one.segment_key for one in locator.find("50 North Ave")] == ["N1"]


def test_a_number_past_its_range_is_at_the_nearest_end_and_says_so(locator: CityLocator) -> None:
    (only,) = locator.find("139 Hawthorne St")
    assert (only.match_type, only.segment_key, only.side) == (MatchType.STREET_ADDRESS_EXT, "H1", "left")
    assert only.note is not None
    assert "133" in only.note
    assert SURE <= only.score < 90


def test_a_number_a_block_off_is_doubtful_and_far_off_only_a_street(locator: CityLocator) -> None:
    assert first(locator, "340 Hawthorne St").score < SURE
    assert first(locator, "940 Hawthorne St").street_only


def test_an_absent_street_is_no_namesake(locator: CityLocator) -> None:
    for words in (
        "120 Kenwood Ave",
        "120 Hazel St",
        "120 Hawthorne St, Springfield, IL",
        "120 Hawthorne St, Sparta, FL",
    ):
        assert not any(one.score >= SURE for one in locator.find(words)), words


def test_crossings_come_from_the_streets_themselves(locator: CityLocator) -> None:
    for words in ("Hawthorne & Mount Royal", "Mount Royal Way @ Hawthorne St", "corner of Hawthorn and Mountroyal"):
        found = first(locator, words)
        assert found.match_type is MatchType.STREET_INTERSECTION
        assert found.position.lon == pytest.approx(MIDDLE, abs=1e-5)
        assert found.position.lat == pytest.approx(SOUTH, abs=1e-5)


def test_streets_that_nearly_meet_are_found_where_they_come_closest(locator: CityLocator) -> None:
    (only,) = locator.find("Overland Pkwy & Juniper Ave")
    assert only.match_type is MatchType.STREET_INTERSECTION
    assert only.note is not None
    assert only.score < 92
    assert only.position.lat == pytest.approx(26.5213, abs=1e-4)


def test_streets_that_come_nowhere_near_do_not_meet(locator: CityLocator) -> None:
    assert not any(one.score >= SURE for one in locator.find("Overland Pkwy & Hawthorne St"))


def test_a_block_is_a_stretch_with_its_ends_in_the_radius(locator: CityLocator) -> None:
    for words in ("200 block of Hawthorne St", "the 200 blk Hawthorne", "cuadra 200 de la Hawthorne St"):
        found = first(locator, words)
        assert (found.match_type, found.segment_key) == (MatchType.STREET_MID_BLOCK, "H2")
        assert found.position.lon == pytest.approx((MIDDLE + EAST) / 2, abs=1e-5)
        assert found.error_radius_ft > 325


def test_between_two_streets_is_the_stretch_between_their_crossings(locator: CityLocator) -> None:
    for words in (
        "Hawthorne St between Mount Royal Way and Birch Ln",
        "Hawthorne St from Birch Ln to Mount Royal Way",
        "Hawthorne entre Mount Royal y Birch",
    ):
        found = first(locator, words)
        assert (found.match_type, found.segment_key) == (MatchType.STREET_BETWEEN, "H2")


def test_an_alley_is_between_the_two_streets_it_is_named_after(locator: CityLocator) -> None:
    found = first(locator, "120 Hawthorne-Juniper 2")
    assert found.match_type is MatchType.STREET_BETWEEN
    assert found.segment_key is None
    assert SOUTH < found.position.lat < NORTH
    assert found.note is not None


def test_numbers_are_no_slips_of_each_other(locator: CityLocator) -> None:
    assert locator.gazetteer.alike.find("12") == ()


def test_the_place_lies_in_the_box_of_the_street(locator: CityLocator) -> None:
    found = first(locator, "250 Hawthorne St")
    assert isinstance(found.position, Position)
    assert MIDDLE < found.position.lon < EAST

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
        Street(key="L1", name="Larch Blvd", line=[(-80.064, SOUTH), (-80.064, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="L2", name="N Larch St", line=[(-80.063, SOUTH), (-80.063, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="T1", name="Maple", line=[(-80.062, SOUTH), (-80.062, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="T2", name="Maple Rd", line=[(-80.061, SOUTH), (-80.061, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="R1", name="Sorrel St", line=[(-80.059, SOUTH), (-80.059, NORTH)], left=(2, 48), right=(1, 49)),
        Street(key="R2", name="Sorrel Ave", line=[(-80.058, SOUTH), (-80.058, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="W1", name="Long Way", line=[(-80.057, 26.51), (-80.057, NORTH)], left=(2, 98), right=(1, 99)),
        Street(key="A1", name="Larch-Alley-Maple", line=[(-80.0635, SOUTH), (-80.0635, 26.5205)], left=(40, 58)),
        Street(key="A2", name="Larch-Alley-Maple", line=[(-80.0635, 26.5206), (-80.0635, NORTH)], right=(50, 66)),
        Street(key="A3", name="Sorrel-Maple", line=[(-80.060, 26.53), (-80.060, 26.531)], left=(20, 28)),
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


@pytest.mark.parametrize(
    ("words", "segments"),
    [
        ("50 Larch St", {"L1", "L2"}),
        ("50 N Larch Blvd", {"L1", "L2"}),
        ("50 Maple Ct", {"T1", "T2"}),
        ("62 Sorrel St", {"R1", "R2"}),
    ],
)
def test_a_wrong_type_is_as_likely_as_whatever_else_would_explain_the_words(
    locator: CityLocator, words: str, segments: set[str]
) -> None:
    found = locator.find(words)
    assert {one.segment_key for one in found} == segments
    assert all(one.score >= SURE for one in found)


def test_a_name_as_it_is_on_file_is_not_doubted_for_the_sake_of_another_type(locator: CityLocator) -> None:
    for words, segment in (("50 Larch Blvd", "L1"), ("50 N Larch St", "L2"), ("22 Sorrel St", "R1")):
        (only,) = locator.find(words)
        assert only.segment_key == segment


def test_another_type_alone_is_a_doubt(locator: CityLocator) -> None:
    (only,) = locator.find("150 Juniper Blvd")
    assert only.score < SURE
    assert only.segment_key is None


def test_of_a_long_segment_only_the_whole_of_it_is_sure(locator: CityLocator) -> None:
    whole_ft = (26.5211 - 26.51) * 364_000
    assert first(locator, "2 Long Way").error_radius_ft > 0.97 * whole_ft
    assert first(locator, "120 Hawthorne St").error_radius_ft < 400


def test_a_number_past_the_end_of_its_range_may_lie_anywhere_on_the_next_block(locator: CityLocator) -> None:
    assert first(locator, "134 Hawthorne St").error_radius_ft > 300


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


def test_every_piece_of_an_alley_that_may_be_meant_is_in_the_radius(locator: CityLocator) -> None:
    found = first(locator, "50 Larch-Maple 2")
    assert found.segment_key == "A2"
    assert found.error_radius_ft > (26.52085 - SOUTH) * 363_000


def test_an_alley_that_has_the_number_itself_need_not_lie_by_an_address(locator: CityLocator) -> None:
    assert first(locator, "22 Sorrel-Maple 1").segment_key == "A3"


def test_numbers_are_no_slips_of_each_other(locator: CityLocator) -> None:
    assert locator.gazetteer.alike.find("12") == ()


def test_the_place_lies_in_the_box_of_the_street(locator: CityLocator) -> None:
    found = first(locator, "250 Hawthorne St")
    assert isinstance(found.position, Position)
    assert MIDDLE < found.position.lon < EAST

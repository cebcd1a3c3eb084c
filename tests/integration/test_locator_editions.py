"""What is on file may change under a running locator: the next question sees it, in every process."""

import pytest
from sqlalchemy import update

from gis_cas.domain.candidate import MatchType
from gis_cas.errors import LocatorUnavailable, Unavailable
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.scoring import SURE
from gis_cas.store.engine import create_engine_for
from gis_cas.store.tables.locator import locator_address
from tests.factories.city_of_words import BOYNTON_BEACH
from tests.factories.locator import AddressPoint, Crossing, LocatorRows, Street, write
from tests.fixtures.database import Database

PROJECTION = Projection(
    pipeline=(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=tmerc +lat_0=24.33333333333333 "
        "+lon_0=-81 +k=0.999941177 +x_0=200000.0001016002 +y_0=0 +ellps=GRS80 +units=us-ft"
    ),
    srid_ft=2881,
)

SMALL = LocatorRows(
    streets=[
        Street(
            key="S1",
            name="E Ocean Ave",
            line=[(-80.0655, 26.5265), (-80.0635, 26.5265)],
            left=(101, 199),
            right=(100, 198),
        ),
        Street(
            key="S2",
            name="E Ocean Ave",
            aliases=("SR 804",),
            line=[(-80.0635, 26.5265), (-80.0615, 26.5265)],
            left=(201, 299),
            right=(200, 298),
        ),
        Street(
            key="S3", name="NE 1st St", line=[(-80.0635, 26.5265), (-80.0635, 26.5285)], left=(2, 98), right=(1, 99)
        ),
        Street(key="S4", name="E Ocean Ave", line=[(-80.2, 26.6), (-80.198, 26.6)], left=(101, 199), zip="33462"),
    ],
    addresses=[
        AddressPoint(key="A1", number=120, street="E Ocean Ave", at=(-80.0651, 26.5264), segment="S1"),
        AddressPoint(key="A2", number=120, street="E Ocean Ave", at=(-80.0651, 26.5264), segment="S1", unit="Apt 2"),
        AddressPoint(key="A3", number=140, street="E Ocean Ave", at=(-80.0646, 26.5264), segment="S1", unit="Apt 1"),
        AddressPoint(key="A4", number=140, street="E Ocean Ave", at=(-80.0644, 26.5264), segment="S1", unit="Apt 2"),
    ],
    crossings=[Crossing(key="X1", name="Ocean Ave & NE 1st St", at=(-80.0635, 26.5265), segments=("S1", "S2", "S3"))],
)


@pytest.fixture
def small(empty_database: Database) -> tuple[Database, CityLocator]:
    with empty_database.owner.begin() as connection:
        write(connection, SMALL, projection=PROJECTION)
    return empty_database, CityLocator(empty_database.app, BOYNTON_BEACH, PROJECTION)


def test_before_anything_is_published_nothing_is_found(empty_database: Database) -> None:
    locator = CityLocator(empty_database.app, BOYNTON_BEACH, PROJECTION)
    assert locator.version == 0
    for words in ("100 E Ocean Ave", "Ocean & Seacrest", "Ocean Ave"):
        assert locator.find(words) == ()
    assert locator.by_address_key("A1") is None


def test_an_ended_row_is_gone_at_the_next_question(small: tuple[Database, CityLocator]) -> None:
    database, locator = small
    before = locator.version
    assert [one.address_key for one in locator.find("120 E Ocean Ave 33435")] == ["A1"]

    with database.owner.begin() as connection:
        version = write(connection, LocatorRows(), projection=PROJECTION, accuracy_ft=25.0)
        connection.execute(update(locator_address).where(locator_address.c.address_key == "A1").values(until=version))

    assert locator.version == version > before
    (only,) = locator.find("120 E Ocean Ave 33435")
    assert only.address_key == "A2"
    assert only.error_radius_ft == 25.0


def test_units_of_one_building_are_one_place_with_all_of_them_in_the_radius(
    small: tuple[Database, CityLocator],
) -> None:
    _, locator = small
    (building,) = locator.find("140 E Ocean Ave 33435")
    assert building.match_type is MatchType.POINT_ADDRESS
    assert building.address_key is None
    assert building.error_radius_ft == pytest.approx(10 + 65, abs=2)
    (unit,) = locator.find("140 E Ocean Ave #2 33435")
    assert (unit.match_type, unit.address_key) == (MatchType.SUBADDRESS, "A4")
    (unknown,) = locator.find("140 E Ocean Ave #9 33435")
    assert unknown.match_type is MatchType.POINT_ADDRESS
    assert 90 < unknown.score < 100


def test_namesakes_in_two_towns_are_both_given(small: tuple[Database, CityLocator]) -> None:
    _, locator = small
    found = locator.find("151 E Ocean Ave")
    assert {one.segment_key for one in found} == {"S1", "S4"}
    assert {one.score for one in found} == {100.0}


def test_a_point_here_beats_a_mere_range_elsewhere(small: tuple[Database, CityLocator]) -> None:
    _, locator = small
    assert [one.segment_key for one in locator.find("120 E Ocean Ave")] == ["S1"]


def test_a_number_on_the_wrong_side_is_found_and_costs(small: tuple[Database, CityLocator]) -> None:
    _, locator = small
    (right,) = locator.find("51 NE 1st St")
    assert (right.score, right.side) == (100, "right")
    (wrong,) = locator.find("152 E Ocean Ave 33462")
    assert wrong.score == 90


def test_an_alias_holds_on_its_segments_only(small: tuple[Database, CityLocator]) -> None:
    _, locator = small
    assert [one.segment_key for one in locator.find("220 SR 804")] == ["S2"]
    (beyond,) = locator.find("120 SR 804")
    assert (beyond.match_type, beyond.label) == (MatchType.STREET_ADDRESS_EXT, "120 E Ocean Ave, 33435")
    assert beyond.score < SURE
    assert [one.label for one in locator.find("SR 804 & NE 1st St")] == ["Ocean Ave & NE 1st St"]


def test_a_statement_that_takes_too_long_is_a_locator_that_does_not_answer(small: tuple[Database, CityLocator]) -> None:
    database, _ = small
    engine = create_engine_for(database.app.url, pool_size=1, statement_timeout_ms=100)
    locator = CityLocator(engine, BOYNTON_BEACH, PROJECTION)
    try:
        with database.owner.begin() as holding:
            holding.exec_driver_sql("LOCK TABLE cas.locator_address IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(LocatorUnavailable):
                locator.find("120 E Ocean Ave")
        assert locator.find("120 E Ocean Ave")
    finally:
        engine.dispose()


def test_without_a_database_the_locator_says_so(small: tuple[Database, CityLocator]) -> None:
    database, _ = small
    engine = create_engine_for(database.app.url.set(database="no_such_database"), pool_size=1)
    try:
        with pytest.raises(Unavailable):
            CityLocator(engine, BOYNTON_BEACH, PROJECTION).find("120 E Ocean Ave")
    finally:
        engine.dispose()

"""Places by their names, and what lies around them, in the demonstration city."""

import pytest

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.store.city import load_city
from tests.fixtures.database import Database


@pytest.fixture(scope="module")
def locator(shared_database: Database) -> CityLocator:
    with shared_database.app.connect() as connection:
        city = load_city(connection)
    assert city is not None
    return CityLocator(shared_database.app, city, Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft))


def only(locator: CityLocator, words: str) -> Candidate:
    found = locator.find(words)
    assert len(found) == 1, words
    return found[0]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Oceanfront Park", "Oceanfront Park"),
        ("the Oceanfront Prk", "Oceanfront Park"),
        ("Hester Park", "Ezell Hester Jr. Community Park"),
        ("Parque Oceanfront", "Oceanfront Park"),
        ("Galaxy Elementary", "Galaxy E3 Elementary School"),
    ],
)
def test_a_landmark_is_found_by_its_name_with_all_of_it_in_the_radius(
    locator: CityLocator, words: str, name: str
) -> None:
    found = only(locator, words)
    assert (found.label, found.match_type) == (name, MatchType.POINT_OF_INTEREST)
    assert found.error_radius_ft > 100
    assert found.segment_key is None


@pytest.mark.parametrize(
    "words",
    [
        "behind Oceanfront Park",
        "detrás de Oceanfront Park",
        "dèyè Oceanfront Park",
        "enfrente de Oceanfront Park",
        "broken bench next to the Oceanfront Park",
        "near Oceanfront Park on Ocean Ave",
    ],
)
def test_a_relation_is_an_area_wider_than_what_it_speaks_of(locator: CityLocator, words: str) -> None:
    park, found = only(locator, "Oceanfront Park"), only(locator, words)
    assert found.match_type is MatchType.POINT_OF_INTEREST
    assert found.error_radius_ft >= park.error_radius_ft + 100
    assert found.note is not None
    assert "area" in found.note


def test_a_landmark_said_to_be_on_another_street_is_doubtful(locator: CityLocator) -> None:
    assert only(locator, "behind Oceanfront Park on Military Trl").score < 80


def test_a_relation_to_an_address_is_an_area_and_an_address_with_a_relation_is_the_address(
    locator: CityLocator,
) -> None:
    behind = only(locator, "behind 100 E Ocean Ave")
    assert (behind.match_type, behind.address_key, behind.segment_key) == (MatchType.POINT_OF_INTEREST, None, None)
    assert behind.error_radius_ft > 300
    assert only(locator, "100 E Ocean Ave near the park").match_type is MatchType.POINT_ADDRESS


def test_a_relation_to_nothing_on_file_is_nothing(locator: CityLocator) -> None:
    assert locator.find("behind the zoo") == ()

"""Mile posts and exits of the demonstration city, and of a road that has posts only."""

import pytest

from gis_cas.domain.candidate import MatchType
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.meetings import INTERCHANGE_FT
from gis_cas.geocoding.mile_posts import AT_POST_FT, FT_PER_MILE
from gis_cas.store.city import load_city
from layers.boynton_beach.demo import lines as at
from tests.fixtures.database import Database


@pytest.fixture(scope="module")
def locator(shared_database: Database) -> CityLocator:
    with shared_database.app.connect() as connection:
        city = load_city(connection)
    assert city is not None
    return CityLocator(shared_database.app, city, Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft))


def test_a_post_on_file_is_where_it_stands_and_names_its_road(locator: CityLocator) -> None:
    (post,) = locator.find("I-95 mile 57")
    assert post.match_type is MatchType.DISTANCE_MARKER
    assert post.position.lat == pytest.approx(at.BOYNTON_BEACH_BLVD, abs=1e-6)
    assert AT_POST_FT < post.error_radius_ft < AT_POST_FT + 50
    (segment,) = [one for one in locator.gazetteer.segments if one.segment_key == post.segment_key]
    assert segment.street == "I-95"


def test_between_two_posts_it_follows_the_road(locator: CityLocator) -> None:
    (half,) = locator.find("I-95 mile 58.5")
    assert half.position.lon == pytest.approx(at.I95.lon_at(half.position.lat), abs=2e-6)
    assert half.note is not None
    (exact,) = locator.find("I-95 mile 58.50")
    assert exact.error_radius_ft < half.error_radius_ft


def test_without_a_line_between_the_posts_it_is_straight_and_says_more_doubt(locator: CityLocator) -> None:
    (straight,) = locator.find("Turnpike mile 86.5")
    (along,) = locator.find("I-95 mile 58.5")
    assert straight.segment_key is None
    assert straight.error_radius_ft > along.error_radius_ft + FT_PER_MILE / 8


def test_an_exit_is_its_ramps_too(locator: CityLocator) -> None:
    for words, lat in (("I-95 exit 56", at.WOOLBRIGHT), ("exit 57", at.BOYNTON_BEACH_BLVD), ("salida 59", at.GATEWAY)):
        (exit_,) = locator.find(words)
        assert exit_.match_type is MatchType.POINT_OF_INTEREST
        assert exit_.position.lat == pytest.approx(lat, abs=1e-6)
        assert exit_.error_radius_ft > INTERCHANGE_FT
        assert exit_.segment_key is None


def test_a_post_that_is_not_on_file_leaves_the_road_alone(locator: CityLocator) -> None:
    (road,) = locator.find("I-95 mile 310")
    assert road.street_only

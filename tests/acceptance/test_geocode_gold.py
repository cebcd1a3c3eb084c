"""The gold file of words: every naming trap of the place, and what the locator must make of it."""

import csv
from pathlib import Path

import pytest

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.scoring import SURE
from gis_cas.store.city import load_city
from tests.fixtures.database import Database

GOLD = Path(__file__).resolve().parents[1] / "data" / "gold" / "geocode.csv"


def cases() -> list[dict[str, str]]:
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def locator(shared_database: Database) -> CityLocator:
    with shared_database.app.connect() as connection:
        city = load_city(connection)
    assert city is not None
    projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
    return CityLocator(shared_database.app, city, projection)


def short(candidate: Candidate) -> str:
    """The label without unit, town and ZIP code."""
    if candidate.match_type is MatchType.LAT_LONG:
        return candidate.label
    return candidate.label.partition(",")[0]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["words"])
def test_words_are_found_as_the_gold_file_says(locator: CityLocator, case: dict[str, str]) -> None:
    found = locator.find(case["words"])

    places = [place.strip() for place in case["places"].split("|")] if case["places"] else []
    assert sorted(short(one) for one in found) == sorted(places)
    kind, _, count = case["answer"].partition(" ")
    if kind == "ambiguous":
        assert len(found) == int(count)
        assert max(one.score for one in found) - min(one.score for one in found) <= 5
    elif kind == "doubtful":
        assert all(one.score < SURE and one.error_radius_ft >= 2640 for one in found)
    elif kind != "none":
        assert [one.match_type.value for one in found] == [kind]


def test_the_gold_file_is_large_enough_and_says_each_thing_once() -> None:
    words = [case["words"] for case in cases()]
    assert len(words) >= 60
    assert len(set(words)) == len(words)

"""The gold file in the form of Pelias' acceptance tests: what must be found, and what is known not to be yet.

`status` is pass, or fail for what is known not to be found; a known failure that passes is a fault of this file. An
empty list of properties means that nothing may be found; several that all of them must be, and nothing else.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.scoring import SURE
from gis_cas.store.city import load_city
from tests.fixtures.database import Database

GOLD = Path(__file__).resolve().parents[1] / "data" / "gold" / "geocode_acceptance.json"
CASES: list[dict[str, Any]] = json.loads(GOLD.read_text(encoding="utf-8"))["tests"]


@pytest.fixture(scope="module")
def locator(shared_database: Database) -> CityLocator:
    with shared_database.app.connect() as connection:
        city = load_city(connection)
    assert city is not None
    return CityLocator(shared_database.app, city, Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft))


def short(candidate: Candidate) -> str:
    return candidate.label if candidate.match_type is MatchType.LAT_LONG else candidate.label.partition(",")[0]


def holds(locator: CityLocator, case: dict[str, Any]) -> bool:
    found = locator.find(case["in"]["text"])
    wanted = case["expected"]["properties"]
    if sorted(short(one) for one in found) != sorted(one["label"] for one in wanted):
        return False
    if case["expected"].get("doubtful"):
        return all(one.score < SURE and one.error_radius_ft >= 2640 for one in found)
    return all(one.get("match_type") in {None, found[0].match_type.value} for one in wanted)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["in"]["text"])
def test_the_gold_file_is_met(locator: CityLocator, case: dict[str, Any]) -> None:
    assert holds(locator, case) is (case["status"] == "pass"), locator.find(case["in"]["text"])


def test_the_gold_file_is_large_says_each_thing_once_and_knows_few_failures() -> None:
    words = [case["in"]["text"] for case in CASES]
    assert len(words) >= 300
    assert len(set(words)) == len(words)
    assert sum(case["status"] != "pass" for case in CASES) <= 5

"""A city's folder: what it says as values, and every fault named with file, entry and remedy."""

import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gis_cas.domain.rules import Relation
from gis_cas.domain.service import Locus
from gis_cas.errors import BadInput
from layers.city_folder import parse_city_folder, read_city_folder
from layers.problem import Problem
from tests.fixtures.database import CITY_FOLDER, TINY_CITY
from tests.layers.tiny import change, grave_problems, tiny_copy


@pytest.mark.parametrize("folder", [TINY_CITY, CITY_FOLDER], ids=["tiny", "demonstration"])
def test_our_own_folders_are_sound(folder: Path) -> None:
    assert grave_problems(folder) == []


def test_the_town_as_values() -> None:
    town = read_city_folder(TINY_CITY)
    assert town.city.time_zone == ZoneInfo("America/Los_Angeles")
    assert (town.city.srid_ft, town.city.owner_slug, town.city.administrator_queue) == (2285, "town", "town-clerk")
    assert (town.city.first_response, town.city.outcome_response) == (timedelta(hours=48), timedelta(hours=96))
    by_source = {"default_pin": 30, "phone": 30, "photo": 100}
    assert town.city.radius_ft == {**by_source, "pin_zoom_16": 80, "pin_zoom_17": 40, "pin_zoom_18": 20}
    assert [service.code for service in town.services] == ["pothole", "park_care", "question"]
    assert town.services[0].locus is Locus.ROADWAY
    assert [rule.id for rule in town.rules][:2] == ["questions", "state-road"]
    assert town.rules[1].relation is Relation.ON_ROAD
    assert town.rules[1].where == {"owner": ("state-roads",)}
    assert town.owner_values == {
        *("town", "private", "town-clerk", "streets"),
        *("state-roads", "alder-county", "east-village"),
    }


def test_an_agency_that_cannot_be_reached_is_reported_and_allowed() -> None:
    town = read_city_folder(TINY_CITY)
    assert [str(remark) for remark in town.remarks] == [
        "agencies.csv, line 4 (east-village): It has no address: a referral could not say where to turn (R11)."
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "remedy"),
    [
        ("city.toml", '"America/Los_Angeles"', '"Pacific"', "city.toml, time_zone", "IANA"),
        ("city.toml", 'phone = "555-0100"', "", "city.toml, phone", "A text is needed"),
        ("city.toml", "srid_ft = 2285", "srid_ft = 32610", "city.toml, srid_ft", "projected CRS in feet"),
        ("city.toml", "+proj=lcc", "+proj=lccc", "city.toml, datum_pipeline", "PROJ cannot read"),
        ("city.toml", "lon_0=-120.83", "lon_0=-120.84", "city.toml, control_point 1, x_ft", "The pipeline gives"),
        (
            "city.toml",
            "[-121.83, 48.17, -121.77, 48.23]",
            "[48.17, -121.83, 48.23, -121.77]",
            "city.toml, map_extent",
            "",
        ),
        ("city.toml", "[-121.83, 48.17,", "[-123.83, 48.17,", "city.toml, map_extent", "inside surroundings"),
        ("city.toml", "date_stamp_hour = 9", "date_stamp_hour = 25", "city.toml, [clock], date_stamp_hour", "0 to 23"),
        ("city.toml", "first_response_hours = 48", "", "city.toml, [clock], first_response_hours", "such as 72"),
        (
            "city.toml",
            "default_pin = 30.0",
            "default_pin = 900",
            "city.toml, [radius_ft], default_pin",
            "max_decidable",
        ),
        ("city.toml", "default_pin =", "photo = 0\ndefault_pin =", "city.toml, [radius_ft], photo", "at least 1"),
        ("city.toml", '"town-clerk"', '"town-clrk"', "city.toml, administrator_queue", "Did you mean 'town-clerk'?"),
        ("city.toml", 'owner_slug = "town"', 'owner_slug = "streets"', "city.toml, owner_slug", "must differ"),
        ("city.toml", 'state = "WA"', 'state = "WA"\nstat = "x"', "city.toml, stat", "Did you mean 'state'?"),
        (
            "departments.csv",
            "streets,Streets,yes",
            "streets,Streets,maybe",
            "departments.csv, line 3 (streets), under_city_manager",
            "yes",
        ),
        (
            "departments.csv",
            "streets,Streets",
            "town-clerk,Streets",
            "departments.csv, line 3 (town-clerk)",
            "a second time",
        ),
        ("departments.csv", "slug,name", "code,name", "departments.csv, line 1", "slug,name,under_city_manager"),
        ("agencies.csv", "2026-01-15", "15 January", "agencies.csv, line 2 (state-roads), verified_on", "2026-01-31"),
        ("agencies.csv", ",A,A,,made up", ",A,A", "agencies.csv, line 3 (alder-county)", "must have 9 values"),
        ("agencies.csv", "alder-county,", "streets,", "agencies.csv", "also a department"),
        (
            "services.toml",
            'department = "streets"',
            'department = "roads"',
            "services.toml, service 1 (pothole), department",
            "departments.csv",
        ),
        (
            "services.toml",
            '"alder-county"',
            '"county"',
            "services.toml, service 1 (pothole), county_agency",
            "agencies.csv",
        ),
        (
            "services.toml",
            'locus = "roadway"',
            'locus = "road"',
            "services.toml, service 1 (pothole), locus",
            "'roadway'",
        ),
        (
            "services.toml",
            'code = "park_care"',
            'code = "pothole"',
            "services.toml, service 2 (pothole), code",
            "a second time",
        ),
        (
            "services.toml",
            'locus = "roadway"',
            'locus = "none"',
            "services.toml, service 1 (pothole), locus",
            "lies somewhere",
        ),
        (
            "responsibility.toml",
            'layer = "parks"',
            'layer = "park"',
            "responsibility.toml, rule 4 (park), layer",
            "Did you mean 'parks'?",
        ),
        (
            "responsibility.toml",
            'layer = "parks"',
            'layer = "streets"',
            "responsibility.toml, rule 4 (park), relation",
            "needs a layer of Polygon",
        ),
        (
            "responsibility.toml",
            'layer = "parks"',
            'layer = "intersections"',
            "responsibility.toml, rule 4 (park), layer",
            "routing = true",
        ),
        (
            "responsibility.toml",
            'services = ["question"]',
            'services = ["questions"]',
            "responsibility.toml, rule 1 (questions), services",
            "Did you mean 'question'?",
        ),
        (
            "responsibility.toml",
            'relation = "within"',
            'relation = "inside"',
            "responsibility.toml, rule 4 (park), relation",
            "within",
        ),
        (
            "responsibility.toml",
            'id = "road"',
            'id = "state-road"',
            "responsibility.toml, rule 3 (state-road), id",
            "a second time",
        ),
        (
            "responsibility.toml",
            'owner = "department"',
            'owner = "agency:nobody"',
            "responsibility.toml, rule 1 (questions), owner",
            "not on file",
        ),
        (
            "responsibility.toml",
            'owner = "department"',
            'owner = "streets"',
            "responsibility.toml, rule 1 (questions), owner",
            "agency:SLUG",
        ),
        (
            "responsibility.toml",
            'owner = "department"',
            'owner = "feature"',
            "responsibility.toml, rule 1 (questions), owner",
            "no feature to ask",
        ),
        (
            "responsibility.toml",
            'owner = "feature"',
            'owner = "feature:signal_by"',
            "responsibility.toml, rule 2 (state-road), owner",
            "maps no 'signal_by'",
        ),
        (
            "responsibility.toml",
            '["state-roads"]',
            '["state-road"]',
            "responsibility.toml, rule 2 (state-road), [where], owner",
            "Did you mean 'state-roads'?",
        ),
        (
            "responsibility.toml",
            "where = { owner",
            "where = { maintained_by",
            "responsibility.toml, rule 2 (state-road), [where], maintained_by",
            "maps no",
        ),
        (
            "responsibility.toml",
            "{distance_ft}",
            "{distance}",
            "responsibility.toml, rule 2 (state-road), reason",
            "Did you mean 'distance_ft'?",
        ),
        (
            "responsibility.toml",
            "{distance_ft}",
            "{distance_ft",
            "responsibility.toml, rule 2 (state-road), reason",
            "braces",
        ),
        (
            "responsibility.toml",
            '["state", ',
            '["nation", ',
            "responsibility.toml, road_precedence",
            "neither a class nor a slug",
        ),
        (
            "responsibility.toml",
            'services = ["question"]',
            "",
            "responsibility.toml, rule 2 (state-road), id",
            "can never be reached",
        ),
        (
            "responsibility.toml",
            'services = ["question"]',
            'services = ["question"]\nexcept_services = ["question"]',
            "responsibility.toml, rule 1 (questions), services",
            "for no service at all",
        ),
        (
            "manifests/parks.toml",
            'owner = "streets"',
            'owner = "parks"',
            "manifests/parks.toml, owner",
            "no owner on file",
        ),
        (
            "manifests/districts.toml",
            "routing = true",
            'routing = true\nlocator = "streets"',
            "manifests/streets.toml, locator",
            "already is",
        ),
    ],
)
def test_a_fault_is_named_with_file_entry_and_remedy(
    tmp_path: Path, file: str, old: str, new: str, where: str, remedy: str
) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / file, old, new)
    said = [re.sub(r", line \d+(?=,)", "", sentence) for sentence in grave_problems(folder)]
    named = [sentence for sentence in said if sentence.startswith(f"{where}: ")]
    assert named, grave_problems(folder)
    assert remedy in named[0]


def test_a_rule_over_features_without_owner_is_remarked(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "manifests/parks.toml", 'owner = "streets"\n', "")
    problems: list[Problem] = []
    assert parse_city_folder(folder, problems) is not None
    assert any("rule 4 (park), owner: It never holds" in str(problem) for problem in problems if not problem.grave)


def test_all_faults_of_a_folder_are_named_at_once(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    change(folder / "city.toml", 'phone = "555-0100"', "")
    change(folder / "services.toml", 'locus = "roadway"', 'locus = "road"')
    change(folder / "manifests/parks.toml", "accuracy_ft = 5.0", "")
    with pytest.raises(BadInput) as refused:
        read_city_folder(folder)
    assert {where.split(",")[0] for where in refused.value.fields} == {
        *("city.toml", "services.toml", "manifests/parks.toml"),
    }


@pytest.mark.parametrize(
    "file", ["city.toml", "departments.csv", "agencies.csv", "services.toml", "responsibility.toml"]
)
def test_a_missing_file_is_named(tmp_path: Path, file: str) -> None:
    folder = tiny_copy(tmp_path)
    (folder / file).unlink()
    assert any(sentence.startswith(f"{file}: The file is missing") for sentence in grave_problems(folder))

"""Parcels in the locator: by their number, and by an address that no address point has."""

import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.store import locator_parcels
from layers.city_folder import read_city_folder
from layers.load import load_version
from layers.manifest import read_manifest
from layers.parcels import site_address
from layers.publish import publish
from layers.read import read
from tests.fixtures.database import TINY_CITY, Database

CITY = read_city_folder(TINY_CITY).city
PROJECTION = Projection(pipeline=CITY.datum_pipeline, srid_ft=CITY.srid_ft)
MANIFEST = """layer = "parcels"
title = "Parcels"
authority = "Assessor"
source = "Drawn for tests"
licence = "CC0-1.0"
synthetic = true
file = "data/parcels.geojson"
crs = "EPSG:4326"
geometry = "Polygon"
key = "id"
accuracy_ft = 5.0
effective_from = 2026-01-01
locator = "parcels"

[columns]
parcel_number = "pcn"
address = "site"
zip = "zip"
"""
Box = tuple[float, float, float, float]
FIELD: Box = (-121.8145, 48.2003, -121.8125, 48.2020)
SHOP: Box = (-121.8186, 48.2001, -121.8184, 48.2004)
PARCELS: Mapping[str, tuple[str, str | None, Box]] = {
    "P1": ("08-43-45-21-00-000-1010", "150 MAIN STREET", FIELD),
    "P2": ("08-43-45-21-00-000-1020", "110 MAIN ST", SHOP),
    "P3": ("08-43-45-21-00-000-1030", "152 MAIN ST UNIT 4", (-121.8120, 48.2003, -121.8115, 48.2006)),
    "P4": ("08-43-45-21-00-000-1040", None, (-121.8110, 48.2103, -121.8105, 48.2106)),
    "P5": ("08-43-45-21-00-000-1050", "900 ORCHARD LN", (-121.8100, 48.2103, -121.8095, 48.2106)),
}


def corners(box: Box) -> list[tuple[float, float]]:
    west, south, east, north = box
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def put(connection: Connection, folder: Path, parcels: Mapping[str, tuple[str, str | None, Box]], *, day: int) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"id": key, "pcn": number, "site": site, "zip": "98000" if site else None},
            "geometry": {"type": "Polygon", "coordinates": [corners(box)]},
        }
        for key, (number, site, box) in parcels.items()
    ]
    (folder / "data").mkdir(exist_ok=True)
    (folder / "manifests").mkdir(exist_ok=True)
    document = {"type": "FeatureCollection", "features": features}
    (folder / "data" / "parcels.geojson").write_text(json.dumps(document), encoding="utf-8")
    path = folder / "manifests" / "parcels.toml"
    path.write_text(MANIFEST, encoding="utf-8")
    manifest = read_manifest(path)
    version = load_version(connection, manifest=manifest, frame=read(manifest), city=CITY, by="gis")
    now = datetime(2026, 2, day, 20, tzinfo=UTC)
    publish(connection, version.id, effective_from=date(2026, 1, 1), by="ann", approved_by="ben", now=now)


@pytest.fixture
def locator(tiny_database: Database, tmp_path: Path) -> CityLocator:
    with tiny_database.owner.begin() as connection:
        put(connection, tmp_path, PARCELS, day=1)
    return CityLocator(tiny_database.app, CITY, PROJECTION)


def only(found: Sequence[Candidate]) -> Candidate:
    (one,) = found
    return one


def covers(candidate: Candidate, box: Box) -> bool:
    here = PROJECTION.to_ft(candidate.position)
    spots = [PROJECTION.to_ft(Position(lon=lon, lat=lat)) for lon, lat in corners(box)]
    return all(math.dist(here, spot) <= candidate.error_radius_ft for spot in spots)


@pytest.mark.parametrize(
    "words",
    [
        "PCN 08-43-45-21-00-000-1010",
        "parcel 08434521000001010",
        "08-43-45-21-00-000-1010",
        "Parcela #08 43 45 21 00 000 1010",
    ],
)
def test_a_parcel_is_found_by_its_number_however_it_is_written(locator: CityLocator, words: str) -> None:
    found = only(locator.find(words))
    assert (found.match_type, found.score) == (MatchType.PARCEL, 100)
    assert found.label == "parcel 08-43-45-21-00-000-1010, 150 MAIN STREET"
    assert covers(found, FIELD)


def test_a_parcel_without_an_address_has_its_number(locator: CityLocator) -> None:
    assert only(locator.find("PCN 08-43-45-21-00-000-1040")).label == "parcel 08-43-45-21-00-000-1040"
    assert locator.find("PCN 08-43-45-21-00-000-9999") == ()


def test_an_address_on_a_parcel_only_is_a_point_inside_it_with_all_of_it_in_the_radius(locator: CityLocator) -> None:
    for words in ("150 Main St", "150 Main", "150 Main St, Alder Falls 98000"):
        found = only(locator.find(words))
        assert found.match_type is MatchType.PARCEL
        assert found.segment_key == "S1"
        assert covers(found, FIELD)
        west, south, east, north = FIELD
        assert west < found.position.lon < east
        assert south < found.position.lat < north


def test_an_address_point_stands_before_its_parcel_and_a_range_behind_it(locator: CityLocator) -> None:
    assert only(locator.find("110 Main St")).match_type is MatchType.POINT_ADDRESS
    assert only(locator.find("160 Main St")).match_type is MatchType.STREET_ADDRESS


def test_a_parcel_on_a_street_that_is_not_on_file_is_found_all_the_same(locator: CityLocator) -> None:
    found = only(locator.find("900 Orchard Ln"))
    assert (found.match_type, found.segment_key) == (MatchType.PARCEL, None)


def test_a_unit_of_a_parcel_may_be_named_or_not(locator: CityLocator) -> None:
    assert only(locator.find("152 Main St #4")).score == 100
    assert only(locator.find("152 Main St")).match_type is MatchType.PARCEL


def test_only_what_changed_is_written_anew_page_by_page(
    tiny_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locator_parcels, "AT_ONCE", 2)
    changed: dict[str, Any] = dict(PARCELS)
    changed["P2"] = (PARCELS["P2"][0], PARCELS["P2"][1], FIELD)
    del changed["P3"], changed["P5"]
    changed["P6"] = ("08-43-45-21-00-000-1060", "156 MAIN ST", SHOP)
    with tiny_database.owner.begin() as connection:
        put(connection, tmp_path, PARCELS, day=1)
        put(connection, tmp_path, changed, day=2)
        rows = connection.execute(text("SELECT parcel_key, until FROM cas.locator_parcel ORDER BY id")).all()
    assert [row.parcel_key for row in rows] == ["P1", "P2", "P3", "P4", "P5", "P2", "P6"]
    assert [row.parcel_key for row in rows if row.until is not None] == ["P2", "P3", "P5"]
    locator = CityLocator(tiny_database.app, CITY, PROJECTION)
    assert only(locator.find("156 Main St")).match_type is MatchType.PARCEL
    assert only(locator.find("152 Main St")).match_type is MatchType.STREET_ADDRESS


@pytest.mark.parametrize(
    ("written", "number", "street", "unit"),
    [
        ("100 E OCEAN AVE", 100, "E OCEAN AVE", None),
        ("0100 E OCEAN AVE APT 4B", 100, "E OCEAN AVE", "4B"),
        ("100-110 MAIN ST", 100, "MAIN ST", None),
        ("0 OCEAN AVE", None, None, None),
        ("OCEAN AVE", None, None, None),
        ("", None, None, None),
    ],
)
def test_a_site_address_is_taken_apart(written: str, number: int | None, street: str | None, unit: str | None) -> None:
    assert site_address(written) == (number, street, unit)

"""TIGER/Line EDGES and NENA site/structure points, as Shapefile and GeoPackage, are read by a manifest alone."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from shapely import LineString
from sqlalchemy import Connection, text

from gis_cas.errors import BadInput
from layers.manifest import read_manifest
from layers.read import read
from layers.seed import seed
from tests.fixtures.database import SEEDED_AT, Database
from tests.layers.tiny import change, tiny_copy

FORMATS = ("shp", "gpkg")
EDGES = """layer = "streets"
title = "TIGER/Line edges"
authority = "U.S. Census Bureau"
source = "Made for tests in the fields of TIGER/Line EDGES"
licence = "public domain"
synthetic = true
file = "data/edges.{suffix}"
crs = "EPSG:4269"
pipeline = "+proj=noop"
geometry = "LineString"
key = "TLID"
name_column = "FULLNAME"
owner = "town"
half_width_ft = 30.0
accuracy_ft = 25.0
effective_from = 2026-01-01
routing = true
locator = "streets"

[only]
MTFCC = "S*"

[columns]
from_left = "LFROMADD"
to_left = "LTOADD"
from_right = "RFROMADD"
to_right = "RTOADD"
zip = "ZIPL"
"""
SITES = """layer = "address_points"
title = "Site/structure address points"
authority = "Alder County"
source = "Made for tests in the fields of NENA-STA-006"
licence = "CC0-1.0"
synthetic = true
file = "data/sites.{suffix}"
crs = "EPSG:4326"
geometry = "Point"
key = "NGUID"
accuracy_ft = 5.0
effective_from = 2026-01-01
locator = "address_points"

[columns]
number = "Add_Number"
street = "St_PreDir + St_Name + St_PosTyp + St_PosDir"
unit = "AddNum_Pre + AddNum_Suf + Unit"
zip = "Post_Code"
postal_city = "Post_Comm"
"""


def edge(number: int, own: dict[str, Any]) -> dict[str, Any]:
    return {
        "TLID": 600_000_000 + number,
        "FULLNAME": own["name"],
        "MTFCC": "S1400",
        "LFROMADD": str(own["from_left"]),
        "LTOADD": str(own["to_left"]),
        "RFROMADD": str(own["from_right"]),
        "RTOADD": f"{own['to_right']}-A",
        "ZIPL": own["zip"],
    }


NO_ROADS = [
    {"TLID": 1, "FULLNAME": "Alder Riv", "MTFCC": "H3010"},
    {"TLID": 2, "FULLNAME": "Alder Valley RR", "MTFCC": "R1011"},
    {"TLID": 3, "FULLNAME": None, "MTFCC": "P0001"},
]


def edges(folder: Path, suffix: str) -> None:
    streets = gpd.read_file(folder / "data" / "streets.geojson")
    rows = [edge(number, own) for number, own in enumerate(streets.to_dict("records"))]
    lines = [*streets.geometry, *[LineString([(-121.81, 48.2), (-121.8, 48.21)])] * len(NO_ROADS)]
    gpd.GeoDataFrame([*rows, *NO_ROADS], geometry=lines, crs=4269).to_file(folder / "data" / f"edges.{suffix}")
    (folder / "manifests" / "streets.toml").write_text(EDGES.format(suffix=suffix), encoding="utf-8")


def site(own: dict[str, Any]) -> dict[str, Any]:
    before, name, kind = [None, *own["street"].split()][-3:]
    return {
        "NGUID": f"{own['address_id']}@alder.wa.gov",
        "AddNum_Pre": None,
        "Add_Number": own["number"],
        "AddNum_Suf": own["unit"],
        "St_PreDir": before,
        "St_Name": name,
        "St_PosTyp": kind,
        "St_PosDir": None,
        "Unit": None,
        "Post_Comm": own["postal_city"],
        "Post_Code": own["zip"],
    }


def sites(folder: Path, suffix: str) -> None:
    points = gpd.read_file(folder / "data" / "address_points.geojson")
    rows = [site(own) for own in points.to_dict("records")]
    gpd.GeoDataFrame(rows, geometry=list(points.geometry), crs=4326).to_file(folder / "data" / f"sites.{suffix}")
    (folder / "manifests" / "address_points.toml").write_text(SITES.format(suffix=suffix), encoding="utf-8")


def rows(connection: Connection, table: str, columns: str) -> list[Any]:
    query = f"SELECT {columns} FROM cas.{table} WHERE until IS NULL ORDER BY {columns}"  # noqa: S608 - names of this file
    return list(connection.execute(text(query)).all())


@pytest.mark.parametrize("suffix", FORMATS)
def test_files_in_the_standards_fields_make_the_same_locator(
    tiny_database: Database, empty_database: Database, tmp_path: Path, suffix: str
) -> None:
    folder = tiny_copy(tmp_path)
    edges(folder, suffix)
    sites(folder, suffix)

    with empty_database.app.begin() as connection:
        seed(connection, folder=folder, now=SEEDED_AT)

    with tiny_database.app.connect() as ours, empty_database.app.connect() as theirs:
        for table, columns in (
            ("locator_street", "name, from_left, to_left, from_right, to_right, zip, ST_AsText(geom, 6)"),
            ("locator_address", "number, street, name_key, unit, zip, postal_city, ST_AsText(geom, 6)"),
        ):
            assert rows(theirs, table, columns) == rows(ours, table, columns)


def test_a_column_that_rows_are_chosen_by_must_be_there(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    edges(folder, "gpkg")
    manifest = folder / "manifests" / "streets.toml"
    change(manifest, "MTFCC =", "FEATURE_CODE =")
    with pytest.raises(BadInput, match=r"\[only\]: data/edges.gpkg has no column 'FEATURE_CODE'"):
        read(read_manifest(manifest))


def test_rows_are_chosen_by_a_whole_word_too(tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    edges(folder, "gpkg")
    manifest = folder / "manifests" / "streets.toml"
    change(manifest, '"S*"', '"H3010"')
    assert list(read(read_manifest(manifest))["name"]) == ["Alder Riv"]

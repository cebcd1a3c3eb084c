"""Streets and address points that contradict themselves are loaded, and what is wrong with them stands beside them."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from gis_cas.store.locator_findings import counts_of, findings_layer, standing_counts, standing_findings
from layers.city_folder import read_city_folder
from layers.load import LoadedVersion
from layers.seed import load_layer, seed
from tests.fixtures.database import SEEDED_AT, Database
from tests.layers.tiny import tiny_copy


def edit(folder: Path, layer: str, place: int, **properties: Any) -> None:
    path = folder / "data" / f"{layer}.geojson"
    collection = json.loads(path.read_text(encoding="utf-8"))
    collection["features"][place]["properties"].update(properties)
    path.write_text(json.dumps(collection), encoding="utf-8")


def load(connection: Connection, folder: Path, layer: str) -> LoadedVersion:
    city = read_city_folder(folder)
    manifest = next(one for one in city.manifests if one.layer == layer)
    return load_layer(connection, city, manifest, by="test")


def test_the_town_agrees_with_itself(tiny_database: Database) -> None:
    with tiny_database.app.connect() as connection:
        assert standing_counts(connection) == {}


def test_each_load_notes_what_it_shows_and_refuses_nothing(empty_database: Database, tmp_path: Path) -> None:
    folder = tiny_copy(tmp_path)
    edit(folder, "address_points", 0, number=117)
    with empty_database.app.begin() as connection:
        seed(connection, folder=folder, now=SEEDED_AT)
        assert standing_counts(connection) == {"fishbone": 1}
        (row,) = standing_findings(connection, kind="fishbone", limit=10, offset=0)
        assert row.sentence == "117 Main St lies on the other side of the street than its number, which is right."
        assert row.feature_keys == ["A1", "S1"]
        (feature,) = findings_layer(connection)["features"]
        assert feature["geometry"]["type"] == "LineString"
        assert feature["geometry"]["coordinates"][0] == [-121.8185, 48.2002]

        edit(folder, "address_points", 0, number=110)
        edit(folder, "address_points", 1, number=110)
        loaded = load(connection, folder, "address_points")
        assert counts_of(connection, loaded.id) == {"duplicate address": 1, "fishbone": 1}
        assert standing_counts(connection) == {"duplicate address": 1, "fishbone": 1}

        edit(folder, "address_points", 1, number=111)
        load(connection, folder, "address_points")
        assert standing_counts(connection) == {}

        edit(folder, "streets", 0, from_left=101, to_left=198)
        load(connection, folder, "streets")
        assert standing_counts(connection)["wrong parity"] == 1

"""The basemap's tiles: small, the city's own, checked by their version."""

import math

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.fixtures.database import Database

LON, LAT = -80.0642, 26.5263


def _path(zoom: int) -> str:
    n = 2**zoom
    x = int((LON + 180) / 360 * n)
    y = int((1 - math.asinh(math.tan(math.radians(LAT))) / math.pi) / 2 * n)
    return f"/tiles/basemap/{zoom}/{x}/{y}.mvt"


@pytest.mark.parametrize("zoom", [10, 12, 14, 16])
def test_a_tile_holds_a_layer_for_each_kind_and_stays_small(reader: TestClient, zoom: int) -> None:
    answer = reader.get(_path(zoom))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert b"road" in answer.content
    assert b"land" in answer.content
    assert len(answer.content) < 200_000


def test_a_tile_is_not_sent_twice_until_something_is_published(client: TestClient, database: Database) -> None:
    first = client.get(_path(14))
    version = first.headers["etag"]
    again = client.get(_path(14), headers={"If-None-Match": version})
    assert (again.status_code, again.content) == (304, b"")
    with database.app.begin() as conn:
        row = "SELECT kind, layer_slug, publication_id, name, rank, geom_web FROM published.basemap LIMIT 1"
        conn.execute(
            text(f"INSERT INTO published.basemap (kind, layer_slug, publication_id, name, rank, geom_web) {row}")
        )
    fresh = client.get(_path(14), headers={"If-None-Match": version})
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != version


@pytest.mark.parametrize("path", ["21/0/0", "3/8/0", "3/0/8", "x/0/0", "3/-1/0", "3/999999999999/0", "²/0/0"])
def test_a_tile_that_cannot_be_is_not_found(reader: TestClient, path: str) -> None:
    answer = reader.get(f"/tiles/basemap/{path}.mvt")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_tile_of_the_open_sea_is_empty(reader: TestClient) -> None:
    assert reader.get("/tiles/basemap/14/5000/6970.mvt").status_code == 204

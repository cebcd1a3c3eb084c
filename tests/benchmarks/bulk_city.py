"""Databases and files for measuring whole files: the synthetic city, a synthetic state, and spots in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from pyproj import Transformer
from sqlalchemy import Connection, Engine, text

from gis_cas.store import migrate, roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from gis_cas.store.statements import Statements
from layers.city_diff import apply, diff
from layers.city_folder import read_city_folder
from tests.benchmarks import synthetic_city
from tests.fixtures.cluster import discard, throwaway_folder
from tests.fixtures.database import CITY_FOLDER

STATE_FT: Final = 2_000_000.0
COUNTIES: Final = (8, 9)
"""Columns and rows of counties; the last five of the 72 cells stay empty."""

CITIES: Final = 20
"""Cities along each side of the state: 400."""

PARTS: Final = ("parks", "schools", "water_service_area", "enclaves", "solid_waste_zones")
"""Layers of 10,000 polygons each, 100 by 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkDatabase:
    """A database in a throwaway cluster, and what a process needs to use it."""

    cluster: EmbeddedCluster
    engine: Engine
    environment: dict[str, str]
    folder: Path


@contextmanager
def bulk_database(*, state: bool) -> Iterator[BulkDatabase]:
    """The synthetic city or state, with the demonstration city's rules as far as their layers are there."""
    folder = throwaway_folder()
    cluster = EmbeddedCluster(data_dir=folder, durable=False)
    try:
        cluster.start()
        cluster.create_roles()
        cluster.create_database("bench")
        migrate.upgrade(cluster.url(roles.OWNER, "bench"))
        engine = create_engine_for(cluster.url(roles.APP, "bench"), statement_timeout_ms=1_200_000)
        with engine.begin() as conn:
            rules = read_city_folder(CITY_FOLDER)
            apply(conn, rules, diff(conn, rules))
            if state:
                fill_state(conn)
            else:
                synthetic_city.fill(conn)
            conn.execute(
                text("DELETE FROM cas.responsibility_rule WHERE document->>'layer' NOT IN (SELECT slug FROM cas.layer)")
            )
        owner = create_engine_for(cluster.url(roles.OWNER, "bench"))
        with Statements(owner).connect() as conn:
            synthetic_city.sweep(conn)
        with owner.begin() as conn:
            conn.execute(
                text(
                    "UPDATE cas.city_settings"
                    " SET document = jsonb_set(document, '{surroundings}', '[-95, 20, -70, 40]'::jsonb)"
                )
            )
        owner.dispose()
        environment = {
            "GIS_CAS_DATABASE_URL": cluster.url(roles.APP, "bench"),
            "GIS_CAS_DATABASE_OWNER_URL": cluster.url(roles.OWNER, "bench"),
            "GIS_CAS_DATABASE_PUBLIC_URL": cluster.url(roles.PUBLIC_READ, "bench"),
            "GIS_CAS_DATA_DIR": str(folder / "routing"),
            "GIS_CAS_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        }
        yield BulkDatabase(cluster=cluster, engine=engine, environment=environment, folder=folder)
        engine.dispose()
    finally:
        discard(cluster)


def fill_state(conn: Connection) -> None:
    """67 counties, 400 cities and 50,000 other polygons, bent as the synthetic city's are."""
    columns, rows = COUNTIES
    counties = [
        _bent(column * STATE_FT / columns, row * STATE_FT / rows, STATE_FT / columns, STATE_FT / rows)
        for row in range(rows)
        for column in range(columns)
    ][:67]
    _publish(conn, "county", ["palm-beach-county"] * len(counties), counties)
    owners = ("city", "ocean-ridge", "delray-beach", "golf")
    side = STATE_FT / CITIES
    cities = [
        _bent((column + 0.2) * side, (row + 0.2) * side, 0.6 * side, 0.6 * side)
        for row in range(CITIES)
        for column in range(CITIES)
    ]
    _publish(conn, "municipalities", [owners[number % 4] for number in range(len(cities))], cities)
    side = STATE_FT / 100
    whose = {"parks": "recreation-parks", "schools": "school-district", "water_service_area": "utilities"}
    for layer in PARTS:
        cells = [
            _bent((column + 0.3) * side, (row + 0.3) * side, 0.4 * side, 0.4 * side)
            for row in range(100)
            for column in range(100)
        ]
        _publish(conn, layer, [whose.get(layer, "palm-beach-county")] * len(cells), cells)


def write_spots(
    path: Path, count: int, *, state: bool, services: list[str], around_ft: float | None = None, seed: int = 9
) -> None:
    """A CSV file of pins with 16 to 65 ft, all services by turns; `around_ft`: half of them so near to an edge."""
    chance = np.random.default_rng(seed)
    size, origin = (STATE_FT, (0.0, 0.0)) if state else (synthetic_city.SIZE_FT, synthetic_city.ORIGIN_FT)
    to_degrees = Transformer.from_pipeline(read_city_folder(CITY_FOLDER).city.datum_pipeline)
    with path.open("w", encoding="utf-8") as file:
        file.write("id,lat,long,service_code,accuracy_ft\n")
        for start in range(0, count, 200_000):
            some = min(200_000, count - start)
            xy = np.array(origin) + size * chance.uniform(0.03, 0.97, (some, 2))
            if around_ft is not None:
                near = chance.random(some) < 0.5
                lines = synthetic_city.BLOCK_FT * np.round((xy[near, 0] - origin[0]) / synthetic_city.BLOCK_FT)
                xy[near, 0] = origin[0] + lines + chance.normal(0, around_ft, near.sum())
                xy[near, 0] += 150 * np.sin((xy[near, 1] - origin[1]) / 1_100)
            lon, lat = to_degrees.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
            radius, which = chance.uniform(16, 65, some), chance.integers(0, len(services), some)
            rows = zip(
                range(start, start + some), lat.tolist(), lon.tolist(), which.tolist(), radius.tolist(), strict=True
            )
            file.writelines(f"{n},{la:.7f},{lo:.7f},{services[s]},{r:.1f}\n" for n, la, lo, s, r in rows)


def _bent(west: float, south: float, wide: float, high: float) -> shapely.Polygon:
    ring = shapely.segmentize(shapely.box(west, south, west + wide, south + high), max(wide, high) / 20)
    points = shapely.get_coordinates(ring)
    x = points[:, 0] + 1_500 * np.sin(points[:, 1] / 31_000)
    return shapely.Polygon(np.column_stack([x, points[:, 1] + 1_500 * np.sin(points[:, 0] / 37_000)]))


def _publish(conn: Connection, layer: str, owners: list[str], shapes: list[shapely.Polygon]) -> None:
    features = [(f"{n}", owner, None, shape) for n, (owner, shape) in enumerate(zip(owners, shapes, strict=True))]
    synthetic_city.publish(conn, layer, 1, features)


NOW: Final = datetime(2026, 11, 23, 17, tzinfo=UTC)

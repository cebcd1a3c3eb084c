"""A synthetic city for measuring: eight layers with 2,000 polygons between them, and streets and canals in a grid.

Polygons are cells of a grid bent by a smooth wave, so that neighbours share their bent borders exactly and nothing is
measured on straight lines. Everything is in the city's feet; routing never reads the 4326 geometry, a placeholder.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
import shapely
from psycopg2.extras import execute_values
from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import Range

from gis_cas.store import layer_routing, layers
from gis_cas.store.tables.layers import layer_publication

SIZE_FT: Final = 42_000.0
ORIGIN_FT: Final = (940_000.0, 780_000.0)
SRID_FT: Final = 2881
BLOCK_FT: Final = 600.0

AREAS: Final = {
    "municipalities": (5, 1.0),
    "county": (1, 1.0),
    "commission_districts": (8, 1.0),
    "solid_waste_zones": (12, 1.0),
    "public_works_zones": (16, 1.0),
    "water_service_area": (6, 1.0),
    "parks": (24, 0.4),
    "schools": (31, 0.25),
}
"""Cells a side, and how much of its cell each polygon fills; 2,063 polygons together."""

OWNERS: Final = {"municipalities": "city", "county": "palm-beach-county", "parks": "recreation-parks"}
DEFAULT_OWNER: Final = {"water_service_area": "utilities", "schools": "school-district"}


def fill(conn: Connection, *, versions: int = 1) -> None:
    """Load and publish the layers, each so many times over; only the last publication is in force."""
    for layer, (cells, fills) in AREAS.items():
        polygons = list(_cells(cells, fills))
        for number in range(1, versions + 1):
            publish(conn, layer, number, [(f"{n}", _owner(layer, n), None, shape) for n, shape in enumerate(polygons)])
    streets = list(_grid(BLOCK_FT))
    canals = list(_grid(5_000.0))
    for number in range(1, versions + 1):
        publish(conn, "streets", number, [(f"S{n}", *street) for n, street in enumerate(streets)])
        publish(conn, "canals", number, [(f"C{n}", "lwdd", 40.0, line) for n, (_, _, line) in enumerate(canals)])


def _owner(layer: str, number: int) -> str:
    if layer == "municipalities" and number != 12:  # the middle cell
        return ("ocean-ridge", "delray-beach", "golf")[number % 3]
    return OWNERS.get(layer) or DEFAULT_OWNER.get(layer, "city")


def _bend(points: np.ndarray) -> np.ndarray:
    x, y = points[:, 0], points[:, 1]
    return np.column_stack([x + 150 * np.sin(y / 1_100) + ORIGIN_FT[0], y + 150 * np.sin(x / 1_300) + ORIGIN_FT[1]])


def _cells(cells: int, fills: float) -> Iterator[shapely.Polygon]:
    side = SIZE_FT / cells
    inset = side * (1 - fills) / 2
    for column in range(cells):
        for row in range(cells):
            west, south = column * side + inset, row * side + inset
            square = shapely.box(west, south, west + side - 2 * inset, south + side - 2 * inset)
            ring = shapely.segmentize(square, 100.0).exterior
            yield shapely.Polygon(_bend(shapely.get_coordinates(ring)))


def _grid(block_ft: float) -> Iterator[tuple[str, float, shapely.LineString]]:
    """Blocks of streets both ways; every eighth street is the state's or the county's."""
    blocks = int(SIZE_FT // block_ft)
    for number in range(1, blocks):
        owner, half = {0: ("fdot-d4", 50.0), 4: ("pbc-engineering", 40.0)}.get(number % 8, ("city", 25.0))
        for block in range(blocks):
            along = np.linspace(block * block_ft, (block + 1) * block_ft, 7)
            across = np.full_like(along, number * block_ft)
            yield owner, half, shapely.LineString(_bend(np.column_stack([along, across])))
            yield owner, half, shapely.LineString(_bend(np.column_stack([across, along])))


def publish(
    conn: Connection,
    layer: str,
    number: int,
    features: Sequence[tuple[str, str, float | None, shapely.Geometry]],
    *,
    accuracy_ft: float = 10.0,
) -> None:
    """Put a version of a layer on file and publish it: key, owner, half-width and shape (feet) of each feature."""
    line = layer in ("streets", "canals")
    layers.register_layer(
        conn,
        slug=layer,
        title=layer,
        authority="made for measuring",
        licence="CC0-1.0",
        geometry_type="LineString" if line else "Polygon",
        exclusive=layer == "municipalities",
        routing=True,
        locator="streets" if layer == "streets" else None,
        basemap=None,
    )
    version = layers.add_version(
        conn,
        layer_slug=layer,
        number=number,
        sha256=f"{layer}{number}",
        source="made for measuring",
        synthetic=True,
        accuracy_ft=accuracy_ft,
        feature_count=len(features),
        loaded_by="bench",
    )
    rows = [
        (version, key, f"{layer} {key}", owner, half, half, '{"route": null}', _ewkb(shape))
        for key, owner, half, shape in features
    ]
    cursor = conn.connection.cursor()
    execute_values(
        cursor,
        "INSERT INTO cas.layer_feature (layer_version_id, feature_key, name, owner, half_width_left_ft,"
        " half_width_right_ft, attributes, geom, geom_ft) VALUES %s",
        rows,
        template="(%s,%s,%s,%s,%s,%s,%s,'SRID=4326;POINT(-80 26)',%s)",
        page_size=2_000,
    )
    effective = Range(date(2026, 1, 1), None, bounds="[)")
    publication = conn.execute(
        layer_publication.insert()
        .values(
            layer_version_id=version,
            layer_slug=layer,
            effective=effective,
            published_by="bench",
            approved_by="bench-2",
            known_at=datetime(2026, 1, number, tzinfo=UTC),
        )
        .returning(layer_publication.c.id)
    ).scalar_one()
    layer_routing.derive(conn, publication_id=publication)
    layer_routing.supersede(conn, layer_slug=layer, publication_id=publication, effective=effective)


def _ewkb(shape: shapely.Geometry) -> str:
    return str(shapely.to_wkb(shapely.set_srid(shape, SRID_FT), hex=True, include_srid=True))


def sweep(conn: Connection) -> None:
    """What autovacuum does by itself soon after a publication; needs a connection that commits each statement."""
    for table in ("routing_piece", "routing_edge", "layer_feature", "layer_publication", "layer_version", "layer"):
        conn.execute(text(f"VACUUM ANALYZE cas.{table}"))

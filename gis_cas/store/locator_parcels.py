"""The locator's parcels: looked up by number or by site address, and made anew from a publication page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from gis_cas.geo.position import Position
from gis_cas.store.copying import copy_rows
from gis_cas.store.locator_rows import AddressRow
from gis_cas.store.prepared import prepared

COLUMNS = (
    *("parcel_key", "control_number", "shown_number", "number", "street", "name_key", "unit", "zip", "postal_city"),
    *("reach_ft", "geom", "geom_ft"),
)
AT_ONCE = 10_000
"""Parcels of one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRow:
    """A parcel: its number as it is written, and its place as an address."""

    shown: str
    site: AddressRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelFeature:
    """A published parcel; `inside` a point in it (EPSG:4326), `shape_ft` its outline as WKB in the city's feet."""

    key: str
    attributes: dict[str, Any]
    inside: Position
    shape_ft: bytes


def parcels_at(conn: Connection, *, number: int, names: Sequence[str]) -> list[AddressRow]:
    """The parcels with this site address, on the streets of these keys, as places that cover the whole parcel."""
    return [_site(row) for row in prepared("locator_parcels").run(conn, {"number": number, "names": list(names)})]


def parcels_numbered(conn: Connection, control_number: str) -> list[ParcelRow]:
    """The parcels of a number (letters and figures only)."""
    rows = prepared("locator_parcel").run(conn, {"control_number": control_number})
    return [ParcelRow(shown=row.shown_number, site=_site(row)) for row in rows]


def _site(row: Any) -> AddressRow:
    return AddressRow(
        address_key=f"parcel:{row.parcel_key}",
        segment_key=None,
        number=row.number or 0,
        street=row.street or "",
        name_key=row.name_key or "",
        unit=row.unit,
        zip=row.zip,
        postal_city=row.postal_city,
        position=Position(lon=row.lon, lat=row.lat),
        x_ft=row.x_ft,
        y_ft=row.y_ft,
        parcel_reach_ft=row.reach_ft,
    )


def pages(conn: Connection, *, publication_id: int) -> Iterator[list[ParcelFeature]]:
    """The parcels of a publication by key, so many at a time that a million need no more memory than a few."""
    statement = text("""
        SELECT f.feature_key, f.attributes, ST_X(f.inside) AS lon, ST_Y(f.inside) AS lat,
               ST_AsBinary(f.geom_ft) AS shape
          FROM (SELECT l.*, ST_PointOnSurface(l.geom) AS inside
                  FROM cas.layer_publication AS p JOIN cas.layer_feature AS l ON l.layer_version_id = p.layer_version_id
                 WHERE p.id = :publication AND l.feature_key > :after
                 ORDER BY l.feature_key LIMIT :most) AS f
         ORDER BY f.feature_key
    """)
    after = ""
    while True:
        rows = conn.execute(statement, {"publication": publication_id, "after": after, "most": AT_ONCE}).all()
        if not rows:
            return
        after = rows[-1].feature_key
        yield [
            ParcelFeature(
                key=row.feature_key,
                attributes=row.attributes,
                inside=Position(lon=row.lon, lat=row.lat),
                shape_ft=bytes(row.shape),
            )
            for row in rows
        ]


def replace_page(
    conn: Connection, rows: Sequence[tuple[Any, ...]], *, version_id: int, after: str, upto: str | None
) -> None:
    """End and begin what differs among the parcels whose key lies behind `after` and not behind `upto` (None: all)."""
    values = ", ".join(f"{name}::text" if name in ("geom", "geom_ft") else name for name in COLUMNS)
    statement = text(
        f"SELECT id, {values} FROM cas.locator_parcel WHERE until IS NULL AND parcel_key > :after"  # noqa: S608
        " AND (CAST(:upto AS text) IS NULL OR parcel_key <= :upto)"
    )
    present = {row[1]: (row[0], tuple(row[1:])) for row in conn.execute(statement, {"after": after, "upto": upto})}
    wanted = {row[0]: row for row in rows}
    ended = [row_id for key, (row_id, standing) in present.items() if wanted.get(key) != standing]
    begun = [row for key, row in wanted.items() if key not in present or present[key][1] != row]
    if ended:
        ending = text("UPDATE cas.locator_parcel SET until = :version WHERE id = ANY(:ids)")
        conn.execute(ending, {"version": version_id, "ids": ended})
    copy_rows(conn, "cas.locator_parcel", ("since", *COLUMNS), ((version_id, *row) for row in begun))

"""Streets, address points and intersections written straight into the locator's tables, without a city folder."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.names import base_key, street_key
from gis_cas.store.tables.layers import layer, layer_publication, layer_version
from gis_cas.store.tables.locator import locator_address, locator_intersection, locator_street, locator_version

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """A segment from west to east or south to north; numbers as (from, to)."""

    key: str
    name: str
    line: Sequence[LonLat]
    aliases: tuple[str, ...] = ()
    left: tuple[int | None, int | None] = (None, None)
    right: tuple[int | None, int | None] = (None, None)
    parity_left: str | None = None
    parity_right: str | None = None
    zip: str | None = "33435"

    @property
    def names(self) -> list[str]:
        return sorted({street_key(name) for name in (self.name, *self.aliases)})

    @property
    def bases(self) -> list[str]:
        return sorted({base_key(name) for name in (self.name, *self.aliases)})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressPoint:
    """An address point."""

    key: str
    number: int
    street: str
    at: LonLat
    segment: str | None = None
    unit: str | None = None
    zip: str | None = "33435"
    postal_city: str | None = "Boynton Beach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """An intersection of segments, by their keys."""

    key: str
    name: str
    at: LonLat
    segments: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatorRows:
    """Everything for one version."""

    streets: Sequence[Street] = field(default=())
    addresses: Sequence[AddressPoint] = field(default=())
    crossings: Sequence[Crossing] = field(default=())


def write(conn: Connection, rows: LocatorRows, *, projection: Projection, accuracy_ft: float = 10.0) -> int:
    """Write the rows as a new version and return it."""
    version = 0
    for kind in ("streets", "address_points", "intersections"):
        version = _version(conn, kind, accuracy_ft=accuracy_ft)
    by_key = {street.key: street for street in rows.streets}
    _insert(conn, locator_street, (_street(street, version, projection) for street in rows.streets))
    _insert(conn, locator_address, (_address(point, version, projection) for point in rows.addresses))
    _insert(conn, locator_intersection, (_crossing(one, version, projection, by_key) for one in rows.crossings))
    return version


def _version(conn: Connection, kind: str, *, accuracy_ft: float) -> int:
    if conn.execute(select(layer.c.slug).where(layer.c.slug == kind)).first() is None:
        conn.execute(
            insert(layer).values(
                slug=kind,
                title=kind,
                authority="test",
                licence="CC0-1.0",
                geometry_type="Point",
                exclusive=False,
                routing=False,
                locator=kind,
            )
        )
    number = conn.execute(select(func.count()).where(layer_version.c.layer_slug == kind)).scalar_one() + 1
    loaded = conn.execute(
        insert(layer_version)
        .values(
            layer_slug=kind,
            number=number,
            sha256=f"{number:064d}",
            source="test",
            synthetic=True,
            accuracy_ft=accuracy_ft,
            feature_count=0,
            loaded_by="test",
        )
        .returning(layer_version.c.id)
    ).scalar_one()
    published = conn.execute(
        insert(layer_publication)
        .values(
            layer_version_id=loaded,
            layer_slug=kind,
            effective=func.daterange("2026-01-01", None),
            published_by="one",
            approved_by="other",
            known_at=func.now(),
        )
        .returning(layer_publication.c.id)
    ).scalar_one()
    return int(
        conn.execute(
            insert(locator_version).values(publication_id=published).returning(locator_version.c.id)
        ).scalar_one()
    )


def _insert(conn: Connection, table: Any, values: Iterable[Mapping[str, Any]]) -> None:
    listed = list(values)
    if listed:
        conn.execute(insert(table), listed)


def _street(street: Street, version: int, projection: Projection) -> dict[str, Any]:
    return {
        "since": version,
        "segment_key": street.key,
        "name": street.name,
        "name_keys": street.names,
        "base_keys": street.bases,
        "from_left": street.left[0],
        "to_left": street.left[1],
        "from_right": street.right[0],
        "to_right": street.right[1],
        "parity_left": street.parity_left,
        "parity_right": street.parity_right,
        "zip": street.zip,
        **_geometry("LINESTRING", street.line, projection),
    }


def _address(point: AddressPoint, version: int, projection: Projection) -> dict[str, Any]:
    return {
        "since": version,
        "address_key": point.key,
        "number": point.number,
        "street": point.street,
        "name_key": street_key(point.street),
        "unit": point.unit,
        "zip": point.zip,
        "postal_city": point.postal_city,
        "segment_key": point.segment,
        **_geometry("POINT", [point.at], projection),
    }


def _crossing(one: Crossing, version: int, projection: Projection, by_key: Mapping[str, Street]) -> dict[str, Any]:
    legs = [by_key[key] for key in one.segments]
    return {
        "since": version,
        "intersection_key": one.key,
        "name": one.name,
        "name_keys": sorted({name for leg in legs for name in leg.names}),
        "base_keys": sorted({base for leg in legs for base in leg.bases}),
        "segment_keys": list(one.segments),
        **_geometry("POINT", [one.at], projection),
    }


def _geometry(kind: str, lonlat: Sequence[LonLat], projection: Projection) -> dict[str, Any]:
    feet = [projection.to_ft(Position(lon=lon, lat=lat)) for lon, lat in lonlat]

    def wkt(pairs: Sequence[LonLat]) -> str:
        return f"{kind}({', '.join(f'{x!r} {y!r}' for x, y in pairs)})"

    return {"geom": f"SRID=4326;{wkt(lonlat)}", "geom_ft": f"SRID={projection.srid_ft};{wkt(feet)}"}

"""The locator's tables in force: read whole for the index a process keeps, or looked up by key. One statement each.

The tables are versioned by change rows (`since`, `until`); every read sees the version in force.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection

from gis_cas.geo.position import Position
from gis_cas.store.locator_rows import (
    AddressRow,
    Corrections,
    CrossingRow,
    LandmarkRow,
    LocatorState,
    MarkerRow,
    NearbyRow,
    SegmentRow,
)
from gis_cas.store.prepared import prepared

TOLD = "told:"
"""What the keys of address points begin with that an editor told the locator of."""

TOLD_FT = 150.0
"""The 95 % radius in feet of a landmark that an editor pointed to."""


def locator_version(conn: Connection) -> int:
    """The version of the locator's tables in force; 0 before anything was published."""
    return int(prepared("locator_version").run(conn, {}).scalar_one())


def locator_state(conn: Connection) -> LocatorState:
    """The version in force and what goes with it."""
    row = prepared("locator_state").run(conn, {}).one()
    return LocatorState(
        version=row.version,
        accuracy_ft=dict(row.accuracy_ft),
        town_zips=tuple((town, zip_code) for town, zip_code in row.town_zips),
        street_zips=tuple(row.street_zips),
        point_streets=frozenset(row.point_streets),
    )


def all_segments(conn: Connection) -> list[SegmentRow]:
    """Every segment in force."""
    rows = prepared("locator_all_streets").run(conn, {}).all()
    lines = shapely.from_wkb(np.array([bytes(row.line) for row in rows], dtype=object))
    return [
        SegmentRow(
            segment_key=row.segment_key,
            street=row.name,
            keys=tuple(row.name_keys),
            zip=row.zip,
            left=(row.from_left, row.to_left),
            right=(row.from_right, row.to_right),
            parity_left=row.parity_left,
            parity_right=row.parity_right,
            line=line,
        )
        for row, line in zip(rows, lines, strict=True)
    ]


def all_crossings(conn: Connection) -> list[CrossingRow]:
    """Every intersection in force."""
    return [
        CrossingRow(
            intersection_key=row.intersection_key,
            name=row.name,
            segment_keys=tuple(row.segment_keys),
            x_ft=row.x_ft,
            y_ft=row.y_ft,
        )
        for row in prepared("locator_all_crossings").run(conn, {})
    ]


def all_addresses(conn: Connection, *, most: int) -> list[AddressRow] | None:
    """Every address point in force; None when there are more than `most`."""
    rows = prepared("locator_all_addresses").run(conn, {"most": most + 1}).all()
    return None if len(rows) > most else [_address(row) for row in rows]


def some_addresses(conn: Connection, *, most: int) -> list[AddressRow]:
    """Address points in force from all over the table, at most so many."""
    return [_address(row) for row in prepared("locator_some_addresses").run(conn, {"most": most})]


def all_landmarks(conn: Connection) -> list[LandmarkRow]:
    """Every landmark in force."""
    return [
        LandmarkRow(name=row.name, shape=shapely.from_wkb(bytes(row.shape)), accuracy_ft=row.accuracy_ft)
        for row in prepared("locator_landmarks").run(conn, {})
    ]


def all_markers(conn: Connection) -> list[MarkerRow]:
    """Every mile post and exit in force."""
    return [
        MarkerRow(
            routes=tuple(row.routes),
            kind=row.kind,
            number=row.number,
            x_ft=row.x_ft,
            y_ft=row.y_ft,
            accuracy_ft=row.accuracy_ft,
        )
        for row in prepared("locator_markers").run(conn, {})
    ]


def corrections(conn: Connection) -> Corrections:
    """Every correction in force; names as they were written."""
    rows = prepared("locator_corrections").run(conn, {}).all()
    return Corrections(
        aliases=tuple((row.street, row.name) for row in rows if row.kind == "alias"),
        points=tuple(_corrected(row) for row in rows if row.kind == "address"),
        landmarks=tuple(
            LandmarkRow(name=row.name, shape=shapely.Point(row.x_ft, row.y_ft), accuracy_ft=TOLD_FT)
            for row in rows
            if row.kind == "landmark"
        ),
    )


def _corrected(row: Any) -> AddressRow:
    return AddressRow(
        address_key=f"{TOLD}{row.id}",
        segment_key=None,
        number=row.number,
        street=row.street,
        name_key=row.street,
        unit=None,
        zip=None,
        postal_city=None,
        position=Position(lon=row.lon, lat=row.lat),
        x_ft=row.x_ft,
        y_ft=row.y_ft,
    )


def addresses(conn: Connection, *, number: int, names: Sequence[str]) -> list[AddressRow]:
    """The address points of this number on the streets of these keys."""
    return [_address(row) for row in prepared("locator_address").run(conn, {"number": number, "names": list(names)})]


def address_by_key(conn: Connection, address_key: str) -> AddressRow | None:
    """The address point of this key in force."""
    row = prepared("locator_by_address_key").run(conn, {"address_key": address_key}).one_or_none()
    return None if row is None else _address(row)


def _address(row: Any) -> AddressRow:
    return AddressRow(
        address_key=row.address_key,
        segment_key=row.segment_key,
        number=row.number,
        street=row.street,
        name_key=row.name_key,
        unit=row.unit,
        zip=row.zip,
        postal_city=row.postal_city,
        position=Position(lon=row.lon, lat=row.lat),
        x_ft=row.x_ft,
        y_ft=row.y_ft,
    )


def nearby(
    conn: Connection, *, xy_ft: tuple[float, float], srid_ft: int, reach_ft: float, how_many: int
) -> list[NearbyRow]:
    """What lies within reach (feet), nearest first: address points, then one intersection and one street."""
    values = {"x_ft": xy_ft[0], "y_ft": xy_ft[1], "srid_ft": srid_ft, "reach_ft": reach_ft, "how_many": how_many}
    return [
        NearbyRow(
            version=row.version,
            kind=row.kind,
            key=row.key,
            name=row.name,
            unit=row.unit,
            zip=row.zip,
            postal_city=row.postal_city,
            segment_key=row.segment_key,
            position=None if row.lon is None else Position(lon=row.lon, lat=row.lat),
            xy_ft=None if row.x_ft is None else (row.x_ft, row.y_ft),
            distance_ft=row.distance_ft,
        )
        for row in prepared("locator_nearby").run(conn, values)
    ]


def areas_at(conn: Connection, *, xy_ft: tuple[float, float], srid_ft: int, valid_on: date) -> list[tuple[str, str]]:
    """Layer and name of every named area that holds a spot on a city day."""
    values = {"x_ft": xy_ft[0], "y_ft": xy_ft[1], "srid_ft": srid_ft, "valid_on": valid_on}
    return [(row.layer_slug, row.name) for row in prepared("locator_areas").run(conn, values)]

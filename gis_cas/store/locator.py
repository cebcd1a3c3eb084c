"""The locator's tables in force, looked up by key: streets, address points, intersections. One statement each.

The tables are versioned by change rows (`since`, `until`); every read sees the version in force and says which it was.
"""

from collections.abc import Sequence

from sqlalchemy import Connection

from gis_cas.geo.position import Position
from gis_cas.store.locator_rows import AddressRow, CrossingRow, Leg, LocatorState, NearbyRow, SegmentRow, StreetRow
from gis_cas.store.prepared import prepared


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
    )


def addresses_and_segments(
    conn: Connection, *, number: int, names: Sequence[str] = (), bases: Sequence[str] = ()
) -> tuple[list[AddressRow], list[SegmentRow]]:
    """Address points with this number, and segments that span it, on the streets of these keys or base keys."""
    points: list[AddressRow] = []
    segments: list[SegmentRow] = []
    values = {"number": number, "names": list(names), "bases": list(bases)}
    for row in prepared("locator_address").run(conn, values):
        if row.is_point:
            points.append(
                AddressRow(
                    version=row.version,
                    address_key=row.address_key,
                    segment_key=row.segment_key,
                    street=row.name,
                    keys=tuple(row.name_keys),
                    unit=row.unit,
                    zip=row.zip,
                    postal_city=row.postal_city,
                    position=Position(lon=row.lon, lat=row.lat),
                    x_ft=row.x_ft,
                    y_ft=row.y_ft,
                )
            )
        else:
            segments.append(
                SegmentRow(
                    version=row.version,
                    segment_key=row.segment_key,
                    street=row.name,
                    keys=tuple(row.name_keys),
                    zip=row.zip,
                    left=(row.from_left, row.to_left),
                    right=(row.from_right, row.to_right),
                    parity_left=row.parity_left,
                    parity_right=row.parity_right,
                    line=bytes(row.line),
                )
            )
    return points, segments


def street_segments(conn: Connection, *, names: Sequence[str] = (), bases: Sequence[str] = ()) -> list[StreetRow]:
    """Every segment of the streets of these keys or base keys."""
    return [
        StreetRow(
            version=row.version,
            street=row.name,
            keys=tuple(row.name_keys),
            zip=row.zip,
            position=Position(lon=row.lon, lat=row.lat),
            x_ft=row.x_ft,
            y_ft=row.y_ft,
            length_ft=row.length_ft,
        )
        for row in prepared("locator_street").run(conn, {"names": list(names), "bases": list(bases)})
    ]


def crossings(
    conn: Connection,
    *,
    first_names: Sequence[str] = (),
    second_names: Sequence[str] = (),
    first_bases: Sequence[str] = (),
    second_bases: Sequence[str] = (),
) -> list[CrossingRow]:
    """The intersections that a street of the first keys and one of the second may share."""
    values = {
        "first_names": list(first_names),
        "second_names": list(second_names),
        "first_bases": list(first_bases),
        "second_bases": list(second_bases),
    }
    return [
        CrossingRow(
            version=row.version,
            intersection_key=row.intersection_key,
            name=row.name,
            position=Position(lon=row.lon, lat=row.lat),
            x_ft=row.x_ft,
            y_ft=row.y_ft,
            legs=tuple(
                Leg(street=street, keys=tuple(keys.split("|")), zip=zip_code)
                for street, keys, zip_code in zip(row.names or (), row.keys or (), row.zips or (), strict=True)
            ),
        )
        for row in prepared("locator_crossing").run(conn, values)
    ]


def address_by_key(conn: Connection, address_key: str) -> AddressRow | None:
    """The address point of this key in force."""
    row = prepared("locator_by_address_key").run(conn, {"address_key": address_key}).one_or_none()
    if row is None:
        return None
    return AddressRow(
        version=row.version,
        address_key=row.address_key,
        segment_key=row.segment_key,
        street=f"{row.number} {row.street}",
        keys=(),
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

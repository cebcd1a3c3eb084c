"""Tell the locator what it does not know: another name for a street, an address point, a landmark. In force at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gis_cas.errors import BadInput, NotFound
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.names import street_key
from gis_cas.store.locator_gaps import add_correction, end_correction, settle_gap, street_on_file

NO_STREET = (
    "There is no street {street!r} on file. Write it as it stands on the street layer, with directional and type."
)
GONE = "This correction is no longer in force."
NO_GAP = "These words are no longer on the list."


@dataclass(frozen=True, slots=True, kw_only=True)
class Mender:
    """Who tells it, when, and about which of the words on the list."""

    by: str
    now: datetime
    gap_id: int | None = None


def add_alias(conn: Connection, mender: Mender, *, name: str, street: str) -> int:
    """Another name for every segment of a street on file; raises BadInput when there is no such street."""
    if not street_on_file(conn, street_key(street)):
        raise BadInput({"street": NO_STREET.format(street=street)})
    if not street_key(name):
        raise BadInput({"name": "Give the name that people use, such as 'the Boulevard'."})
    return _add(conn, mender, kind="alias", name=name, street=street)


def add_address(
    conn: Connection, mender: Mender, *, number: int, street: str, position: Position, projection: Projection
) -> int:
    """An address point that the address layer lacks, until the layer has it."""
    if not street_key(street):
        raise BadInput({"street": "Give the street of the address, such as 'E Ocean Ave'."})
    name = f"{number} {street}"
    return _add(
        conn, mender, kind="address", name=name, street=street, number=number, position=position, projection=projection
    )


def add_landmark(conn: Connection, mender: Mender, *, name: str, position: Position, projection: Projection) -> int:
    """A place that people know by a name."""
    if not street_key(name):
        raise BadInput({"name": "Give the name that people use, such as 'the old library'."})
    return _add(conn, mender, kind="landmark", name=name, position=position, projection=projection)


def set_aside(conn: Connection, mender: Mender) -> None:
    """Take words off the list without telling the locator anything; raises NotFound."""
    if mender.gap_id is None or not settle_gap(conn, mender.gap_id, by=mender.by, at=mender.now):
        raise NotFound(NO_GAP)


def take_back(conn: Connection, correction_id: int, mender: Mender) -> None:
    """End a correction; raises NotFound when it is not in force."""
    if not end_correction(conn, correction_id, by=mender.by, at=mender.now):
        raise NotFound(GONE)


def _add(
    conn: Connection,
    mender: Mender,
    *,
    position: Position | None = None,
    projection: Projection | None = None,
    **values: str | int,
) -> int:
    placed = position is not None and projection is not None
    correction_id = add_correction(
        conn,
        lonlat=(position.lon, position.lat) if position else None,
        xy_ft=projection.to_ft(position) if position and projection else None,
        made_by=mender.by,
        made_at=mender.now,
        gap_id=mender.gap_id,
        **values,
        **({"srid_ft": projection.srid_ft} if placed and projection else {}),
    )
    if mender.gap_id is not None:
        set_aside(conn, mender)
    return correction_id

"""Rows of service requests: written in as few statements as there are commits."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg2.errors import UniqueViolation
from sqlalchemy import Connection, Row, func, select

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.domain.place import Place, PlaceSource, StatedPlace
from gis_cas.domain.request import Person
from gis_cas.errors import UnknownRequest
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.history import as_json
from gis_cas.store.prepared import prepared
from gis_cas.store.statements import LeanConnection
from gis_cas.store.tables.requests import place, service_request
from gis_cas.trace import trace_id


def insert_received(conn: LeanConnection, values: Mapping[str, Any]) -> Row[Any]:
    """Commit 1; the row names what was written, or the standing request under the same key.

    Raises NumberTaken or KeyTaken when another transaction was first; nothing is written then.
    """
    try:
        return prepared("receive").run(conn, {**values, "trace_id": trace_id()}).one()
    except UniqueViolation as error:
        constraint = error.diag.constraint_name
        if constraint == "pk_idempotency":
            raise KeyTaken from error
        if constraint in ("uq_service_request_number", "pk_request"):
            raise NumberTaken from error
        raise


class NumberTaken(Exception):
    """The drawn number is on file already."""


class KeyTaken(Exception):
    """The idempotency key was used in the same instant."""


def insert_decided(conn: Connection | LeanConnection, values: Mapping[str, Any]) -> Row[Any]:
    """Commit 2; `decision_id` is null when somebody else was first, and nothing was written."""
    return prepared("store_decision").run(conn, {**values, "trace_id": trace_id()}).one()


def wait_for_the_disk(conn: Connection) -> None:
    """Let this transaction's commit wait for the disk again, where more than commit 2 is in it."""
    conn.exec_driver_sql("SET LOCAL synchronous_commit TO DEFAULT")


def to_locate(conn: Connection, number: str) -> Row[Any]:
    """What locating needs to know about a request; raises UnknownRequest."""
    row = prepared("to_locate").run(conn, {"number": number}).one_or_none()
    if row is None:
        raise unknown(number)
    return row


def held(conn: Connection, number: str) -> Row[Any]:
    """The request's row, locked until the transaction ends; raises UnknownRequest."""
    found = conn.execute(select(service_request).where(service_request.c.number == number).with_for_update())
    row = found.one_or_none()
    if row is None:
        raise unknown(number)
    return row


def owner_type(conn: Connection, number: str) -> str:
    """Which sort of desk a request lies on; raises UnknownRequest."""
    found = conn.execute(select(service_request.c.owner_type).where(service_request.c.number == number))
    kind: str | None = found.scalar_one_or_none()
    if kind is None:
        raise unknown(number)
    return kind


def request_id_of(conn: Connection, number: str) -> int:
    """The id of a request; raises UnknownRequest."""
    found: int | None = conn.execute(
        select(service_request.c.id).where(service_request.c.number == number)
    ).scalar_one_or_none()
    if found is None:
        raise unknown(number)
    return found


def unknown(number: str) -> UnknownRequest:
    """The sentence for a number that is not on file."""
    return UnknownRequest(f"There is no request {number}. Please check the nine digits.")


def stated_values(stated: StatedPlace, projection: Projection) -> dict[str, Any]:
    """The stated place as bind values: words and pin as they were said, feet by the pinned operation."""
    source = None if not stated.given else (stated.source or PlaceSource.ADDRESS).value
    return {
        "place_source": source,
        "stated_words": stated.words,
        "stated_address_key": stated.address_key,
        **_point(stated.position, stated.radius_ft, projection),
    }


def place_values(places: Sequence[Place], projection: Projection) -> dict[str, Any]:
    """The place found as bind values.

    One place has a position. Several possible ones have none: a certain owner is not a certain place, so they stay
    candidates, in the order of the locator.
    """
    one = places[0] if len(places) == 1 else None
    return {
        "place_source": places[0].source.value if places else None,
        **_point(one.position if one else None, one.radius_ft if one else None, projection),
        "label": one.label if one else None,
        "match_type": one.match_type.value if one and one.match_type else None,
        "segment_key": one.segment_key if one else None,
        "address_key": one.address_key if one else None,
        "candidate_places": as_json([] if one else [_candidate_document(possible) for possible in places]),
    }


def person_from(row: Row[Any]) -> Person:
    """The requester in a row that names each of the person's columns `person_…`."""
    return Person(
        name=row.person_name,
        address=row.person_address,
        phone=row.person_phone,
        email=row.person_email,
        language=row.person_language or "en",
    )


def places_from(row: Row[Any]) -> tuple[Place, ...]:
    """The places of a `place` row with `lon` and `lat`: one, or its candidates."""
    source = PlaceSource(row.source)
    if row.lon is None:
        return tuple(_candidate_place(document, source) for document in row.candidates)
    return (
        Place(
            position=Position(lon=row.lon, lat=row.lat),
            radius_ft=row.radius_ft,
            source=source,
            label=row.label,
            match_type=MatchType(row.match_type) if row.match_type else None,
            segment_key=row.segment_key,
            address_key=row.address_key,
        ),
    )


def decided_places(conn: Connection, place_id: int) -> tuple[Place, ...] | None:
    """The place or places a decision was made for; None when they were lawfully blanked."""
    columns = [column for column in place.c if column.name not in {"geom", "geom_ft"}]
    position = (func.ST_X(place.c.geom).label("lon"), func.ST_Y(place.c.geom).label("lat"))
    row: Row[Any] = conn.execute(select(*columns, *position).where(place.c.id == place_id)).one()  # type: ignore[assignment]  # columns beyond ten
    return places_from(row) if row.erased_at is None else None


def place_of(candidate: Candidate) -> Place:
    """A locator's candidate as a place that can be decided on."""
    return Place(
        position=candidate.position,
        radius_ft=candidate.error_radius_ft,
        source=PlaceSource.ADDRESS,
        label=candidate.label,
        match_type=candidate.match_type,
        segment_key=candidate.segment_key,
        address_key=candidate.address_key,
        score=candidate.score,
    )


def _point(position: Position | None, radius_ft: float | None, projection: Projection) -> dict[str, Any]:
    x_ft, y_ft = projection.to_ft(position) if position else (None, None)
    return {
        "lon": position.lon if position else None,
        "lat": position.lat if position else None,
        "x_ft": x_ft,
        "y_ft": y_ft,
        "srid_ft": projection.srid_ft,
        "radius_ft": radius_ft,
    }


def _candidate_document(place: Place) -> dict[str, Any]:
    return {
        "label": place.label,
        "lon": place.position.lon,
        "lat": place.position.lat,
        "radius_ft": place.radius_ft,
        "match_type": place.match_type.value if place.match_type else None,
        "segment_key": place.segment_key,
        "address_key": place.address_key,
    }


def _candidate_place(document: Mapping[str, Any], source: PlaceSource) -> Place:
    return Place(
        position=Position(lon=document["lon"], lat=document["lat"]),
        radius_ft=document["radius_ft"],
        source=source,
        label=document["label"],
        match_type=MatchType(document["match_type"]) if document["match_type"] else None,
        segment_key=document["segment_key"],
        address_key=document["address_key"],
    )

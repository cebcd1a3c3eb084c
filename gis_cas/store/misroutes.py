"""Which decisions turned out wrong, by service and by stretch of boundary, in proportion to what was decided there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, func, select

from gis_cas.geo.position import Box, Position
from gis_cas.geo.projection import Projection
from gis_cas.store.prepared import prepared
from gis_cas.store.tables.corrections import boundary_stretch, correction
from gis_cas.store.tables.requests import decision, event, place, service_request, text_body

NEAR_FT: Final = 250.0
"""A decision this near a stretch was decided beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The decisions that count: made in [from_at, until_at), about one service or any."""

    from_at: datetime
    until_at: datetime
    service_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeetBox:
    """A rectangle in feet of the city's CRS."""

    west: float
    south: float
    east: float
    north: float
    srid_ft: int


def feet_box(box: Box, projection: Projection) -> FeetBox:
    """The rectangle in feet around a box in degrees."""
    corners = [Position(lon=lon, lat=lat) for lon in (box.west, box.east) for lat in (box.south, box.north)]
    eastings, northings = zip(*(projection.to_ft(corner) for corner in corners), strict=True)
    return FeetBox(
        west=min(eastings), south=min(northings), east=max(eastings), north=max(northings), srid_ft=projection.srid_ft
    )


def by_service(conn: Connection, period: Period) -> Sequence[Row[Any]]:
    """For each service: decisions, corrected, and of these wrong_place and near_no_edge; the most corrected first."""
    values = {"from_at": period.from_at, "until_at": period.until_at}
    rows = prepared("misroutes_by_service").run(conn, values).all()
    return [row for row in rows if period.service_code in (None, row.service_code)]


def by_stretch(
    conn: Connection,
    period: Period,
    *,
    by_rate: bool = False,
    box: FeetBox | None = None,
    how_many: int,
    skip: int = 0,
) -> Sequence[Row[Any]]:
    """The stretches with corrections, each with decisions, corrected, median_ft and its outline (GeoJSON, feet)."""
    values = {
        "from_at": period.from_at,
        "until_at": period.until_at,
        "service_code": period.service_code,
        "near_ft": NEAR_FT,
        "west_ft": box.west if box else None,
        "south_ft": box.south if box else None,
        "east_ft": box.east if box else None,
        "north_ft": box.north if box else None,
        "srid_ft": box.srid_ft if box else 0,
        "by_rate": by_rate,
        "how_many": how_many,
        "skip": skip,
    }
    return prepared("misroutes_by_stretch").run(conn, values).all()


def of_stretches(conn: Connection, period: Period, stretch_ids: Collection[int]) -> Sequence[Row[Any]]:
    """The corrections that make up these stretches' figures, the latest first; their words unless they were blanked."""
    wanted = (
        _misrouted(period)
        .add_columns(func.nullif(text_body.c.body, "").label("words"), text_body.c.erased_at)
        .join(event, event.c.id == correction.c.event_id)
        .outerjoin(text_body, text_body.c.id == event.c.text_id)
        .where(correction.c.stretch_id.in_(list(stretch_ids)), correction.c.kind == "owner")
    )
    return conn.execute(wanted).all()


def spots(conn: Connection, period: Period, box: FeetBox, *, how_many: int) -> Sequence[Row[Any]]:
    """Where in the box decisions were wrong, with `lon` and `lat`; a blanked place is on no map."""
    frame = func.ST_MakeEnvelope(box.west, box.south, box.east, box.north, box.srid_ft)
    wanted = (
        _misrouted(period)
        .add_columns(func.ST_X(place.c.geom).label("lon"), func.ST_Y(place.c.geom).label("lat"))
        .join(place, place.c.id == correction.c.place_id)
        .where(place.c.geom_ft.op("&&")(frame))
    )
    return conn.execute(wanted.limit(how_many)).all()


def every_misroute(conn: Connection, period: Period) -> Sequence[Row[Any]]:
    """Each misroute of the period with its layer and stretch, for a file."""
    stretch = boundary_stretch
    wanted = _misrouted(period).add_columns(
        *(correction.c.rule_id, correction.c.layer_version),
        *(stretch.c.layer_slug, stretch.c.name, stretch.c.other_name, stretch.c.street),
    )
    return conn.execute(wanted.outerjoin(stretch, stretch.c.id == correction.c.stretch_id)).all()


def _misrouted(period: Period) -> Select[Any]:
    wanted = (
        select(
            *(correction.c.id, correction.c.kind, correction.c.at, correction.c.service_code, correction.c.distance_ft),
            *(correction.c.had_slug, correction.c.rightful_slug, correction.c.stretch_id),
            *(service_request.c.number, decision.c.at.label("decided_at")),
        )
        .join(decision, decision.c.id == correction.c.decision_id)
        .join(service_request, service_request.c.id == correction.c.request_id)
        .where(
            correction.c.misrouted,
            decision.c.at >= period.from_at,
            decision.c.at < period.until_at,
        )
        .order_by(correction.c.id.desc())
    )
    if period.service_code is not None:
        wanted = wanted.where(correction.c.service_code == period.service_code)
    return wanted

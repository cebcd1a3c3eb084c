"""What the published layers say about a spot: one prepared statement, feet in the city's own CRS."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row

from gis_cas.domain.findings import Finding, Findings, GeometryKind
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.prepared import prepared

WIDEST_HALF_WIDTH_FT: Final = 200.0
"""How far a line's right-of-way is looked for; one that is wider on a side belongs on file as a polygon."""

SEARCH_CAP_FT: Final = 1000.0
"""A place that is vaguer than this is never decided on, so nothing is searched beyond it."""


def locate(  # noqa: PLR0913 - the spot, the day, what was known, and the address
    conn: Connection,
    *,
    projection: Projection,
    position: Position,
    radius_ft: float,
    valid_on: date,
    road_reach_ft: float,
    known_at: datetime | None = None,
    publications: Mapping[str, int] | None = None,
    segment_key: str | None = None,
) -> Findings:
    """The findings around a position (EPSG:4326, 95 % radius in feet) in the layers in force on a city day.

    `known_at` asks what we knew then; `publications` (layer to id) fixes the layers for a replay. `segment_key` names
    the addressed street segment. The distance of an area that holds the whole error disc is infinite: no edge is near.
    """
    x_ft, y_ft = projection.to_ft(position)
    values: dict[str, Any] = {
        "x_ft": x_ft,
        "y_ft": y_ft,
        "srid_ft": projection.srid_ft,
        "radius_ft": min(radius_ft, SEARCH_CAP_FT),
        "road_reach_ft": road_reach_ft,
        "widest_ft": WIDEST_HALF_WIDTH_FT,
        "valid_on": valid_on,
        "segment_key": segment_key,
    }
    if known_at is None and publications is None:
        rows = prepared("locate").run(conn, values).all()
    else:
        values["known_at"] = known_at
        values["publications"] = list(publications.values()) if publications is not None else None
        rows = prepared("locate_as_of").run(conn, values).all()
    found = [row for row in rows if row.kind is not None]
    findings = _areas(found) + _lines([row for row in found if row.kind == "line"])
    findings.sort(key=lambda one: (one.layer, not one.contains, one.distance_ft, one.feature_key))
    return Findings(
        position=position,
        radius_ft=radius_ft,
        valid_on=valid_on,
        known_at=known_at,
        publications=orjson.loads(rows[0].publications or "{}"),
        findings=tuple(findings),
        segment=next((_line(row) for row in found if row.kind == "segment"), None),
    )


def _areas(rows: Sequence[Row[Any]]) -> list[Finding]:
    """One finding for each area: held by a piece of it, near its edge, or both."""
    holds = {row.feature_id: row for row in rows if row.kind == "holds"}
    edges = {row.feature_id: row for row in rows if row.kind == "edge"}
    findings: list[Finding] = []
    for feature_id, row in {**edges, **holds}.items():
        edge = edges.get(feature_id)
        findings.append(
            Finding(
                layer=row.layer_slug,
                feature_key=row.feature_key,
                name=row.name,
                owner=row.owner,
                attributes=row.attributes,
                geometry_kind=GeometryKind.POLYGON,
                contains=feature_id in holds,
                distance_ft=edge.distance_ft if edge else math.inf,
                accuracy_ft=row.accuracy_ft,
                publication_id=row.publication_id,
                layer_version=row.layer_version,
                share=edge.share if edge else None,
            )
        )
    return findings


def _lines(rows: Sequence[Row[Any]]) -> list[Finding]:
    """One finding for each line, at the nearest of its pieces."""
    nearest: dict[int, Row[Any]] = {}
    for row in rows:
        standing = nearest.get(row.feature_id)
        if standing is None or row.distance_ft < standing.distance_ft:
            nearest[row.feature_id] = row
    return [_line(row) for row in nearest.values()]


def _line(row: Row[Any]) -> Finding:
    left, right = row.half_width_left_ft, row.half_width_right_ft
    return Finding(
        layer=row.layer_slug,
        feature_key=row.feature_key,
        name=row.name,
        owner=row.owner,
        attributes={**row.attributes, "half_width_left_ft": left, "half_width_right_ft": right},
        geometry_kind=GeometryKind.LINE,
        contains=False,
        distance_ft=row.distance_ft,
        accuracy_ft=row.accuracy_ft,
        publication_id=row.publication_id,
        layer_version=row.layer_version,
        half_width_ft=right if row.side == "right" or left is None else left,
        side=row.side,
    )

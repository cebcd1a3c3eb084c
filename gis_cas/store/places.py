"""What the published layers say about a spot: one prepared statement, feet in the city's own CRS."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row

from gis_cas.domain.findings import Finding, Findings, GeometryKind
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.prepared import prepared

WIDEST_HALF_WIDTH_FT: Final = 200.0
"""A right-of-way that is wider on one side belongs on file as a polygon, not as a line with a half-width."""

WIDEST_ACCURACY_FT: Final = 50.0
"""Lines of a layer that is less exact than this would be looked for too near."""

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
    searched_ft = min(radius_ft, SEARCH_CAP_FT)
    rows = prepared("locate").run(
        conn,
        {
            "x_ft": x_ft,
            "y_ft": y_ft,
            "srid_ft": projection.srid_ft,
            "radius_ft": searched_ft,
            "reach_ft": max(road_reach_ft, WIDEST_HALF_WIDTH_FT + searched_ft + WIDEST_ACCURACY_FT),
            "valid_on": valid_on,
            "known_at": known_at,
            "publications": list(publications.values()) if publications is not None else None,
            "as_of": known_at is not None or publications is not None,
            "segment_key": segment_key,
        },
    )
    in_force: Mapping[str, int] = {}
    segment: Finding | None = None
    findings: list[Finding] = []
    for row in rows:
        if row.kind == "in_force":
            in_force = row.attributes
        elif row.kind == "segment":
            segment = _finding(row)
        else:
            findings.append(_finding(row))
    findings.sort(key=lambda found: (found.layer, not found.contains, found.distance_ft, found.feature_key))
    return Findings(
        position=position,
        radius_ft=radius_ft,
        valid_on=valid_on,
        known_at=known_at,
        publications=in_force,
        findings=tuple(findings),
        segment=segment,
    )


def _finding(row: Row[Any]) -> Finding:
    area = row.kind == "area"
    attributes = row.attributes
    if not area:
        sides = {"half_width_left_ft": row.half_width_left_ft, "half_width_right_ft": row.half_width_right_ft}
        attributes = {**attributes, **sides}
    return Finding(
        layer=row.layer_slug,
        feature_key=row.feature_key,
        name=row.name,
        owner=row.owner,
        attributes=attributes,
        geometry_kind=GeometryKind.POLYGON if area else GeometryKind.LINE,
        contains=row.contains,
        distance_ft=math.inf if row.distance_ft is None else row.distance_ft,
        accuracy_ft=row.accuracy_ft,
        publication_id=row.publication_id,
        layer_version=row.layer_version,
        share=row.share,
        half_width_ft=row.half_width_ft,
        side=row.side,
    )

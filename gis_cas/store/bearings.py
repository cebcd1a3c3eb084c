"""Where the areas and lines at a spot lie from it; asked for only when a border is what is to be asked about."""

from dataclasses import replace
from typing import cast

from sqlalchemy import Connection

from gis_cas.domain.findings import Bearing, Findings, GeometryKind
from gis_cas.geo.projection import Projection
from gis_cas.store.prepared import prepared
from gis_cas.store.statements import LeanConnection


def with_bearings(
    conn: Connection | LeanConnection, findings: Findings, *, lines_within_ft: float, projection: Projection
) -> Findings:
    """The same findings with the bearings of the areas whose edge is near, and of the named lines so near.

    They are read by publication, so a replay finds the same.
    """
    areas = [one for one in findings.findings if one.geometry_kind is GeometryKind.POLYGON and one.share is not None]
    lines = [
        one
        for one in findings.findings
        if one.geometry_kind is GeometryKind.LINE and one.name and one.distance_ft <= lines_within_ft
    ]
    x_ft, y_ft = projection.to_ft(findings.position)
    values = {
        "x_ft": x_ft,
        "y_ft": y_ft,
        "srid_ft": projection.srid_ft,
        "area_publications": [one.publication_id for one in areas],
        "area_keys": [one.feature_key for one in areas],
        "disc_radii_ft": [findings.radius_ft + one.accuracy_ft for one in areas],
        "line_publications": [one.publication_id for one in lines],
        "line_keys": [one.feature_key for one in lines],
    }
    rows = prepared("bearings").run(cast("Connection", conn), values)
    found = {
        (row.publication_id, row.key): Bearing(
            toward=(row.east_ft, row.north_ft),
            along=None if row.along_east is None else (row.along_east, row.along_north),
        )
        for row in rows
    }
    return replace(findings, bearings=found)

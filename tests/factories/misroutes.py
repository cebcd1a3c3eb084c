"""Requests beside the city limits, and what was put right about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from gis_cas.domain.place import StatedPlace
from gis_cas.service_requests.office import Office
from tests.factories.desk import anonymous, rows
from tests.factories.service_requests import pin

BESIDE = (-80.0913, 26.5205)
"""West of the city, where its limit runs between it and the county; the nearest spot of the limit is meant."""


def beside_the_limit(office: Office, inside_ft: float, *, near: tuple[float, float] = BESIDE) -> StatedPlace:
    """A sharp pin so many feet inside the city limits (negative: outside), at the limit's spot nearest to `near`."""
    x_ft, y_ft = office.projection.to_ft(pin(*near).position)  # type: ignore[arg-type] # a pin has a position
    statement = text("""
        SELECT ST_X(at) AS x, ST_Y(at) AS y FROM (
            SELECT ST_ClosestPoint(ST_Boundary(ST_Buffer(f.geom_ft, -CAST(:inside AS float8), 'join=mitre')),
                                   ST_SetSRID(ST_MakePoint(:x, :y), ST_SRID(f.geom_ft))) AS at
              FROM cas.layer_publication p JOIN cas.layer_feature f USING (layer_version_id)
             WHERE p.layer_slug = 'municipalities' AND f.owner = 'city' ORDER BY p.id LIMIT 1) AS found
    """)
    with office.engine.connect() as conn:
        found = conn.execute(statement, {"inside": inside_ft, "x": x_ft, "y": y_ft}).one()
    at = office.projection.to_position(x_ft=found.x, y_ft=found.y)
    return pin(at.lon, at.lat, 1.0)


def beside(
    office: Office, *, now: datetime, inside_ft: float = 12.0, near: tuple[float, float] = BESIDE, **changes: Any
) -> str:
    """The number of a request for a collection beside the limit."""
    return anonymous(
        office, now=now, service_code="missed_garbage", place=beside_the_limit(office, inside_ft, near=near), **changes
    )


def corrections(office: Office) -> list[Any]:
    """Every correction with its stretch, in order."""
    return rows(
        office,
        "SELECT c.kind, c.had_slug, c.rightful_slug, c.misrouted, c.rule_id, c.layer_version, round(c.distance_ft),"
        " s.layer_slug, s.name, s.other_name FROM cas.correction c"
        " LEFT JOIN cas.boundary_stretch s ON s.id = c.stretch_id ORDER BY c.id",
    )

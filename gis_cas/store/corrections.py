"""Writing down that a decision was wrong, and which stretch of which boundary it stood on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql

from gis_cas.domain.place import StatedPlace
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.prepared import prepared
from gis_cas.store.requests import stated_values
from gis_cas.store.tables.corrections import boundary_stretch, correction
from gis_cas.store.tables.requests import service_request

CELL_FT: Final = 500.0
"""A stretch is what lies of an edge in one cell of this width: a block or so."""

_LEAST_APART_FT: Final = 5.0
_ALONG_FT: Final = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeAt:
    """The edge of a feature near a position (EPSG:4326), and what is known of its two sides; feet."""

    position: Position
    publication_id: int
    feature_key: str
    name: str
    beyond: str | None
    accuracy_ft: float
    reach_ft: float
    streets_publication: int | None


def stretch_of(conn: Connection, edge: EdgeAt, *, projection: Projection) -> int | None:
    """The id of the stretch of this edge next to the position, put on file at first sight; None if it has none."""
    x_ft, y_ft = projection.to_ft(edge.position)
    values = {
        "x_ft": x_ft,
        "y_ft": y_ft,
        "srid_ft": projection.srid_ft,
        "publication_id": edge.publication_id,
        "feature_key": edge.feature_key,
        "reach_ft": edge.reach_ft,
        "cell_ft": CELL_FT,
        "apart_ft": max(2 * edge.accuracy_ft, _LEAST_APART_FT),
        "streets_publication": edge.streets_publication,
        "along_ft": _ALONG_FT,
    }
    row = prepared("boundary_stretch").run(conn, values).one_or_none()
    if row is None:
        return None
    sides = sorted([(row.feature_key, edge.name), (row.other_key or "", row.other_name)], key=lambda side: side[0])
    (key, name), (other_key, other_name) = sides if row.other_key else reversed(sides)
    stretch = {
        "layer_slug": row.layer_slug,
        "feature_key": key,
        "other_key": other_key,
        "cell_x": row.cell_x,
        "cell_y": row.cell_y,
        "line": row.line,
        "name": name or key,
        "other_name": (other_name or other_key) if row.other_key else edge.beyond,
        "street": row.street,
        "geom_ft": row.geom_ft,
    }
    conn.execute(postgresql.insert(boundary_stretch).values(stretch).on_conflict_do_nothing())
    same = ("layer_slug", "feature_key", "other_key", "cell_x", "cell_y")
    wanted = select(boundary_stretch.c.id).where(*(boundary_stretch.c[column] == stretch[column] for column in same))
    return int(conn.execute(wanted).scalar_one())


def add_correction(conn: Connection, values: Mapping[str, Any]) -> int:
    """Append one correction and return its id."""
    return int(conn.execute(insert(correction).values(dict(values)).returning(correction.c.id)).scalar_one())


def set_corrected_place(conn: Connection, request_id: int, stated: StatedPlace, *, projection: Projection) -> None:
    """From now on the request is located by this place; what the requester stated stays as it was."""
    values = stated_values(stated, projection)
    place_id = prepared("corrected_place").run(conn, values).scalar_one()
    change = update(service_request).where(service_request.c.id == request_id)
    conn.execute(change.values(corrected_place_id=place_id))

"""Findings about streets and address points, noted with the version whose loading showed them.

What is read is about the versions loaded last. A fishbone is about two layers: whichever was loaded last has it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from sqlalchemy import Connection, Row, text

from gis_cas.geo.position import Box
from gis_cas.store.copying import copy_rows

_NEWEST = """
    WITH newest AS (
        SELECT l.locator, max(v.id) AS id FROM cas.layer AS l JOIN cas.layer_version AS v ON v.layer_slug = l.slug
         WHERE l.locator IN ('streets', 'address_points') GROUP BY l.locator
    ), standing AS (
        SELECT f.* FROM cas.locator_finding AS f
         WHERE f.layer_version_id IN (SELECT id FROM newest)
           AND (f.kind <> 'fishbone' OR f.layer_version_id = (SELECT max(id) FROM newest))
    )
"""
_COUNTS = text(f"{_NEWEST} SELECT kind, count(*) AS times FROM standing GROUP BY kind ORDER BY kind")  # noqa: S608 - our own text
_PAGE = text(f"""
    {_NEWEST}
    SELECT s.id, s.kind, s.feature_keys, s.sentence, l.title, v.number AS version_number,
           ST_Y(ST_PointOnSurface(s.geom)) AS lat, ST_X(ST_PointOnSurface(s.geom)) AS lon
      FROM standing AS s JOIN cas.layer_version AS v ON v.id = s.layer_version_id
      JOIN cas.layer AS l ON l.slug = v.layer_slug
     WHERE CAST(:kind AS text) IS NULL OR s.kind = :kind
     ORDER BY s.kind, s.id LIMIT :limit OFFSET :offset
""")  # noqa: S608 - our own text
_IN_BOX = text(f"""
    {_NEWEST}, numbered AS (
        SELECT s.*, row_number() OVER (ORDER BY s.kind, s.id) AS number FROM standing AS s
         WHERE CAST(:kind AS text) IS NULL OR s.kind = :kind
    )
    SELECT number, kind, feature_keys, sentence, ST_AsGeoJSON(geom, 6)::json AS shape,
           ST_Y(ST_PointOnSurface(geom)) AS lat, ST_X(ST_PointOnSurface(geom)) AS lon
      FROM numbered WHERE geom && ST_MakeEnvelope(:west, :south, :east, :north, 4326)
     ORDER BY number BETWEEN :first AND :last DESC, number LIMIT :limit
""")  # noqa: S608 - our own text
_SHAPES = text(f"""
    {_NEWEST}
    SELECT kind, feature_keys, sentence, ST_AsGeoJSON(geom, 7)::json AS shape FROM standing ORDER BY kind, id
""")  # noqa: S608 - our own text
_OF_VERSION = text("""
    SELECT kind, count(*) AS times FROM cas.locator_finding WHERE layer_version_id = :version GROUP BY kind
""")
_FEATURES = """
      FROM cas.layer_feature AS f
     WHERE f.layer_version_id = (
        SELECT max(v.id) FROM cas.layer AS l JOIN cas.layer_version AS v ON v.layer_slug = l.slug
         WHERE l.locator = :kind
     )
"""
_SEGMENTS = text(f"SELECT f.feature_key, f.name, f.attributes, ST_AsBinary(f.geom_ft) AS shape {_FEATURES}")
_POINTS = text(f"""
    SELECT f.feature_key, f.attributes->>'number' AS number, f.attributes->>'street' AS street,
           f.attributes->>'unit' AS unit, f.attributes->>'zip' AS zip, f.attributes->>'segment_id' AS segment_id,
           ST_X(f.geom_ft) AS x_ft, ST_Y(f.geom_ft) AS y_ft
    {_FEATURES}
""")


def add_findings(connection: Connection, version_id: int, rows: Iterable[Sequence[Any]]) -> None:
    """Note what a version shows: kind, keys, sentence and geometry as EWKB in hex (EPSG:4326) in each row."""
    columns = ("layer_version_id", "kind", "feature_keys", "sentence", "geom")
    copy_rows(connection, "cas.locator_finding", columns, ((version_id, *row) for row in rows))


def counts_of(connection: Connection, version_id: int) -> dict[str, int]:
    """How many of each kind loading this version showed."""
    return {row.kind: row.times for row in connection.execute(_OF_VERSION, {"version": version_id})}


def standing_counts(connection: Connection) -> dict[str, int]:
    """How many of each kind there are in the versions loaded last."""
    return {row.kind: row.times for row in connection.execute(_COUNTS)}


def standing_findings(connection: Connection, *, kind: str | None, limit: int, offset: int) -> Sequence[Row[Any]]:
    """One page of them, of one kind or of all."""
    return connection.execute(_PAGE, {"kind": kind, "limit": limit, "offset": offset}).all()


def findings_in(
    connection: Connection, box: Box, *, kind: str | None, first: int, last: int, limit: int
) -> Sequence[Row[Any]]:
    """Those in the box with their number in the list and their shape; the list's own from `first` to `last` lead."""
    asked = {"west": box.west, "south": box.south, "east": box.east, "north": box.north, "kind": kind}
    return connection.execute(_IN_BOX, asked | {"first": first, "last": last, "limit": limit}).all()


def findings_layer(connection: Connection) -> dict[str, Any]:
    """All of them as a GeoJSON layer, EPSG:4326."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": row.kind, "features": row.feature_keys, "sentence": row.sentence},
                "geometry": row.shape,
            }
            for row in connection.execute(_SHAPES)
        ],
    }


def newest_segments(connection: Connection) -> tuple[Sequence[Row[Any]], Sequence[Any]]:
    """The segments of the streets loaded last as their layer has them, and their lines (feet)."""
    rows = connection.execute(_SEGMENTS, {"kind": "streets"}).all()
    return rows, list(shapely.from_wkb(np.array([bytes(row.shape) for row in rows], dtype=object)))


def newest_points(connection: Connection) -> Sequence[Row[Any]]:
    """The address points loaded last as their layer has them (feet)."""
    return connection.execute(_POINTS, {"kind": "address_points"}).all()

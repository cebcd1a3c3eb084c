"""Every feature of the routing layers with its geometry, streamed: for whoever looks at all of them at once."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, text

AT_A_TIME: Final = 5_000

_FEATURES = text("""
    SELECT p.id AS publication_id, f.id, f.feature_key, f.name, f.owner, f.attributes, f.half_width_left_ft,
           f.half_width_right_ft, ST_AsBinary(f.geom_ft) AS wkb
      FROM cas.layer_publication AS p
      JOIN cas.layer AS l ON l.slug = p.layer_slug AND l.routing
      JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
     WHERE p.id = ANY (CAST(:publications AS integer[]))
     ORDER BY p.layer_slug, f.feature_key COLLATE "C"
""")

_PIECES = text("""
    SELECT r.feature_id, ST_AsBinary(r.geom_ft) AS wkb
      FROM cas.routing_piece AS r
     WHERE r.publication_id = ANY (CAST(:publications AS integer[])) AND ST_Dimension(r.geom_ft) = 2
     ORDER BY r.id
""")

_VERSIONS = text("""
    SELECT p.id, p.layer_slug, p.layer_version_id, v.number, v.sha256, v.accuracy_ft, v.feature_count, v.recorded_at
      FROM cas.layer_publication AS p
      JOIN cas.layer_version AS v ON v.id = p.layer_version_id
     WHERE p.id = ANY (CAST(:publications AS integer[]))
     ORDER BY p.id
""")


def routing_versions(conn: Connection, publications: Collection[int]) -> list[tuple[Any, ...]]:
    """What tells these publications from any other database's: their versions' fingerprints and when they came."""
    return [tuple(row) for row in conn.execute(_VERSIONS, {"publications": list(publications)})]


def routing_features(conn: Connection, publications: Collection[int]) -> Iterator[Row[Any]]:
    """The features of these publications by layer and key; `wkb` in feet of the city's CRS."""
    return _streamed(conn, _FEATURES, publications)


def routing_pieces(conn: Connection, publications: Collection[int]) -> Iterator[Row[Any]]:
    """The pieces into which their areas are cut, by which shares are measured; `wkb` in feet of the city's CRS."""
    return _streamed(conn, _PIECES, publications)


def _streamed(conn: Connection, statement: Any, publications: Collection[int]) -> Iterator[Row[Any]]:
    options = {"stream_results": True, "yield_per": AT_A_TIME}
    yield from conn.execute(statement, {"publications": list(publications)}, execution_options=options)

"""What routing reads: pieces and true edges of the published features, and the days on which each counts."""

from datetime import date

from sqlalchemy import Connection, text
from sqlalchemy.dialects.postgresql import Range

MOST_VERTICES = 64

_DERIVE_PIECES = text("""
    INSERT INTO cas.routing_piece (publication_id, layer_slug, feature_id, effective, geom_ft)
    SELECT p.id, p.layer_slug, f.id, datemultirange(p.effective), piece.geom
      FROM cas.layer_publication AS p
      JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
     CROSS JOIN LATERAL (SELECT ST_Dimension(f.geom_ft) AS dimension OFFSET 0) AS whole
     CROSS JOIN LATERAL ST_Subdivide(f.geom_ft, :most) AS piece(geom)
     WHERE p.id = :publication AND ST_Dimension(piece.geom) = whole.dimension
""")
"""Polygons and lines cut by ST_Subdivide; the whole is looked at once, not again for each of 30,000 pieces."""

_DERIVE_EDGES = text("""
    INSERT INTO cas.routing_edge (publication_id, layer_slug, feature_id, effective, geom_ft)
    SELECT p.id, p.layer_slug, f.id, datemultirange(p.effective), piece.geom
      FROM cas.layer_publication AS p
      JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
     CROSS JOIN LATERAL ST_Subdivide(ST_Boundary(f.geom_ft), :most) AS piece(geom)
     WHERE p.id = :publication AND ST_Dimension(f.geom_ft) = 2
""")
"""The whole outline is cut, never the pieces': a cut inside a polygon is no boundary."""

_SUPERSEDE = """
    UPDATE cas.{table}
       SET effective = effective - datemultirange(CAST(:effective AS daterange))
     WHERE layer_slug = :layer AND publication_id <> :publication
       AND effective && CAST(:effective AS daterange)
"""


def derive(connection: Connection, *, publication_id: int) -> None:
    """Make the pieces and edges of a publication, in force on all its days."""
    values = {"publication": publication_id, "most": MOST_VERTICES}
    connection.execute(_DERIVE_PIECES, values)
    connection.execute(_DERIVE_EDGES, values)


def supersede(connection: Connection, *, layer_slug: str, publication_id: int, effective: Range[date]) -> None:
    """Take the new publication's days away from the pieces and edges of every other one; their rows stay."""
    values = {"layer": layer_slug, "publication": publication_id, "effective": str(effective)}
    for table in ("routing_piece", "routing_edge"):
        connection.execute(text(_SUPERSEDE.format(table=table)), values)

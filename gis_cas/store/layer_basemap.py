"""The public basemap, drawn from the layers in force."""

from sqlalchemy import Connection, text

_DRAW = text("""
    INSERT INTO published.basemap (kind, layer_slug, publication_id, name, rank, geom_web)
    SELECT l.basemap, l.slug, p.id, f.name,
           CASE f.attributes ->> 'class'
               WHEN 'motorway' THEN 1 WHEN 'arterial' THEN 2 WHEN 'collector' THEN 3
               WHEN 'local' THEN 4 WHEN 'private' THEN 5
               ELSE CASE WHEN coalesce(f.owner, :own) = :own THEN 1 ELSE 2 END
           END,
           ST_Transform(f.geom, 3857)
      FROM cas.layer_publication AS p
      JOIN cas.layer AS l ON l.slug = p.layer_slug
      JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
     WHERE p.id = :publication AND l.basemap IS NOT NULL
     ORDER BY f.feature_key
""")
"""Rank 1 is drawn as the most important: motorways among roads, the city's own among the rest."""


def drawn(connection: Connection) -> dict[str, int]:
    """From layer to the publication that the basemap shows now."""
    statement = text("SELECT layer_slug, max(publication_id) AS id FROM published.basemap GROUP BY layer_slug")
    return {row.layer_slug: row.id for row in connection.execute(statement)}


def draw(connection: Connection, *, layer_slug: str, publication_id: int, owner_slug: str) -> None:
    """Draw the layer anew from one of its publications; `owner_slug` marks what is the city's own."""
    connection.execute(text("DELETE FROM published.basemap WHERE layer_slug = :layer"), {"layer": layer_slug})
    connection.execute(_DRAW, {"publication": publication_id, "own": owner_slug})

-- Purpose: the stretch of an edge next to a spot: the part that lies in one cell of a grid, what is on its other side in the
--          same layer, and the street it runs along. The grid makes the same stretch of every later version and visitor.
-- Binds:   x_ft, y_ft, srid_ft the spot; publication_id and feature_key the feature; reach_ft how far its edge may be; cell_ft
--          the width of a cell; apart_ft how far two neighbours' edges may lie apart; streets_publication of the street
--          layer, or null; along_ft how far a street may be.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   ix_routing_edge_geom_ft_effective, ix_routing_piece_geom_ft_effective;
--          uq_layer_feature_layer_version_id_feature_key.
WITH spot AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer) AS geom
), feature AS MATERIALIZED (
    SELECT f.id, f.feature_key, p.layer_slug, ST_Dimension(f.geom_ft) = 1 AS line
      FROM cas.layer_publication AS p
      JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id AND f.feature_key = :feature_key::text
     WHERE p.id = :publication_id::integer
), edge AS MATERIALIZED (
    SELECT e.geom_ft FROM cas.routing_edge AS e, feature, spot
     WHERE e.publication_id = :publication_id::integer AND e.feature_id = feature.id
       AND e.geom_ft && ST_Expand(spot.geom, :reach_ft::float8)
    UNION ALL
    SELECT p.geom_ft FROM cas.routing_piece AS p, feature, spot
     WHERE feature.line AND p.publication_id = :publication_id::integer AND p.feature_id = feature.id
       AND p.geom_ft && ST_Expand(spot.geom, :reach_ft::float8)
), nearest AS MATERIALIZED (
    SELECT ST_ClosestPoint(edge.geom_ft, spot.geom) AS geom
      FROM edge, spot ORDER BY ST_Distance(edge.geom_ft, spot.geom) LIMIT 1
), cell AS MATERIALIZED (
    SELECT floor(ST_X(geom) / :cell_ft::float8)::integer AS x, floor(ST_Y(geom) / :cell_ft::float8)::integer AS y FROM nearest
), stretch AS MATERIALIZED (
    SELECT cell.x, cell.y, ST_CollectionExtract(ST_Union(ST_Intersection(edge.geom_ft, frame.geom)), 2) AS geom
      FROM cell, edge,
           LATERAL (SELECT ST_MakeEnvelope(cell.x * :cell_ft::float8, cell.y * :cell_ft::float8,
                                           (cell.x + 1) * :cell_ft::float8, (cell.y + 1) * :cell_ft::float8,
                                           :srid_ft::integer) AS geom) AS frame
     WHERE edge.geom_ft && frame.geom
     GROUP BY cell.x, cell.y
), other AS (
    SELECT f.feature_key, f.name
      FROM cas.routing_edge AS e
      JOIN cas.layer_feature AS f ON f.id = e.feature_id, feature, nearest
     WHERE NOT feature.line AND e.publication_id = :publication_id::integer AND e.feature_id <> feature.id
       AND ST_DWithin(e.geom_ft, nearest.geom, :apart_ft::float8)
     ORDER BY ST_Distance(e.geom_ft, nearest.geom), f.feature_key LIMIT 1
), street AS (
    SELECT f.name
      FROM cas.routing_piece AS p
      JOIN cas.layer_feature AS f ON f.id = p.feature_id, feature, nearest
     WHERE NOT feature.line AND p.publication_id = :streets_publication::integer
       AND ST_DWithin(p.geom_ft, nearest.geom, :along_ft::float8) AND f.name IS NOT NULL
     ORDER BY ST_Distance(p.geom_ft, nearest.geom), f.feature_key LIMIT 1
)
SELECT feature.layer_slug, feature.feature_key, feature.line, stretch.x AS cell_x, stretch.y AS cell_y,
       stretch.geom AS geom_ft, (SELECT feature_key FROM other) AS other_key, (SELECT name FROM other) AS other_name,
       (SELECT name FROM street) AS street
  FROM feature, stretch
 WHERE NOT ST_IsEmpty(stretch.geom);

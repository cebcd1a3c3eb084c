-- Purpose: the same as locate.sql in the publications named, in force or not: for a replay, and for what we knew then. Pieces
--          of superseded publications stay on file for it. A test keeps the two alike.
-- Binds:   those of locate.sql but valid_on; publications their ids.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   the first column of ix_routing_piece_geom_ft_effective and ix_routing_edge_geom_ft_effective.
SELECT known.fingerprint, found.kind, found.publication_id, found.feature_id, found.distance_ft
  FROM (SELECT sum(id) AS fingerprint FROM cas.layer_publication) AS known
  LEFT JOIN (
      SELECT CASE ST_Dimension(p.geom_ft) WHEN 2 THEN 'holds' ELSE 'line' END AS kind, p.publication_id, p.feature_id,
             ST_Distance(p.geom_ft, ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer)) AS distance_ft
        FROM cas.routing_piece AS p
       WHERE p.publication_id = ANY (:publications::integer[])
         AND p.geom_ft && ST_Expand(
                 ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer), :line_reach_ft::float8)
      UNION ALL
      SELECT 'edge', p.publication_id, p.feature_id,
             ST_Distance(p.geom_ft, ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer))
        FROM cas.routing_edge AS p
       WHERE p.publication_id = ANY (:publications::integer[])
         AND p.geom_ft && ST_Expand(
                 ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer), :edge_reach_ft::float8)
      UNION ALL
      SELECT 'segment', NULL, f.id,
             ST_Distance(f.geom_ft, ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer))
        FROM cas.layer_feature AS f
       WHERE f.layer_version_id = :streets_version::integer AND f.feature_key = :segment_key::text
  ) AS found ON found.distance_ft <= CASE found.kind WHEN 'holds' THEN 0 WHEN 'edge' THEN :edge_reach_ft::float8
                                                     WHEN 'line' THEN :line_reach_ft::float8 ELSE 'infinity' END;

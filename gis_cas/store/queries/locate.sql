-- Purpose: every feature of the routing layers in force that may have a say about one spot. One row for each piece: a piece
--          of an area that holds the spot (`holds`), an area's true edge that may lie in the error disc (`edge`), a piece of a
--          line within reach (`line`), the addressed street segment however far it is (`segment`). Where nothing is found
--          there is one row without kind. `fingerprint` tells whether another publication has been added since the caller
--          last looked which are in force.
-- Binds:   x_ft, y_ft, srid_ft the spot; line_reach_ft how far a line may be; edge_reach_ft how far an edge may be;
--          valid_on the city day; streets_version the version of the street layer and segment_key the addressed segment, or null.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   ix_routing_piece_geom_ft_effective, ix_routing_edge_geom_ft_effective;
--          uq_layer_feature_layer_version_id_feature_key.
SELECT known.fingerprint, found.kind, found.publication_id, found.feature_id, found.distance_ft
  FROM (SELECT sum(id) AS fingerprint FROM cas.layer_publication) AS known
  LEFT JOIN (
      SELECT CASE ST_Dimension(p.geom_ft) WHEN 2 THEN 'holds' ELSE 'line' END AS kind, p.publication_id, p.feature_id,
             ST_Distance(p.geom_ft, ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer)) AS distance_ft
        FROM cas.routing_piece AS p
       WHERE p.effective @> :valid_on::date
         AND p.geom_ft && ST_Expand(
                 ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer), :line_reach_ft::float8)
      UNION ALL
      SELECT 'edge', p.publication_id, p.feature_id,
             ST_Distance(p.geom_ft, ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer))
        FROM cas.routing_edge AS p
       WHERE p.effective @> :valid_on::date
         AND p.geom_ft && ST_Expand(
                 ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer), :edge_reach_ft::float8)
      UNION ALL
      SELECT 'segment', NULL, f.id,
             ST_Distance(f.geom_ft, ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer))
        FROM cas.layer_feature AS f
       WHERE f.layer_version_id = :streets_version::integer AND f.feature_key = :segment_key::text
  ) AS found ON found.distance_ft <= CASE found.kind WHEN 'holds' THEN 0 WHEN 'edge' THEN :edge_reach_ft::float8
                                                     WHEN 'line' THEN :line_reach_ft::float8 ELSE 'infinity' END;

-- Purpose: the same as locate.sql, for another day's knowledge: in the publications named, or in those that were in force on
--          the city day as we knew it at an instant. Pieces of superseded publications stay on file for it.
-- Binds:   those of locate.sql; publications their ids, or null; known_at the instant, or null for now.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   ix_routing_piece_geom_ft_effective (its first column), otherwise as locate.sql. A test keeps the two alike.
WITH in_force AS MATERIALIZED (
    SELECT DISTINCT ON (p.layer_slug) p.layer_slug, p.id, p.layer_version_id, v.number, v.accuracy_ft
      FROM cas.layer_publication AS p
      JOIN cas.layer_version AS v ON v.id = p.layer_version_id
     WHERE CASE WHEN :publications::integer[] IS NULL
                THEN p.effective @> :valid_on::date
                     AND (:known_at::timestamptz IS NULL OR p.known_at <= :known_at::timestamptz)
                ELSE p.id = ANY (:publications::integer[])
           END
     ORDER BY p.layer_slug, p.known_at DESC, p.id DESC
), spot AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer) AS geom,
           :radius_ft::float8 + (SELECT max(accuracy_ft) FROM in_force) AS edge_reach_ft
), found AS MATERIALIZED (
    SELECT CASE ST_Dimension(p.geom_ft) WHEN 2 THEN 'holds' ELSE 'line' END AS kind, p.publication_id, p.feature_id,
           ST_Distance(p.geom_ft, spot.geom) AS distance_ft
      FROM spot
      JOIN cas.routing_piece AS p
        ON p.geom_ft && ST_Expand(spot.geom, greatest(:road_reach_ft::float8, :widest_ft::float8 + spot.edge_reach_ft))
           AND p.publication_id IN (SELECT id FROM in_force)
    UNION ALL
    SELECT 'edge', p.publication_id, p.feature_id, min(ST_Distance(p.geom_ft, spot.geom))
      FROM spot
      JOIN cas.routing_edge AS p
        ON p.geom_ft && ST_Expand(spot.geom, spot.edge_reach_ft)
           AND p.publication_id IN (SELECT id FROM in_force)
     GROUP BY p.publication_id, p.feature_id
    UNION ALL
    SELECT 'segment', i.id, f.id, ST_Distance(f.geom_ft, spot.geom)
      FROM spot, in_force AS i
      JOIN cas.layer_feature AS f ON f.layer_version_id = i.layer_version_id AND f.feature_key = :segment_key::text
     WHERE :segment_key::text IS NOT NULL
       AND i.layer_slug = (SELECT slug FROM cas.layer WHERE locator = 'streets')
)
SELECT (SELECT jsonb_object_agg(layer_slug, id)::text FROM in_force) AS publications, here.*
  FROM (SELECT) AS always_one_row
  LEFT JOIN (
      SELECT found.kind, i.layer_slug, i.id AS publication_id, i.number AS layer_version, i.accuracy_ft,
             found.distance_ft, f.id AS feature_id, f.feature_key, f.name, f.owner, f.attributes,
             f.half_width_left_ft, f.half_width_right_ft,
             -- Which side matters only where the two differ: left of a line that runs from a to b is where the cross
             -- product is positive; a and b lie half a foot before and after the point of the line nearest to the spot.
             CASE WHEN f.half_width_left_ft <> f.half_width_right_ft AND GeometryType(f.geom_ft) = 'LINESTRING' THEN (
                 SELECT CASE WHEN (ST_X(b) - ST_X(a)) * (ST_Y(spot.geom) - ST_Y(a))
                                > (ST_Y(b) - ST_Y(a)) * (ST_X(spot.geom) - ST_X(a)) THEN 'left' ELSE 'right' END
                   FROM (SELECT ST_LineLocatePoint(f.geom_ft, spot.geom) AS at, 0.5 / ST_Length(f.geom_ft) AS half) AS s,
                        LATERAL (SELECT ST_LineInterpolatePoint(f.geom_ft, greatest(s.at - s.half, 0)) AS a,
                                        ST_LineInterpolatePoint(f.geom_ft, least(s.at + s.half, 1)) AS b) AS ends
             ) END AS side,
             CASE WHEN found.kind = 'edge' THEN (
                 SELECT coalesce(sum(ST_Area(ST_Intersection(p.geom_ft, d.disc))) / max(ST_Area(d.disc)), 0)
                   FROM (SELECT ST_Buffer(spot.geom, :radius_ft::float8 + i.accuracy_ft, 16) AS disc OFFSET 0) AS d
                   JOIN cas.routing_piece AS p ON p.geom_ft && d.disc
                  WHERE p.publication_id = i.id AND p.feature_id = f.id
             ) END AS share
        FROM found
        JOIN in_force AS i ON i.id = found.publication_id
        JOIN cas.layer_feature AS f ON f.id = found.feature_id, spot
       WHERE CASE found.kind
                 WHEN 'holds' THEN found.distance_ft = 0
                 WHEN 'edge' THEN found.distance_ft <= :radius_ft::float8 + i.accuracy_ft
                 WHEN 'line' THEN found.distance_ft <= greatest(
                     :road_reach_ft::float8,
                     greatest(f.half_width_left_ft, f.half_width_right_ft) + :radius_ft::float8 + i.accuracy_ft)
                 ELSE true
             END
  ) AS here ON true;

-- Purpose: every feature of the routing layers that may have a say about one spot, and the publications it was found in:
--          areas that hold the spot or whose true edge lies in the error disc (with their share of it), lines whose
--          right-of-way the disc touches or, where it touches none of a layer, the nearest of them and any about as near,
--          and the addressed street segment however far it is.
-- Binds:   x_ft, y_ft, srid_ft the spot; radius_ft its 95 % radius; reach_ft how far a line may be to be looked at;
--          valid_on the city day; known_at the instant of knowledge, or null for now; publications their ids for a replay, or
--          null; as_of whether known_at or publications was given; segment_key the addressed segment, or null.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   ix_routing_piece_geom_ft_effective, ix_routing_edge_geom_ft_effective; pk_layer_feature;
--          uq_layer_feature_layer_version_id_feature_key.
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
), holding AS (
    SELECT DISTINCT p.publication_id, p.feature_id
      FROM spot
      JOIN cas.routing_piece AS p ON p.geom_ft && spot.geom AND p.effective @> :valid_on::date
     WHERE NOT :as_of::boolean AND ST_Dimension(p.geom_ft) = 2 AND ST_Intersects(p.geom_ft, spot.geom)
    UNION ALL
    SELECT DISTINCT p.publication_id, p.feature_id
      FROM spot
      JOIN cas.routing_piece AS p ON p.geom_ft && spot.geom
     WHERE :as_of::boolean AND p.publication_id IN (SELECT id FROM in_force)
       AND ST_Dimension(p.geom_ft) = 2 AND ST_Intersects(p.geom_ft, spot.geom)
), edge AS (
    SELECT e.publication_id, e.feature_id, min(ST_Distance(e.geom_ft, spot.geom)) AS distance_ft
      FROM spot
      JOIN cas.routing_edge AS e
        ON e.geom_ft && ST_Expand(spot.geom, spot.edge_reach_ft) AND e.effective @> :valid_on::date
     WHERE NOT :as_of::boolean
     GROUP BY e.publication_id, e.feature_id
    UNION ALL
    SELECT e.publication_id, e.feature_id, min(ST_Distance(e.geom_ft, spot.geom))
      FROM spot
      JOIN cas.routing_edge AS e ON e.geom_ft && ST_Expand(spot.geom, spot.edge_reach_ft)
     WHERE :as_of::boolean AND e.publication_id IN (SELECT id FROM in_force)
     GROUP BY e.publication_id, e.feature_id
), near_edge AS (
    SELECT e.publication_id, e.feature_id, e.distance_ft, ST_Buffer(spot.geom, :radius_ft::float8 + i.accuracy_ft, 16) AS disc
      FROM spot, edge AS e
      JOIN in_force AS i ON i.id = e.publication_id
     WHERE e.distance_ft <= :radius_ft::float8 + i.accuracy_ft
), area AS (
    SELECT publication_id, feature_id, h.feature_id IS NOT NULL AS contains, n.distance_ft, n.disc
      FROM holding AS h
      FULL JOIN near_edge AS n USING (publication_id, feature_id)
), piece_of_line AS (
    SELECT p.publication_id, p.feature_id, min(ST_Distance(p.geom_ft, spot.geom)) AS distance_ft
      FROM spot
      JOIN cas.routing_piece AS p
        ON p.geom_ft && ST_Expand(spot.geom, :reach_ft::float8) AND p.effective @> :valid_on::date
     WHERE NOT :as_of::boolean AND ST_Dimension(p.geom_ft) = 1
     GROUP BY p.publication_id, p.feature_id
    UNION ALL
    SELECT p.publication_id, p.feature_id, min(ST_Distance(p.geom_ft, spot.geom))
      FROM spot
      JOIN cas.routing_piece AS p ON p.geom_ft && ST_Expand(spot.geom, :reach_ft::float8)
     WHERE :as_of::boolean AND p.publication_id IN (SELECT id FROM in_force) AND ST_Dimension(p.geom_ft) = 1
     GROUP BY p.publication_id, p.feature_id
), line AS (
    SELECT l.publication_id, l.feature_id, l.distance_ft, false AS addressed
      FROM piece_of_line AS l
     WHERE l.distance_ft <= :reach_ft::float8
    UNION ALL
    SELECT i.id, f.id, ST_Distance(f.geom_ft, spot.geom), true
      FROM spot, in_force AS i
      JOIN cas.layer ON layer.slug = i.layer_slug AND layer.locator = 'streets'
      JOIN cas.layer_feature AS f ON f.layer_version_id = i.layer_version_id AND f.feature_key = :segment_key::text
     WHERE :segment_key::text IS NOT NULL
), sided AS (
    SELECT l.publication_id, l.feature_id, l.distance_ft, l.addressed, side.name AS side,
           CASE side.name WHEN 'left' THEN f.half_width_left_ft WHEN 'right' THEN f.half_width_right_ft
                ELSE coalesce(f.half_width_left_ft, f.half_width_right_ft) END AS half_width_ft
      FROM line AS l
      JOIN cas.layer_feature AS f ON f.id = l.feature_id
      LEFT JOIN LATERAL (
          -- Which side matters only where the two differ: left of a line that runs from a to b is where the cross product
          -- is positive; a and b lie half a foot before and after the point of the line that is nearest to the spot.
          SELECT CASE WHEN (ST_X(b) - ST_X(a)) * (ST_Y(spot.geom) - ST_Y(a))
                         > (ST_Y(b) - ST_Y(a)) * (ST_X(spot.geom) - ST_X(a)) THEN 'left' ELSE 'right' END AS name
            FROM spot,
                 LATERAL (SELECT ST_LineLocatePoint(f.geom_ft, spot.geom) AS at, 0.5 / ST_Length(f.geom_ft) AS half) AS on_line,
                 LATERAL (SELECT ST_LineInterpolatePoint(f.geom_ft, greatest(on_line.at - half, 0)) AS a,
                                 ST_LineInterpolatePoint(f.geom_ft, least(on_line.at + half, 1)) AS b) AS ends
      ) AS side ON f.half_width_left_ft <> f.half_width_right_ft AND GeometryType(f.geom_ft) = 'LINESTRING'
), ranked AS (
    SELECT s.*, s.distance_ft - coalesce(s.half_width_ft, 0) AS gap_ft, :radius_ft::float8 + i.accuracy_ft AS own_reach_ft,
           min(s.distance_ft - coalesce(s.half_width_ft, 0)) FILTER (WHERE NOT s.addressed) OVER (PARTITION BY s.publication_id)
               AS nearest_gap_ft
      FROM sided AS s
      JOIN in_force AS i ON i.id = s.publication_id
), found AS (
    SELECT 'area' AS kind, a.publication_id, a.feature_id, a.contains, a.distance_ft, NULL::float8 AS half_width_ft,
           NULL::text AS side,
           CASE WHEN a.disc IS NOT NULL THEN (
               SELECT coalesce(sum(ST_Area(ST_Intersection(p.geom_ft, a.disc))), 0) / ST_Area(a.disc)
                 FROM cas.routing_piece AS p
                WHERE p.geom_ft && a.disc AND p.publication_id = a.publication_id AND p.feature_id = a.feature_id
           ) END AS share
      FROM area AS a
    UNION ALL
    SELECT CASE WHEN r.addressed THEN 'segment' ELSE 'line' END, r.publication_id, r.feature_id, false, r.distance_ft,
           r.half_width_ft, r.side, NULL
      FROM ranked AS r
     WHERE r.addressed
        OR r.gap_ft <= CASE WHEN r.nearest_gap_ft <= r.own_reach_ft THEN r.own_reach_ft
                            ELSE r.nearest_gap_ft + 2 * r.own_reach_ft END
)
SELECT found.kind, i.layer_slug, f.feature_key, f.name, f.owner, f.attributes, found.contains, found.distance_ft,
       found.share, found.half_width_ft, f.half_width_left_ft, f.half_width_right_ft, found.side, i.accuracy_ft,
       i.id AS publication_id, i.number AS layer_version
  FROM found
  JOIN in_force AS i ON i.id = found.publication_id
  JOIN cas.layer_feature AS f ON f.id = found.feature_id
UNION ALL
SELECT 'in_force', NULL, NULL, NULL, NULL, coalesce(jsonb_object_agg(i.layer_slug, i.id), '{}'), NULL, NULL,
       NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM in_force AS i;

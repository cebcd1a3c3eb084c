-- Purpose: what only some spots need: the share of the error disc that each area near it holds, on which side of a line with
--          two half-widths the spot lies, and the addressed street segment, however far it is.
-- Binds:   x_ft, y_ft, srid_ft the spot; areas, area_publications and disc_radii_ft (feet) of the areas in step; lines the
--          features whose side matters; segment_version the street layer's version and segment_key, or nulls.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   ix_routing_piece_geom_ft_effective; pk_layer_feature; uq_layer_feature_layer_version_id_feature_key.
WITH spot AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer) AS geom
), disc AS MATERIALIZED (
    SELECT radius_ft, ST_Buffer(spot.geom, radius_ft, 16) AS geom
      FROM spot, (SELECT DISTINCT unnest(:disc_radii_ft::float8[]) AS radius_ft) AS radii
), line AS (
    SELECT f.*, f.half_width_left_ft <> f.half_width_right_ft AND GeometryType(f.geom_ft) = 'LINESTRING' AS two_sided,
           f.feature_key = :segment_key::text AND f.layer_version_id = :segment_version::integer AS addressed
      FROM cas.layer_feature AS f
     WHERE f.id = ANY (:lines::bigint[])
        OR (f.layer_version_id = :segment_version::integer AND f.feature_key = :segment_key::text)
)
SELECT 'share' AS kind, area.id AS feature_id, NULL::text AS side,
       coalesce(sum(ST_Area(ST_Intersection(p.geom_ft, disc.geom))) / max(ST_Area(disc.geom)), 0) AS figure,
       NULL AS feature_key, NULL AS name, NULL AS owner, NULL::jsonb AS attributes,
       NULL::float8 AS half_width_left_ft, NULL::float8 AS half_width_right_ft
  FROM unnest(:areas::bigint[], :area_publications::integer[], :disc_radii_ft::float8[]) AS area(id, publication_id, radius_ft)
  JOIN disc ON disc.radius_ft = area.radius_ft
  LEFT JOIN cas.routing_piece AS p
    ON p.geom_ft && disc.geom AND p.feature_id = area.id AND p.publication_id = area.publication_id
 GROUP BY area.id
UNION ALL
-- Left of a line that runs from a to b is where the cross product is positive; a and b lie half a foot before and after the
-- point of the line that is nearest to the spot.
SELECT CASE WHEN line.addressed IS TRUE THEN 'segment' ELSE 'side' END, line.id,
       CASE WHEN line.two_sided IS NOT TRUE THEN NULL
            WHEN (ST_X(b) - ST_X(a)) * (ST_Y(spot.geom) - ST_Y(a)) > (ST_Y(b) - ST_Y(a)) * (ST_X(spot.geom) - ST_X(a))
            THEN 'left' ELSE 'right' END,
       ST_Distance(line.geom_ft, spot.geom), line.feature_key, line.name, line.owner, line.attributes,
       line.half_width_left_ft, line.half_width_right_ft
  FROM spot, line
  LEFT JOIN LATERAL (
      SELECT ST_LineInterpolatePoint(line.geom_ft, greatest(at - half, 0)) AS a,
             ST_LineInterpolatePoint(line.geom_ft, least(at + half, 1)) AS b
        FROM (SELECT ST_LineLocatePoint(line.geom_ft, (SELECT geom FROM spot)) AS at,
                     0.5 / ST_Length(line.geom_ft) AS half
               WHERE line.two_sided) AS nearest
  ) AS ends ON true;

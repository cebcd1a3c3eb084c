-- Purpose: what only some spots need: the share of the error disc that each area near it holds, and on which side of a line
--          with two half-widths the spot lies.
-- Binds:   x_ft, y_ft, srid_ft the spot; areas, area_publications and disc_radii_ft (feet) of the areas in step; lines the
--          features whose side matters.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   ix_routing_piece_geom_ft_effective; pk_layer_feature.
WITH spot AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer) AS geom
), disc AS MATERIALIZED (
    -- So many corners that no chord lies more than 0.02 ft inside the circle.
    SELECT radius_ft, ST_Buffer(spot.geom, radius_ft, 8 + ceil(4 * sqrt(radius_ft))::integer) AS geom
      FROM spot, (SELECT DISTINCT unnest(:disc_radii_ft::float8[]) AS radius_ft) AS radii
)
SELECT area.id AS feature_id, NULL::text AS side,
       coalesce(sum(ST_Area(ST_Intersection(p.geom_ft, disc.geom))) / max(ST_Area(disc.geom)), 0) AS share
  FROM unnest(:areas::bigint[], :area_publications::integer[], :disc_radii_ft::float8[]) AS area(id, publication_id, radius_ft)
  JOIN disc ON disc.radius_ft = area.radius_ft
  LEFT JOIN cas.routing_piece AS p
    ON p.geom_ft && disc.geom AND p.feature_id = area.id AND p.publication_id = area.publication_id
 GROUP BY area.id
UNION ALL
-- Left of a line that runs from a to b is where the cross product is positive; a and b lie half a foot before and after the
-- point of the line that is nearest to the spot.
SELECT ends.id, CASE WHEN (ST_X(b) - ST_X(a)) * (ST_Y(spot.geom) - ST_Y(a))
                        > (ST_Y(b) - ST_Y(a)) * (ST_X(spot.geom) - ST_X(a)) THEN 'left' ELSE 'right' END, NULL
  FROM spot, (
      SELECT id, ST_LineInterpolatePoint(geom_ft, greatest(at - half, 0)) AS a,
             ST_LineInterpolatePoint(geom_ft, least(at + half, 1)) AS b
        FROM (SELECT f.id, f.geom_ft, ST_LineLocatePoint(f.geom_ft, spot.geom) AS at, 0.5 / ST_Length(f.geom_ft) AS half
                FROM spot, cas.layer_feature AS f
               WHERE f.id = ANY (:lines::bigint[]) AND GeometryType(f.geom_ft) = 'LINESTRING') AS nearest
  ) AS ends;

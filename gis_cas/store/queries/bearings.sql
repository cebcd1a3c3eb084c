-- Purpose: where things lie from a spot on a border, for a question that a person can answer: from the spot to the middle of each
--          area's part of the error disc, and to the nearest point of each line with the line's direction there.
-- Binds:   x_ft, y_ft, srid_ft the spot; area_publications, area_keys and disc_radii_ft (feet) of the areas in step;
--          line_publications and line_keys of the lines.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   uq_layer_feature_layer_version_id_feature_key; ix_routing_piece_geom_ft_effective.
WITH spot AS MATERIALIZED (
    SELECT ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer) AS geom
), area AS (
    SELECT given.publication_id, given.key, f.id, ST_Buffer(spot.geom, given.radius_ft, 16) AS disc
      FROM spot, unnest(:area_publications::integer[], :area_keys::text[], :disc_radii_ft::float8[])
                 AS given(publication_id, key, radius_ft)
      JOIN cas.layer_publication AS p ON p.id = given.publication_id
      JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id AND f.feature_key = given.key
), part AS (
    SELECT area.publication_id, area.key, ST_Area(inside.geom) AS size, ST_Centroid(inside.geom) AS middle
      FROM area
      JOIN cas.routing_piece AS piece
        ON piece.geom_ft && area.disc AND piece.feature_id = area.id AND piece.publication_id = area.publication_id
     CROSS JOIN LATERAL (SELECT ST_Intersection(piece.geom_ft, area.disc) AS geom OFFSET 0) AS inside
)
SELECT part.publication_id, part.key, sum(part.size * (ST_X(part.middle) - :x_ft::float8)) / sum(part.size) AS east_ft,
       sum(part.size * (ST_Y(part.middle) - :y_ft::float8)) / sum(part.size) AS north_ft,
       NULL::float8 AS along_east, NULL::float8 AS along_north
  FROM part GROUP BY part.publication_id, part.key HAVING sum(part.size) > 0
UNION ALL
SELECT ends.publication_id, ends.key, ST_X(nearest) - :x_ft::float8, ST_Y(nearest) - :y_ft::float8,
       (ST_X(b) - ST_X(a)) / ST_Distance(a, b), (ST_Y(b) - ST_Y(a)) / ST_Distance(a, b)
  FROM (
      SELECT publication_id, key, ST_LineInterpolatePoint(geom_ft, at) AS nearest,
             ST_LineInterpolatePoint(geom_ft, greatest(at - half, 0)) AS a,
             ST_LineInterpolatePoint(geom_ft, least(at + half, 1)) AS b
        FROM (SELECT given.publication_id, given.key, f.geom_ft, ST_LineLocatePoint(f.geom_ft, spot.geom) AS at,
                     0.5 / ST_Length(f.geom_ft) AS half
                FROM spot, unnest(:line_publications::integer[], :line_keys::text[]) AS given(publication_id, key)
                JOIN cas.layer_publication AS p ON p.id = given.publication_id
                JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id AND f.feature_key = given.key
               WHERE GeometryType(f.geom_ft) = 'LINESTRING' AND ST_Length(f.geom_ft) > 1) AS line
  ) AS ends;

-- Purpose: the middle of every line of some publications.
-- Binds:   publications their ids.
-- CRS:     feet of the city's CRS.
-- Index:   uq_layer_feature_layer_version_id_feature_key.
SELECT layer_slug, feature_key, ST_X(middle) AS x_ft, ST_Y(middle) AS y_ft
  FROM (SELECT p.layer_slug, f.feature_key, ST_LineInterpolatePoint(part.geom, 0.5) AS middle
          FROM cas.layer_publication AS p
          JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
         CROSS JOIN LATERAL ST_Dump(f.geom_ft) AS part
         WHERE p.id = ANY (:publications::integer[]) AND ST_Dimension(f.geom_ft) = 1) AS lines
 ORDER BY layer_slug, feature_key;

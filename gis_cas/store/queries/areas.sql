-- Purpose: the areas of some publications that have a part in routing: the ground over which a city is proved.
-- Binds:   publications their ids.
-- CRS:     feet of the city's CRS, as WKB.
-- Index:   uq_layer_feature_layer_version_id_feature_key.
SELECT f.owner, ST_AsBinary(f.geom_ft) AS shape
  FROM cas.layer_publication AS p
  JOIN cas.layer AS l ON l.slug = p.layer_slug AND l.routing
  JOIN cas.layer_feature AS f ON f.layer_version_id = p.layer_version_id
 WHERE p.id = ANY (:publications::integer[]) AND ST_Dimension(f.geom_ft) = 2;

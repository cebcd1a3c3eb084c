-- Purpose: the features on which two versions of one layer differ, as they were and as they are.
-- Binds:   before and after, the versions; before may be null.
-- CRS:     feet of the city's CRS, as WKB.
-- Index:   uq_layer_feature_layer_version_id_feature_key.
SELECT feature_key, ST_AsBinary(o.geom_ft) AS before, ST_AsBinary(n.geom_ft) AS after,
       greatest(o.half_width_left_ft, o.half_width_right_ft, n.half_width_left_ft, n.half_width_right_ft, 0) AS half_ft,
       coalesce(ST_Dimension(o.geom_ft) = 2
           AND (o.name, o.owner, o.attributes) IS NOT DISTINCT FROM (n.name, n.owner, n.attributes), false) AS border_only
  FROM (SELECT * FROM cas.layer_feature WHERE layer_version_id = :before::integer) AS o
  FULL JOIN (SELECT * FROM cas.layer_feature WHERE layer_version_id = :after::integer) AS n USING (feature_key)
 WHERE o.id IS NULL OR n.id IS NULL OR NOT o.geom_ft = n.geom_ft
    OR (o.name, o.owner, o.attributes, o.half_width_left_ft, o.half_width_right_ft)
       IS DISTINCT FROM (n.name, n.owner, n.attributes, n.half_width_left_ft, n.half_width_right_ft)
 ORDER BY feature_key;

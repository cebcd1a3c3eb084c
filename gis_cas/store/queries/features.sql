-- Purpose: what is on file about some features of layers, their geometry apart.
-- Binds:   ids.
-- CRS:     none; half-widths in feet.
-- Index:   pk_layer_feature.
SELECT f.id, f.feature_key, f.name, f.owner, f.attributes, f.half_width_left_ft, f.half_width_right_ft
  FROM cas.layer_feature AS f
 WHERE f.id = ANY (:ids::bigint[]);

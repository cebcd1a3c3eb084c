-- Purpose: the intersections at which streets of two names may meet, each with the names of the segments that end there.
--   The two may be names of one street: telling that apart is the locator's work.
-- Binds: first_names, second_names (street keys, may be empty); first_bases, second_bases (base keys, may be empty).
-- CRS: lon, lat in EPSG:4326; x_ft, y_ft in the city's CRS, feet.
-- Index: ix_locator_intersection_name_keys, ix_locator_intersection_base_keys, ix_locator_street_segment_key.
SELECT (SELECT max(id) FROM cas.locator_version) AS version, i.intersection_key, i.name, ST_X(i.geom) AS lon, ST_Y(i.geom) AS lat,
       ST_X(i.geom_ft) AS x_ft, ST_Y(i.geom_ft) AS y_ft, legs.names, legs.keys, legs.zips
FROM cas.locator_intersection AS i
CROSS JOIN LATERAL (
    SELECT array_agg(s.name ORDER BY s.segment_key) AS names,
           array_agg(array_to_string(s.name_keys, '|') ORDER BY s.segment_key) AS keys,
           array_agg(s.zip ORDER BY s.segment_key) AS zips
    FROM cas.locator_street AS s
    WHERE s.until IS NULL AND s.segment_key = ANY (i.segment_keys)
) AS legs
WHERE i.until IS NULL
  AND ((i.name_keys && :first_names::text[] AND i.name_keys && :second_names::text[])
    OR (i.base_keys && :first_bases::text[] AND i.base_keys && :second_bases::text[]))
ORDER BY i.intersection_key;

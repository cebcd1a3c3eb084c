-- Purpose: every segment of the streets that answer to some names, as far as a street alone needs it.
-- Binds: names (street keys, may be empty); bases (base keys, may be empty).
-- CRS: lon, lat (the middle of the segment) in EPSG:4326; x_ft, y_ft (the same) and length_ft in the city's CRS, feet.
-- Index: ix_locator_street_name_keys, ix_locator_street_base_keys.
SELECT (SELECT max(id) FROM cas.locator_version) AS version, s.name, s.name_keys, s.zip,
       ST_X(ST_LineInterpolatePoint(s.geom, 0.5)) AS lon, ST_Y(ST_LineInterpolatePoint(s.geom, 0.5)) AS lat,
       ST_X(ST_LineInterpolatePoint(s.geom_ft, 0.5)) AS x_ft, ST_Y(ST_LineInterpolatePoint(s.geom_ft, 0.5)) AS y_ft,
       ST_Length(s.geom_ft) AS length_ft
FROM cas.locator_street AS s
WHERE s.until IS NULL
  AND (s.name_keys && :names::text[] OR s.base_keys && :bases::text[])
ORDER BY s.segment_key;

-- Purpose: everything on file for one house number on the streets that answer to some names: address points, and
--   segments whose range spans the number on either side. Which of them fit, and how well, is decided by the locator.
-- Binds: number; names (street keys, may be empty); bases (base keys, may be empty).
-- CRS: lon, lat in EPSG:4326; x_ft, y_ft and line (WKB) in the city's CRS, feet.
-- Index: ix_locator_street_name_keys, ix_locator_street_base_keys, ix_locator_address_number_name_key.
WITH street AS MATERIALIZED (
    SELECT s.segment_key, s.name, s.name_keys, s.zip, s.geom_ft,
           s.from_left, s.to_left, s.from_right, s.to_right, s.parity_left, s.parity_right
    FROM cas.locator_street AS s
    WHERE s.until IS NULL
      AND (s.name_keys && :names::text[] OR s.base_keys && :bases::text[])
)
SELECT (SELECT max(id) FROM cas.locator_version) AS version, true AS is_point, a.address_key, a.segment_key, a.street AS name, ARRAY[a.name_key] || s.name_keys AS name_keys,
       a.zip, a.postal_city, a.unit,
       ST_X(a.geom) AS lon, ST_Y(a.geom) AS lat, ST_X(a.geom_ft) AS x_ft, ST_Y(a.geom_ft) AS y_ft,
       NULL::integer AS from_left, NULL::integer AS to_left, NULL::integer AS from_right, NULL::integer AS to_right,
       NULL::text AS parity_left, NULL::text AS parity_right, NULL::bytea AS line
FROM cas.locator_address AS a
LEFT JOIN street AS s ON s.segment_key = a.segment_key
WHERE a.until IS NULL
  AND a.number = :number::integer
  AND a.name_key = ANY (ARRAY(SELECT unnest(name_keys) FROM street) || :names::text[])
UNION ALL
SELECT (SELECT max(id) FROM cas.locator_version), false, NULL, segment_key, name, name_keys, zip, NULL, NULL, NULL, NULL, NULL, NULL,
       from_left, to_left, from_right, to_right, parity_left, parity_right, ST_AsBinary(geom_ft)
FROM street
WHERE :number::integer BETWEEN least(from_left, to_left) AND greatest(from_left, to_left)
   OR :number::integer BETWEEN least(from_right, to_right) AND greatest(from_right, to_right);

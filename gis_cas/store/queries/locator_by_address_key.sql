-- Purpose: one address point by its key.
-- Binds: address_key.
-- CRS: lon, lat in EPSG:4326; x_ft, y_ft in the city's CRS, feet.
-- Index: ix_locator_address_address_key.
SELECT a.address_key, a.segment_key, a.number, a.street, a.name_key, a.unit, a.zip, a.postal_city,
       ST_X(a.geom) AS lon, ST_Y(a.geom) AS lat, ST_X(a.geom_ft) AS x_ft, ST_Y(a.geom_ft) AS y_ft
FROM cas.locator_address AS a
WHERE a.until IS NULL AND a.address_key = :address_key::text;

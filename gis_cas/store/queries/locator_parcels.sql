-- Purpose: the parcels with a site address on the streets of some names.
-- Binds: number; names (street keys).
-- CRS: lon, lat in EPSG:4326; x_ft, y_ft in the city's CRS, feet; reach_ft from there to the farthest corner.
-- Index: ix_locator_parcel_number_name_key.
SELECT p.parcel_key, p.shown_number, p.number, p.street, p.name_key, p.unit, p.zip, p.postal_city, p.reach_ft,
       ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, ST_X(p.geom_ft) AS x_ft, ST_Y(p.geom_ft) AS y_ft
FROM cas.locator_parcel AS p
WHERE p.until IS NULL AND p.number = :number::integer AND p.name_key = ANY (:names::text[])
ORDER BY p.parcel_key;

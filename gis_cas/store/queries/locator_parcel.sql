-- Purpose: the parcels of a control number.
-- Binds: control_number (letters and figures only).
-- CRS: lon, lat in EPSG:4326; x_ft, y_ft in the city's CRS, feet; reach_ft from there to the farthest corner.
-- Index: ix_locator_parcel_control_number.
SELECT p.parcel_key, p.shown_number, p.number, p.street, p.name_key, p.unit, p.zip, p.postal_city, p.reach_ft,
       ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, ST_X(p.geom_ft) AS x_ft, ST_Y(p.geom_ft) AS y_ft
FROM cas.locator_parcel AS p
WHERE p.until IS NULL AND p.control_number = :control_number::text
ORDER BY p.parcel_key;

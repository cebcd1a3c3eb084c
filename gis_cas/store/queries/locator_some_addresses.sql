-- Purpose: address points in force from all over the table, to see how a city numbers its lots.
-- Binds: most.
-- CRS: lon, lat in EPSG:4326; x_ft, y_ft in the city's CRS, feet.
-- Index: none; pages of the table are drawn by chance, always the same ones.
SELECT a.address_key, a.segment_key, a.number, a.street, a.name_key, a.unit, a.zip, a.postal_city,
       ST_X(a.geom) AS lon, ST_Y(a.geom) AS lat, ST_X(a.geom_ft) AS x_ft, ST_Y(a.geom_ft) AS y_ft
FROM cas.locator_address AS a TABLESAMPLE SYSTEM (2) REPEATABLE (1)
WHERE a.until IS NULL
LIMIT :most::integer;

-- Purpose: every correction in force, for the index that a process keeps.
-- Binds: none.
-- CRS: lon, lat in EPSG:4326; x_ft, y_ft in the city's CRS, feet.
-- Index: none; few rows.
SELECT c.id, c.kind, c.name, c.street, c.number, ST_X(c.geom) AS lon, ST_Y(c.geom) AS lat,
       ST_X(c.geom_ft) AS x_ft, ST_Y(c.geom_ft) AS y_ft
FROM cas.locator_correction AS c
WHERE c.until IS NULL
ORDER BY c.id;

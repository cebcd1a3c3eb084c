-- Purpose: every intersection in force, for the index of streets that a process keeps.
-- Binds: none.
-- CRS: x_ft, y_ft in the city's CRS, feet.
-- Index: none; the table is read from end to end once for each version of it.
SELECT i.intersection_key, i.name, i.segment_keys, ST_X(i.geom_ft) AS x_ft, ST_Y(i.geom_ft) AS y_ft
FROM cas.locator_intersection AS i
WHERE i.until IS NULL
ORDER BY i.intersection_key;

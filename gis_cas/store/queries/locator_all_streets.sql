-- Purpose: every segment in force, for the index of streets that a process keeps.
-- Binds: none.
-- CRS: line (WKB) in the city's CRS, feet.
-- Index: none; the table is read from end to end once for each version of it.
SELECT s.segment_key, s.name, s.name_keys, s.zip, s.from_left, s.to_left, s.from_right, s.to_right,
       s.parity_left, s.parity_right, ST_AsBinary(s.geom_ft) AS line
FROM cas.locator_street AS s
WHERE s.until IS NULL
ORDER BY s.segment_key;

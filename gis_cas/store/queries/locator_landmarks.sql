-- Purpose: every named feature of the layers of landmarks in force, for the index that a process keeps.
-- Binds: none.
-- CRS: shape (WKB) in the city's CRS, feet, outlines simplified by 5 ft; accuracy_ft in feet.
-- Index: uq_layer_feature_layer_version_id_feature_key; read once for each version of the tables.
SELECT f.feature_key, f.name, newest.accuracy_ft, ST_AsBinary(ST_SimplifyPreserveTopology(f.geom_ft, 5)) AS shape
FROM (
    SELECT DISTINCT ON (p.layer_slug) p.layer_version_id, v.accuracy_ft
    FROM cas.locator_version AS lv
    JOIN cas.layer_publication AS p ON p.id = lv.publication_id
    JOIN cas.layer_version AS v ON v.id = p.layer_version_id
    JOIN cas.layer AS l ON l.slug = p.layer_slug
    WHERE l.locator = 'landmarks'
    ORDER BY p.layer_slug, lv.id DESC
) AS newest
JOIN cas.layer_feature AS f ON f.layer_version_id = newest.layer_version_id
WHERE f.name IS NOT NULL
ORDER BY f.name, f.feature_key;

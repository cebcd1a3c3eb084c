-- Purpose: every mile post and exit of the layers in force, for the index that a process keeps.
-- Binds: none.
-- CRS: x_ft, y_ft in the city's CRS, feet; accuracy_ft in feet.
-- Index: uq_layer_feature_layer_version_id_feature_key; read once for each version of the tables.
SELECT ARRAY[f.attributes->>'route'] || CASE jsonb_typeof(f.attributes->'aliases')
           WHEN 'array' THEN ARRAY(SELECT jsonb_array_elements_text(f.attributes->'aliases'))
           WHEN 'string' THEN ARRAY[f.attributes->>'aliases'] ELSE '{}'::text[] END AS routes,
       f.attributes->>'kind' AS kind, f.attributes->>'number' AS number,
       ST_X(f.geom_ft) AS x_ft, ST_Y(f.geom_ft) AS y_ft, newest.accuracy_ft
FROM (
    SELECT DISTINCT ON (p.layer_slug) p.layer_version_id, v.accuracy_ft
    FROM cas.locator_version AS lv
    JOIN cas.layer_publication AS p ON p.id = lv.publication_id
    JOIN cas.layer_version AS v ON v.id = p.layer_version_id
    JOIN cas.layer AS l ON l.slug = p.layer_slug
    WHERE l.locator = 'mile_posts'
    ORDER BY p.layer_slug, lv.id DESC
) AS newest
JOIN cas.layer_feature AS f ON f.layer_version_id = newest.layer_version_id
WHERE f.attributes->>'route' IS NOT NULL AND f.attributes->>'number' IS NOT NULL
ORDER BY f.feature_key;

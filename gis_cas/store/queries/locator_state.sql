-- Purpose: which state of the locator's tables is in force, how accurate the newest layer of each kind is, which ZIP
--   codes each postal town and the streets use, and which streets have address points. Asked once for each version, as it
--   reads every row in force.
-- Binds: none.
-- CRS: accuracies in feet.
-- Index: none; few rows, and one pass over cas.locator_address and cas.locator_street.
SELECT (SELECT coalesce(max(id), 0) FROM cas.locator_version) AS version,
       (SELECT coalesce(jsonb_object_agg(newest.locator, newest.accuracy_ft), '{}'::jsonb)
        FROM (
            SELECT DISTINCT ON (l.locator) l.locator, v.accuracy_ft
            FROM cas.locator_version AS lv
            JOIN cas.layer_publication AS p ON p.id = lv.publication_id
            JOIN cas.layer_version AS v ON v.id = p.layer_version_id
            JOIN cas.layer AS l ON l.slug = p.layer_slug
            WHERE l.locator IS NOT NULL
            ORDER BY l.locator, lv.id DESC
        ) AS newest) AS accuracy_ft,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(towns.postal_city, towns.zip)), '[]'::jsonb)
        FROM (
            SELECT DISTINCT postal_city, zip FROM cas.locator_address
            WHERE until IS NULL AND postal_city IS NOT NULL AND zip IS NOT NULL
        ) AS towns) AS town_zips,
       (SELECT coalesce(array_agg(named.name_key), '{}')
        FROM (SELECT DISTINCT name_key FROM cas.locator_address WHERE until IS NULL) AS named) AS point_streets,
       (SELECT coalesce(jsonb_agg(DISTINCT s.zip), '[]'::jsonb)
        FROM cas.locator_street AS s
        WHERE s.until IS NULL AND s.zip IS NOT NULL) AS street_zips;

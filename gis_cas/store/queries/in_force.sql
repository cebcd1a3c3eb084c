-- Purpose: for each layer the publication in force on a city day as we knew it at an instant, or those named, with the
--          accuracy and number of its version, whether its areas are districts, and its widest half-width; and the fingerprint of all publications, which are
--          only ever added. Where none counts there is one row with nothing but the fingerprint.
-- Binds:   valid_on the city day; known_at the instant, or null for now; publications ids, or null.
-- CRS:     none; lengths in feet.
-- Index:   uq_layer_feature_layer_version_id_feature_key for the half-widths; it is asked once a publication.
SELECT known.fingerprint, counting.*,
       (SELECT max(greatest(f.half_width_left_ft, f.half_width_right_ft))
          FROM cas.layer_feature AS f WHERE f.layer_version_id = counting.layer_version_id) AS widest_ft
  FROM (SELECT sum(id) AS fingerprint FROM cas.layer_publication) AS known
  LEFT JOIN (
      SELECT DISTINCT ON (p.layer_slug) p.layer_slug, p.id, p.layer_version_id, v.number, v.accuracy_ft, l.locator,
             coalesce((v.manifest->>'district')::boolean, false) AS district
        FROM cas.layer_publication AS p
        JOIN cas.layer_version AS v ON v.id = p.layer_version_id
        JOIN cas.layer AS l ON l.slug = p.layer_slug
       WHERE CASE WHEN :publications::integer[] IS NULL
                  THEN p.effective @> :valid_on::date
                       AND (:known_at::timestamptz IS NULL OR p.known_at <= :known_at::timestamptz)
                  ELSE p.id = ANY (:publications::integer[])
             END
       ORDER BY p.layer_slug, p.known_at DESC, p.id DESC
  ) AS counting ON true;

-- Purpose: for each layer the publication in force on a city day as we knew it at an instant, or those named, with the
--          accuracy and number of its version; and what tells whether another publication has been added since. Where none
--          counts there is one row with nothing else.
-- Binds:   valid_on the city day; known_at the instant, or null for now; publications ids, or null.
-- CRS:     none.
-- Index:   none: there are a few hundred publications in ten years.
SELECT known.newest, known.how_many, counting.*
  FROM (SELECT max(id) AS newest, count(*) AS how_many FROM cas.layer_publication) AS known
  LEFT JOIN (
      SELECT DISTINCT ON (p.layer_slug) p.layer_slug, p.id, p.layer_version_id, v.number, v.accuracy_ft, l.locator
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

-- Purpose: count words that no single sure place was found for; one row for words that are alike, with a few examples.
-- Binds: words_key; outcome; words (as they were said); now.
-- CRS: none.
-- Index: uq_locator_gap_words_key.
INSERT INTO cas.locator_gap AS g (words_key, outcome, times, examples, first_at, last_at)
VALUES (:words_key::text, :outcome::text, 1, ARRAY[:words::text], :now::timestamptz, :now::timestamptz)
ON CONFLICT (words_key) DO UPDATE
   SET outcome = excluded.outcome, times = g.times + 1, last_at = excluded.last_at,
       settled_at = NULL, settled_by = NULL,
       examples = CASE WHEN :words::text = ANY (g.examples) OR cardinality(g.examples) >= 5
                       THEN g.examples ELSE g.examples || :words::text END;

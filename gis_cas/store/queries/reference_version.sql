-- Purpose: one text that changes whenever a row of the city, its directory, services or rules is written: the number of rows
--          and the sum of the transactions that wrote them (which only ever grows for the same number of rows).
-- Binds:   none.
-- CRS:     none.
-- Index:   none: about a hundred rows in all, read from memory.
SELECT concat_ws(' ',
           (SELECT count(*) || '.' || sum(xmin::text::bigint) FROM cas.city_settings),
           (SELECT count(*) || '.' || sum(xmin::text::bigint) FROM cas.department),
           (SELECT count(*) || '.' || sum(xmin::text::bigint) FROM cas.agency),
           (SELECT count(*) || '.' || sum(xmin::text::bigint) FROM cas.service),
           (SELECT count(*) || '.' || sum(xmin::text::bigint) FROM cas.responsibility_rule)) AS version;

-- Purpose: which state of the locator's tables is in force; 0 before anything was published.
-- Binds: none.
-- CRS: none.
-- Index: the primary key of cas.locator_version.
SELECT coalesce(max(id), 0) AS version FROM cas.locator_version;

-- Purpose: history is appended, never rewritten. Statement trigger for UPDATE, DELETE and TRUNCATE, whoever asks.
-- Binds: none. CRS: none. Index: none.
CREATE FUNCTION cas.refuse_change_v1() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on %.% is refused: its rows are history and are only ever added to.',
        TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

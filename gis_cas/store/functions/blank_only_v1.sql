-- Purpose: what people said and where they are may be blanked by a lawful disposition, never rewritten.
-- Row trigger for UPDATE.
-- Binds: the trigger's arguments name the columns that may be emptied (text to '' or null, json to []).
-- CRS: none, geometry is only emptied. Index: none.
CREATE FUNCTION cas.blank_only_v1() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb := to_jsonb(NEW);
    field text;
BEGIN
    IF OLD.erased_at IS NOT NULL AND NEW.erased_at IS DISTINCT FROM OLD.erased_at OR NEW.erased_at IS NULL THEN
        RAISE EXCEPTION 'Blanking %.% sets erased_at, once.', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    FOR field IN SELECT jsonb_object_keys(was) LOOP
        CONTINUE WHEN field = 'erased_at' OR becomes -> field = was -> field;
        IF NOT field = ANY (TG_ARGV) OR becomes -> field NOT IN ('null', '""', '[]') THEN
            RAISE EXCEPTION '%.%.% may be blanked, not changed.', TG_TABLE_SCHEMA, TG_TABLE_NAME, field
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;

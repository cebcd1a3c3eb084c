-- Purpose: a file stays with its request, its sender and its hour; its name, hashes and release may only be blanked by a lawful
-- disposition, once, and what was blanked stays blank. Row trigger for UPDATE on cas.attachment.
-- Binds: none. CRS: none. Index: none.
CREATE FUNCTION cas.keep_attachment_v1() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL THEN
        RAISE EXCEPTION 'Attachment % was blanked at %; nothing about it changes any more.', OLD.id, OLD.erased_at
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.request_id, NEW.added_at, NEW.actor) IS DISTINCT FROM
       (OLD.id, OLD.request_id, OLD.added_at, OLD.actor) THEN
        RAISE EXCEPTION 'An attachment stays with its request, its sender and its hour.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.erased_at IS NULL AND (NEW.name, NEW.received_sha256) IS DISTINCT FROM (OLD.name, OLD.received_sha256)
       OR NEW.erased_at IS NOT NULL AND (NEW.name <> '' OR num_nonnulls(NEW.received_sha256, NEW.sha256, NEW.small_sha256,
                                                                       NEW.original_sha256, NEW.released_at) > 0) THEN
        RAISE EXCEPTION 'An attachment may be blanked together with erased_at, not renamed.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

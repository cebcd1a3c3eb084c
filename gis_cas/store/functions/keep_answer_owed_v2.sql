-- Purpose: a clock never restarts (R24), an answer given stays given, and what is owed no longer is never owed again by the same
-- row. Row trigger for UPDATE on cas.answer_owed.
-- Binds: none. CRS: none. Index: none.
CREATE FUNCTION cas.keep_answer_owed_v2() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.request_id, NEW.requester_id, NEW.kind, NEW.part_id) IS DISTINCT FROM
       (OLD.id, OLD.request_id, OLD.requester_id, OLD.kind, OLD.part_id) THEN
        RAISE EXCEPTION 'An answer owed stays owed to the same person for the same request.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.starts_at, NEW.due_at) IS DISTINCT FROM (OLD.starts_at, OLD.due_at) THEN
        RAISE EXCEPTION 'The clock of an answer owed cannot be moved: it started at % and runs out at %.',
            OLD.starts_at, OLD.due_at
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.answered_at IS NOT NULL AND
       (NEW.answered_at, NEW.answer_event_id) IS DISTINCT FROM (OLD.answered_at, OLD.answer_event_id) THEN
        RAISE EXCEPTION 'This answer was given at %; it cannot be given again or taken back.', OLD.answered_at
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.void_event_id IS NOT NULL AND
       (NEW.void_event_id, NEW.answered_at) IS DISTINCT FROM (OLD.void_event_id, OLD.answered_at) THEN
        RAISE EXCEPTION 'This answer is owed no longer; it can neither be given nor be owed again.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;

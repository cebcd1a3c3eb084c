-- Purpose: commit 2 of a request's life, in one statement. The row is locked and looked at here: whoever comes second finds
--          another decision than `replaces` (or another owner than `owner_before`) and writes nothing.
-- Binds:   number, now, actor, the place, the decision, the owner, the public values; replaces: the decision that an answer
--          replaces, null the first time; tell: whether somebody is told; trace_id: for the jobs' log lines.
-- CRS:     place.geom 4326, geom_ft the city's (srid_ft); published geom 4326 and 3857.
-- Index:   uq_service_request_number; procrastinate_jobs_queueing_lock_idx_v1; pk_request.
--
-- The request is found by `(SELECT number FROM given)`, not by joining to it, and `IS TRUE` keeps the index of open requests
-- out: a plan made while a city has no requests would otherwise go through all that are open, and connections keep plans.
--
-- The commit does not wait for the disk: should the machine die in that half second, the whole of commit 2 is undone, the
-- job of commit 1 stands again, and the request is located anew to the same decision.
WITH given AS (
    SELECT :number::text AS number, :now::timestamptz AS now, :actor::text AS actor, :replaces::bigint AS replaces,
           :owner_before::text AS owner_before,
           :place_source::text AS place_source, :lon::float8 AS lon, :lat::float8 AS lat,
           :x_ft::float8 AS x_ft, :y_ft::float8 AS y_ft, :srid_ft::int AS srid_ft, :radius_ft::float8 AS radius_ft,
           :label::text AS label, :match_type::text AS match_type, :segment_key::text AS segment_key,
           :address_key::text AS address_key, :candidate_places::jsonb AS candidate_places,
           :decision_kind::text AS decision_kind, :decision_owner::jsonb AS decision_owner, :certain::bool AS certain,
           :proposed::bool AS proposed, :reason::text AS reason, :rule_id::text AS rule_id, :question::jsonb AS question,
           :candidates::jsonb AS candidates, :trace::jsonb AS trace, :inputs::jsonb AS inputs, :ruleset_id::text AS ruleset_id,
           :publications::jsonb AS publications, :locator_version::int AS locator_version,
           :algorithm_version::text AS algorithm_version, :beside::jsonb AS beside, :answers::jsonb AS answers, :facts::jsonb AS facts,
           :owner_type::text AS owner_type, :owner_slug::text AS owner_slug, :owner_name::text AS owner_name,
           :owner_address::text AS owner_address, :owner_phone::text AS owner_phone,
           :owner_verified_on::text AS owner_verified_on,
           :public_lon::float8 AS public_lon, :public_lat::float8 AS public_lat, :public_precision::text AS public_precision,
           :public_label::text AS public_label, :public_reason::text AS public_reason, :public_facts::jsonb AS public_facts,
           :tell::bool AS tell, :trace_id::text AS trace_id
), held AS (
    SELECT r.id FROM cas.service_request r, given g
     WHERE r.number = (SELECT number FROM given) AND r.decision_id IS NOT DISTINCT FROM g.replaces
       AND (r.status = 'open') IS TRUE AND r.owner_slug = g.owner_before
       FOR UPDATE OF r
), new_place AS (
    INSERT INTO cas.place (source, geom, geom_ft, radius_ft, label, match_type, segment_key, address_key, candidates)
    SELECT place_source, ST_SetSRID(ST_MakePoint(lon, lat), 4326), ST_SetSRID(ST_MakePoint(x_ft, y_ft), srid_ft),
           radius_ft, label, match_type, segment_key, address_key, candidate_places
      FROM given, held WHERE place_source IS NOT NULL
    RETURNING id
), new_decision AS (
    INSERT INTO cas.decision (
           request_id, at, kind, owner, certain, proposed, reason, rule_id, question, candidates, trace, inputs,
           ruleset_id, publications, locator_version, algorithm_version, beside, place_id)
    SELECT h.id, g.now, g.decision_kind, g.decision_owner, g.certain, g.proposed, g.reason, g.rule_id, g.question,
           g.candidates, g.trace, g.inputs, g.ruleset_id, g.publications, g.locator_version, g.algorithm_version, g.beside,
           (SELECT id FROM new_place)
      FROM given g, held h
    RETURNING id
), new_event AS (
    INSERT INTO cas.event (request_id, at, actor, kind, facts)
    SELECT h.id, g.now, g.actor, 'located', g.facts || jsonb_build_object('decision_id', d.id)
      FROM given g, held h, new_decision d
    RETURNING id
), row_changed AS (
    UPDATE cas.service_request r
       SET place_id = (SELECT id FROM new_place), decision_id = d.id, located_at = g.now, owner_type = g.owner_type,
           owner_slug = g.owner_slug, proposed = g.proposed, answers = r.answers || g.answers, updated_at = g.now
      FROM given g, held h, new_decision d
     WHERE r.id = h.id
), no_longer_wanted AS (
    DELETE FROM procrastinate_jobs j USING given g, held h
     WHERE j.queueing_lock = g.number AND j.status = 'todo'
), to_tell AS (
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
               'messages', 'notify', 0, NULL, NULL, jsonb_strip_nulls(jsonb_build_object('event_id', e.id, 'trace_id', g.trace_id)), NULL
           )::procrastinate_job_to_defer_v1]) AS ids
      FROM given g, new_event e WHERE g.tell
), projected AS (
    UPDATE published.request p
       SET located = true, updated_at = g.now, decision_kind = g.decision_kind, owner_type = g.owner_type,
           owner_slug = g.owner_slug, owner_name = g.owner_name, owner_address = g.owner_address,
           owner_phone = g.owner_phone, owner_verified_on = g.owner_verified_on, reason = g.public_reason,
           place_label = g.public_label, place_precision = g.public_precision,
           geom = ST_SetSRID(ST_MakePoint(g.public_lon, g.public_lat), 4326),
           geom_web = ST_Transform(ST_SetSRID(ST_MakePoint(g.public_lon, g.public_lat), 4326), 3857)
      FROM given g, held h
     WHERE p.number = (SELECT number FROM given)
), new_public_event AS (
    INSERT INTO published.request_event (id, number, at, kind, facts)
    SELECT e.id, g.number, g.now, 'located', g.public_facts FROM given g, new_event e
)
SELECT (SELECT id FROM new_decision) AS decision_id, (SELECT id FROM new_event) AS event_id,
       (SELECT ids FROM to_tell) AS job_ids, set_config('synchronous_commit', 'off', true) AS waits;

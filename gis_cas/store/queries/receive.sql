-- Purpose: commit 1 of a request's life, in one statement: everything said, the number, the clock, the first answer owed,
--          the idempotency key, the job that locates it should nobody come back, and the public projection.
--          A key that is on file writes nothing and answers with the standing request instead.
-- Binds:   number, client, key, body_hash, expires_at, now, trace_id, and the request's own values; positions as lon/lat and x_ft/y_ft.
-- CRS:     place.geom EPSG:4326; place.geom_ft the city's (srid_ft), computed by the caller; nothing is transformed here.
-- Index:   pk_idempotency; uq_service_request_number.
WITH given AS (
    SELECT :number::text AS number, :client::text AS client, :key::text AS key, :body_hash::text AS body_hash,
           :expires_at::timestamptz AS expires_at, :now::timestamptz AS now,
           :service_code::text AS service_code, :kind::text AS kind, :channel::text AS channel, :facility::text AS facility,
           :seat::text AS seat,
           :received_at::timestamptz AS received_at, :received_on::date AS received_on, :due_at::timestamptz AS due_at,
           :description::text AS description, :language::text AS language, :answers::jsonb AS answers,
           :person_name::text AS person_name, :person_address::text AS person_address,
           :person_phone::text AS person_phone, :person_email::text AS person_email,
           :place_source::text AS place_source, :stated_words::text AS stated_words,
           :stated_address_key::text AS stated_address_key, :radius_ft::float8 AS radius_ft,
           :lon::float8 AS lon, :lat::float8 AS lat, :x_ft::float8 AS x_ft, :y_ft::float8 AS y_ft, :srid_ft::int AS srid_ft,
           :queue_slug::text AS queue_slug, :queue_name::text AS queue_name, :queue_address::text AS queue_address,
           :queue_phone::text AS queue_phone, :service_name::text AS service_name, :group_name::text AS group_name,
           :long_running::bool AS long_running, :actor::text AS actor, :demo::bool AS demo, :trace_id::text AS trace_id
), expired AS (
    DELETE FROM cas.idempotency i USING given g
     WHERE i.client = g.client AND i.key = g.key AND i.expires_at <= g.now
    RETURNING i.key
), standing AS (
    SELECT i.body_hash, r.id, r.number, r.received_at, r.located_at, r.decision_id
      FROM given g
      JOIN cas.idempotency i ON i.client = g.client AND i.key = g.key AND i.expires_at > g.now
      JOIN cas.service_request r ON r.id = i.request_id
), fresh AS (
    SELECT g.* FROM given g WHERE NOT EXISTS (SELECT FROM standing)
), new_person AS (
    INSERT INTO cas.person (name, address, phone, email, language)
    SELECT person_name, person_address, person_phone, person_email, language FROM fresh
    RETURNING id
), new_text AS (
    INSERT INTO cas.text_body (body, language) SELECT description, language FROM fresh
    RETURNING id
), new_place AS (
    INSERT INTO cas.place (source, stated_words, stated_address_key, geom, geom_ft, radius_ft)
    SELECT place_source, stated_words, stated_address_key,
           ST_SetSRID(ST_MakePoint(lon, lat), 4326), ST_SetSRID(ST_MakePoint(x_ft, y_ft), srid_ft), radius_ft
      FROM fresh WHERE place_source IS NOT NULL
    RETURNING id
), new_request AS (
    INSERT INTO cas.service_request (
           number, service_code, kind, channel, facility, seat, received_at, received_on, entered_at, description_id,
           stated_place_id, answers, owner_type, owner_slug, status, long_running, updated_at)
    SELECT f.number, f.service_code, f.kind, f.channel, f.facility, f.seat, f.received_at, f.received_on, f.now, t.id,
           (SELECT id FROM new_place), f.answers, 'queue', f.queue_slug, 'open', f.long_running, f.now
      FROM fresh f, new_text t
    RETURNING id
), new_requester AS (
    INSERT INTO cas.requester (request_id, person_id, role, since)
    SELECT r.id, p.id, 'requester', f.received_at FROM fresh f, new_request r, new_person p
    RETURNING id
), new_owed AS (
    INSERT INTO cas.answer_owed (request_id, requester_id, kind, starts_at, due_at)
    SELECT r.id, q.id, 'first', f.received_at, f.due_at FROM fresh f, new_request r, new_requester q
), new_event AS (
    INSERT INTO cas.event (request_id, at, actor, kind, facts, text_id)
    SELECT r.id, f.now, f.actor, 'received',
           jsonb_build_object('channel', f.channel, 'service_code', f.service_code, 'due_at', f.due_at), t.id
      FROM fresh f, new_request r, new_text t
    RETURNING id
), new_key AS (
    INSERT INTO cas.idempotency (client, key, body_hash, request_id, expires_at)
    SELECT f.client, f.key, f.body_hash, r.id, f.expires_at FROM fresh f, new_request r
     WHERE f.key IS NOT NULL AND (SELECT count(*) FROM expired) >= 0
), new_job AS (
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
               'requests', 'locate', 10, NULL, f.number, jsonb_strip_nulls(jsonb_build_object('number', f.number, 'trace_id', f.trace_id)),
               f.now + interval '10 seconds'
           )::procrastinate_job_to_defer_v1]) AS ids
      FROM fresh f, new_request r
), new_projection AS (
    INSERT INTO published.request (
           number, service_code, service_name, group_name, status, received_at, updated_at, due_at, located,
           owner_type, owner_slug, owner_name, owner_address, owner_phone, place_precision, demo)
    SELECT f.number, f.service_code, f.service_name, f.group_name, 'open', f.received_at, f.now, f.due_at, false,
           'queue', f.queue_slug, f.queue_name, f.queue_address, f.queue_phone, 'none', f.demo
      FROM fresh f
), new_public_event AS (
    INSERT INTO published.request_event (id, number, at, kind, facts)
    SELECT e.id, f.number, f.now, 'received', jsonb_build_object('channel', f.channel, 'due_at', f.due_at)
      FROM fresh f, new_event e
)
SELECT (SELECT id FROM new_request) AS id,
       (SELECT id FROM new_place) AS stated_place_id,
       (SELECT id FROM new_event) AS event_id,
       (SELECT ids FROM new_job) AS job_ids,
       s.body_hash AS standing_body_hash, s.number AS standing_number, s.received_at AS standing_received_at,
       s.located_at AS standing_located_at, s.decision_id AS standing_decision_id,
       (SELECT due_at FROM cas.answer_owed o WHERE o.request_id = s.id AND o.kind = 'first' ORDER BY id LIMIT 1)
           AS standing_due_at
  FROM given g LEFT JOIN standing s ON true;

-- Purpose: bring the public row of a request up to its private one after a verb, and show the event that did it.
--          Positions and reasons are written where they are decided (store_decision.sql) and left alone here, except that a
--          reason and snapshot of one owner is not kept for another.
-- Binds:   request_id, event_id, kind, at, facts (public ones only), released_text (null: leave what was released; about
--          a part it is added to what was).
-- CRS:     none.
-- Index:   pk_service_request, ix_answer_owed_request_id, ix_request_part_request_id, pk_request.
WITH given AS (
    SELECT :request_id::bigint AS request_id, :event_id::bigint AS event_id, :kind::text AS kind, :at::timestamptz AS at,
           :facts::jsonb AS facts, :released_text::text AS released_text
), row_now AS (
    SELECT r.*, d.name || CASE WHEN d.slug = r.owner_slug THEN '' ELSE ': inspector' END AS department_name,
           d.address AS department_address, d.phone AS department_phone,
           a.name AS agency_name, a.address AS agency_address, a.phone AS agency_phone, a.verified_on AS agency_verified_on,
           (SELECT min(o.due_at) FROM cas.answer_owed o
             WHERE o.request_id = r.id AND o.answered_at IS NULL AND o.void_event_id IS NULL) AS next_due_at,
           (SELECT CASE WHEN bool_and(o.answered_at IS NOT NULL) THEN max(o.answered_at) END FROM cas.answer_owed o
             WHERE o.request_id = r.id AND o.kind = 'first') AS first_answered_at,
           (SELECT coalesce(jsonb_agg(jsonb_build_object('type', s.owner_type, 'slug', s.owner_slug, 'name', s.owner_name,
                        'address', s.owner_address, 'phone', s.owner_phone, 'state', s.state) ORDER BY s.id), '[]')
              FROM cas.request_part s WHERE s.request_id = r.id AND s.state <> 'dropped') AS parts
      FROM given g
      JOIN cas.service_request r ON r.id = g.request_id
      LEFT JOIN cas.department d
        ON d.slug = regexp_replace(r.owner_slug, '-inspector$', '') AND r.owner_type IN ('department', 'queue')
      LEFT JOIN cas.agency a ON a.slug = r.owner_slug AND r.owner_type = 'agency'
), shown AS (
    SELECT p.number, p.owner_type = r.owner_type AND p.owner_slug = r.owner_slug AS same_owner
      FROM row_now r JOIN published.request p ON p.number = r.number
), row_shown AS (
    UPDATE published.request p
       SET status = r.status, updated_at = g.at, closed_at = r.closed_at, due_at = r.next_due_at,
           first_answered_at = r.first_answered_at, owner_type = r.owner_type, owner_slug = r.owner_slug,
           owner_name = CASE WHEN s.same_owner THEN p.owner_name
                             ELSE coalesce(r.department_name, r.agency_name, r.owner_slug) END,
           owner_address = CASE WHEN s.same_owner THEN p.owner_address
                                ELSE coalesce(r.department_address, r.agency_address) END,
           owner_phone = CASE WHEN s.same_owner THEN p.owner_phone
                              ELSE coalesce(r.department_phone, r.agency_phone) END,
           owner_verified_on = CASE WHEN s.same_owner THEN p.owner_verified_on ELSE r.agency_verified_on::text END,
           decision_kind = CASE WHEN s.same_owner THEN p.decision_kind
                                WHEN r.owner_type = 'department' THEN 'assigned'
                                WHEN r.owner_type = 'agency' THEN 'referred' ELSE 'review' END,
           reason = CASE WHEN s.same_owner THEN p.reason ELSE 'Set by our staff.' END,
           released_text = CASE WHEN g.released_text IS NULL THEN p.released_text
                                WHEN g.facts ? 'part' THEN concat_ws(E'\n\n', p.released_text, g.released_text)
                                ELSE g.released_text END,
           parts = r.parts
      FROM given g, row_now r, shown s
     WHERE p.number = r.number
), event_shown AS (
    INSERT INTO published.request_event (id, number, at, kind, facts)
    SELECT g.event_id, r.number, g.at, g.kind, g.facts FROM given g, row_now r
)
SELECT next_due_at FROM row_now;

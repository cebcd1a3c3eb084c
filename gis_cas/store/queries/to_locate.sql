-- Purpose: what was said about a request's place (or corrected in it since, or where the photo was taken that its sender said
--          is right), its present decision and owner, and whether a person put it there: all that locating it needs. The
--          source is the address where its sender said that the typed address is right, and not the pin.
-- Binds:   number.
-- CRS:     positions as longitude, latitude in EPSG:4326.
-- Index:   uq_service_request_number; ix_event_request_id; primary keys.
SELECT r.id, r.number, r.service_code, r.channel, r.received_at, r.located_at, r.decision_id, r.status, r.answers,
       r.owner_type, r.owner_slug,
       EXISTS (SELECT FROM cas.event e
                WHERE e.request_id = r.id AND e.kind IN ('reassigned', 'released', 'not_ours', 'wrong_place')) AS by_hand,
       d.kind AS decision_kind, d.question, d.inputs AS decision_inputs,
       CASE WHEN r.corrected_place_id IS NULL AND s.stated_words IS NOT NULL AND r.answers->>'which_place' = 'address'
            THEN 'address' ELSE s.source END AS place_source, s.stated_words, s.stated_address_key, s.radius_ft,
       ST_X(s.geom) AS lon, ST_Y(s.geom) AS lat, ST_X(f.geom) AS photo_lon, ST_Y(f.geom) AS photo_lat,
       p.name AS person_name, p.address AS person_address, p.phone AS person_phone, p.email AS person_email,
       p.language AS person_language
  FROM cas.service_request r
  LEFT JOIN cas.place s ON s.id = coalesce(r.corrected_place_id, r.stated_place_id)
  LEFT JOIN cas.decision d ON d.id = r.decision_id
  LEFT JOIN cas.photo_answer w ON w.request_id = r.id AND w.answer = 'photo' AND r.corrected_place_id IS NULL
  LEFT JOIN cas.photo_evidence f ON f.attachment_id = w.attachment_id
  LEFT JOIN LATERAL (
       SELECT p.* FROM cas.requester q JOIN cas.person p ON p.id = q.person_id
        WHERE q.request_id = r.id ORDER BY q.id LIMIT 1) p ON true
 WHERE r.number = :number::text;

-- Purpose: the open requests whose decision may differ between two versions of one layer, with all that deciding them again
--          needs: those whose error disc (radius and layer accuracy) reaches ground on which the two versions differ, and those
--          whose address names a street segment that changed. `in_hand`: a person has begun with it.
--          An area that only moved its border changed in the symmetric difference; one that changed in any other way, came or
--          went, changed everywhere it was or is. Where the accuracy differs every feature counts as changed.
-- Binds:   before and after, the versions; everything: ask of every open request instead; most_vertices of a piece of ground;
--          road_reach_ft how far a road may lie from what must be on one; search_cap_ft the largest radius that is looked up;
--          srid_ft; untouched the kinds of events that are nobody's work.
-- CRS:     feet of the city's CRS (srid_ft); candidates of doubtful words lie in EPSG:4326 and are transformed.
-- Index:   uq_layer_feature_layer_version_id_feature_key, ix_place_geom_ft, ix_place_segment_key, ix_place_several,
--          ix_service_request_open_place.
WITH told AS MATERIALIZED (
    SELECT max(accuracy_ft) AS accuracy_ft, min(accuracy_ft) = max(accuracy_ft) AS as_exact
      FROM cas.layer_version WHERE id IN (:before::integer, :after::integer)
), changed AS MATERIALIZED (
    SELECT feature_key, told.accuracy_ft, o.geom_ft AS old_ft, n.geom_ft AS new_ft,
           coalesce(ST_Dimension(o.geom_ft), ST_Dimension(n.geom_ft)) = 1 AS line,
           greatest(o.half_width_left_ft, o.half_width_right_ft, n.half_width_left_ft, n.half_width_right_ft, 0) AS half_ft,
           told.as_exact AND ST_Dimension(o.geom_ft) = 2
               AND (o.name, o.owner, o.attributes) IS NOT DISTINCT FROM (n.name, n.owner, n.attributes) AS border_only
      FROM (SELECT * FROM cas.layer_feature WHERE layer_version_id = :before::integer) AS o
      FULL JOIN (SELECT * FROM cas.layer_feature WHERE layer_version_id = :after::integer) AS n USING (feature_key)
     CROSS JOIN told
     WHERE NOT :everything::boolean
       AND (NOT told.as_exact OR o.id IS NULL OR n.id IS NULL OR NOT o.geom_ft = n.geom_ft
            OR (o.name, o.owner, o.attributes, o.half_width_left_ft, o.half_width_right_ft)
               IS DISTINCT FROM (n.name, n.owner, n.attributes, n.half_width_left_ft, n.half_width_right_ft))
), ground AS MATERIALIZED (
    SELECT piece.geom, c.line, c.half_ft, c.accuracy_ft
      FROM changed AS c
     CROSS JOIN LATERAL unnest(CASE WHEN c.border_only THEN ARRAY[ST_SymDifference(c.old_ft, c.new_ft)]
                                    ELSE ARRAY[c.old_ft, c.new_ft] END) AS whole (geom)
     CROSS JOIN LATERAL ST_Subdivide(whole.geom, :most_vertices::integer) AS piece (geom)
), candidate AS (
    SELECT p.id, least((c ->> 'radius_ft')::float8, :search_cap_ft::float8) AS radius_ft, c ->> 'segment_key' AS segment_key,
           ST_Transform(ST_SetSRID(ST_MakePoint((c ->> 'lon')::float8, (c ->> 'lat')::float8), 4326), :srid_ft::integer) AS geom
      FROM cas.place AS p CROSS JOIN LATERAL jsonb_array_elements(p.candidates) AS c
     WHERE p.geom_ft IS NULL AND p.candidates <> '[]'
), touched AS (
    SELECT p.id
      FROM ground AS g
      JOIN cas.place AS p
        ON p.geom_ft && ST_Expand(g.geom, CASE WHEN g.line
               THEN greatest(:road_reach_ft::float8, g.half_ft) + g.accuracy_ft + :search_cap_ft::float8
               ELSE g.accuracy_ft + :search_cap_ft::float8 END)
       AND ST_DWithin(p.geom_ft, g.geom, CASE WHEN g.line
               THEN greatest(:road_reach_ft::float8, g.half_ft) + g.accuracy_ft + least(p.radius_ft, :search_cap_ft::float8)
               ELSE g.accuracy_ft + least(p.radius_ft, :search_cap_ft::float8) END)
    UNION
    SELECT c.id
      FROM ground AS g
      JOIN candidate AS c ON ST_DWithin(c.geom, g.geom, 1 + CASE WHEN g.line
               THEN greatest(:road_reach_ft::float8, g.half_ft) + g.accuracy_ft + c.radius_ft
               ELSE g.accuracy_ft + c.radius_ft END)
    UNION
    SELECT p.id FROM changed AS c JOIN cas.place AS p ON p.segment_key = c.feature_key WHERE c.line
    UNION
    SELECT p.id FROM changed AS c JOIN candidate AS p ON p.segment_key = c.feature_key WHERE c.line
    UNION
    SELECT r.place_id FROM cas.service_request AS r WHERE :everything::boolean AND r.status = 'open'
)
SELECT r.number, r.service_code, r.channel, r.answers, r.owner_type, r.owner_slug, r.proposed, r.decision_id,
       d.owner AS decided_owner, d.beside, d.inputs, d.locator_version,
       p.source, ST_X(p.geom) AS lon, ST_Y(p.geom) AS lat, p.radius_ft, p.label, p.match_type, p.segment_key, p.address_key,
       p.candidates,
       who.name AS person_name, who.address AS person_address, who.phone AS person_phone, who.email AS person_email,
       who.language AS person_language,
       r.resolved_at IS NOT NULL OR EXISTS (
           SELECT FROM cas.event AS e WHERE e.request_id = r.id AND e.kind <> ALL (:untouched::text[])) AS in_hand
  FROM touched AS t
  JOIN cas.service_request AS r ON r.place_id = t.id AND r.status = 'open'
  JOIN cas.decision AS d ON d.id = r.decision_id
  JOIN cas.place AS p ON p.id = r.place_id AND p.erased_at IS NULL
  LEFT JOIN LATERAL (
       SELECT w.* FROM cas.requester AS q JOIN cas.person AS w ON w.id = q.person_id
        WHERE q.request_id = r.id ORDER BY q.id LIMIT 1) AS who ON true
 ORDER BY r.number;

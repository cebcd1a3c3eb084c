-- Purpose: the stretches of boundary on which decisions of a period turned out wrong, with how many were decided beside each.
--          A decision is beside a stretch when its place lies within near_ft of it, or when it was corrected there.
-- Binds:   from_at, until_at the period of the decisions, the second instant no longer in it; service_code, or null for all;
--          near_ft; west_ft, south_ft, east_ft, north_ft a box, or nulls; srid_ft; by_rate: the highest rate first, else
--          the most; how_many, skip.
-- CRS:     feet of the city's CRS (srid_ft); outlines come as GeoJSON in feet.
-- Index:   ix_decision_at, ix_correction_stretch_id; beside each stretch ix_place_geom_ft, ix_decision_place_id.
WITH wrong AS MATERIALIZED (
    SELECT c.stretch_id, count(DISTINCT c.decision_id) AS corrected, array_agg(DISTINCT c.decision_id) AS decision_ids,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY c.distance_ft) AS median_ft
      FROM cas.decision AS d JOIN cas.correction AS c ON c.decision_id = d.id
     WHERE d.at >= :from_at::timestamptz AND d.at < :until_at::timestamptz
       AND c.misrouted AND c.kind = 'owner' AND c.stretch_id IS NOT NULL
       AND (:service_code::text IS NULL OR c.service_code = :service_code::text)
     GROUP BY c.stretch_id
), rated AS (
    SELECT s.id, l.title AS layer, s.line, s.name, s.other_name, s.street, wrong.corrected, beside.decisions, wrong.median_ft,
           s.geom_ft
      FROM wrong JOIN cas.boundary_stretch AS s ON s.id = wrong.stretch_id JOIN cas.layer AS l ON l.slug = s.layer_slug
     CROSS JOIN LATERAL (
           SELECT count(*) AS decisions FROM (
               SELECT d.id
                 FROM cas.place AS p
                 JOIN cas.decision AS d ON d.place_id = p.id
                 JOIN cas.service_request AS r ON r.id = d.request_id
                WHERE p.geom_ft && ST_Expand(s.geom_ft, :near_ft::float8) AND ST_DWithin(p.geom_ft, s.geom_ft, :near_ft::float8)
                  AND d.at >= :from_at::timestamptz AND d.at < :until_at::timestamptz AND d.owner IS NOT NULL
                  AND (:service_code::text IS NULL OR r.service_code = :service_code::text)
                UNION SELECT unnest(wrong.decision_ids)) AS one) AS beside
     WHERE :west_ft::float8 IS NULL OR s.geom_ft && ST_MakeEnvelope(
               :west_ft::float8, :south_ft::float8, :east_ft::float8, :north_ft::float8, :srid_ft::integer)
)
SELECT id, layer, line, name, other_name, street, corrected, decisions, median_ft, ST_AsGeoJSON(geom_ft, 2, 0) AS outline
  FROM rated
 ORDER BY CASE WHEN :by_rate::boolean THEN corrected::float8 / decisions END DESC, corrected DESC,
          corrected::float8 / decisions DESC, median_ft, id
 LIMIT :how_many::integer OFFSET :skip::integer;

-- Purpose: open requests in a box as one GeoJSON text: each by itself up to :most, above that one feature a grid cell.
-- Binds: west, south, east, north, cell_m (web metres); most; now, urgent_until, soon_until, long_past_before (instants);
--        groups, states (text arrays, empty = all).
-- CRS: the box, the grid and geom_web are EPSG:3857; coordinates in the answer are EPSG:4326, longitude first.
-- Index: ix_request_geom_web (GiST). Reads published.request only.
WITH hit AS MATERIALIZED (
    SELECT r.number, r.service_name, r.place_label, r.received_at, r.due_at, r.geom, r.geom_web, s.rank
      FROM published.request AS r
     CROSS JOIN LATERAL (
           SELECT CASE
                  WHEN r.due_at IS NULL AND r.owner_type = 'agency' THEN 7
                  WHEN r.due_at IS NULL THEN 6
                  WHEN r.due_at < :long_past_before THEN 1
                  WHEN r.due_at < :now THEN 2
                  WHEN r.due_at < :urgent_until THEN 3
                  WHEN r.due_at <= :soon_until THEN 4
                  ELSE 5 END AS rank
           ) AS s
     WHERE r.status = 'open'
       AND r.geom_web && ST_MakeEnvelope(:west, :south, :east, :north, 3857)
       AND (cardinality(:groups::text[]) = 0 OR r.group_name = ANY (:groups::text[]))
),
chosen AS MATERIALIZED (
    SELECT h.*, n.state
      FROM hit AS h
      JOIN (VALUES (1, 'long_past'), (2, 'past'), (3, 'urgent'), (4, 'soon'), (5, 'fresh'), (6, 'answered'), (7, 'referred'))
           AS n (rank, state) USING (rank)
     WHERE cardinality(:states::text[]) = 0 OR n.state = ANY (:states::text[])
),
total AS (SELECT count(*) AS n FROM chosen),
cell AS (
    SELECT count(*) AS n, min(c.rank) AS rank, avg(ST_X(c.geom)) AS lon, avg(ST_Y(c.geom)) AS lat, min(c.number) AS number
      FROM chosen AS c
     WHERE (SELECT n FROM total) > :most
     GROUP BY floor(ST_X(c.geom_web) / :cell_m), floor(ST_Y(c.geom_web) / :cell_m)
),
feature AS (
    SELECT c.rank AS worst_first, c.number,
           json_build_object(
               'type', 'Feature', 'id', c.number,
               'geometry', json_build_object('type', 'Point', 'coordinates', json_build_array(
                   round(ST_X(c.geom)::numeric, 6), round(ST_Y(c.geom)::numeric, 6))),
               'properties', json_build_object(
                   'number', c.number, 'state', c.state, 'service', c.service_name, 'label', c.place_label,
                   'due_in_hours', trunc(extract(epoch FROM c.due_at - :now) / 3600)::int,
                   'due_in_days', trunc(extract(epoch FROM c.due_at - :now) / 86400)::int,
                   'age_days', trunc(extract(epoch FROM :now - c.received_at) / 86400)::int)) AS body
      FROM chosen AS c
     WHERE (SELECT n FROM total) <= :most
        OR c.number IN (SELECT cell.number FROM cell WHERE cell.n = 1)
     UNION ALL
    SELECT cell.rank, cell.number,
           json_build_object(
               'type', 'Feature',
               'geometry', json_build_object('type', 'Point', 'coordinates', json_build_array(
                   round(cell.lon::numeric, 6), round(cell.lat::numeric, 6))),
               'properties', json_build_object('count', cell.n, 'worst', n.state))
      FROM cell
      JOIN (VALUES (1, 'long_past'), (2, 'past'), (3, 'urgent'), (4, 'soon'), (5, 'fresh'), (6, 'answered'), (7, 'referred'))
           AS n (rank, state) USING (rank)
     WHERE cell.n > 1
)
SELECT '{"type":"FeatureCollection","total":' || (SELECT n FROM total)
       || ',"clustered":' || (SELECT (n > :most)::text FROM total)
       || ',"features":[' || coalesce((SELECT string_agg(f.body::text, ',' ORDER BY f.worst_first DESC, f.number) FROM feature AS f), '')
       || ']}' AS document

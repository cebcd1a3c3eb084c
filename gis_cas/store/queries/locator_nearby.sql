-- Purpose: what lies nearest to a position: address points, an intersection, a street.
-- Binds: x_ft, y_ft, srid_ft (the city's CRS); reach_ft; how_many (address points).
-- CRS: measured in the city's CRS, feet; lon, lat in EPSG:4326 (of a street: its nearest point).
-- Index: ix_locator_address_geom_ft in the order of distance, however close the points lie; none for intersections (few thousand rows are scanned), ix_locator_street_geom_ft.
WITH here AS (
    SELECT ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer) AS spot
)
(SELECT (SELECT max(id) FROM cas.locator_version) AS version, 'address' AS kind, a.address_key AS key, a.number || ' ' || a.street AS name, a.unit, a.zip, a.postal_city,
        a.segment_key, ST_X(a.geom) AS lon, ST_Y(a.geom) AS lat, NULL::float8 AS x_ft, NULL::float8 AS y_ft, a.distance_ft
 FROM (
     SELECT n.*, n.geom_ft <-> (SELECT spot FROM here) AS distance_ft FROM cas.locator_address AS n
     WHERE n.until IS NULL ORDER BY n.geom_ft <-> (SELECT spot FROM here)
     FETCH FIRST (:how_many::integer) ROWS WITH TIES
 ) AS a
 WHERE a.distance_ft <= :reach_ft::float8
 ORDER BY a.distance_ft, a.address_key
 LIMIT :how_many::integer)
UNION ALL
(SELECT (SELECT max(id) FROM cas.locator_version), 'intersection', i.intersection_key, i.name, NULL, NULL, NULL, NULL, ST_X(i.geom), ST_Y(i.geom), NULL, NULL,
        ST_Distance(i.geom_ft, here.spot)
 FROM cas.locator_intersection AS i, here
 WHERE i.until IS NULL AND ST_DWithin(i.geom_ft, here.spot, :reach_ft::float8)
 ORDER BY ST_Distance(i.geom_ft, here.spot), i.intersection_key
 LIMIT 1)
UNION ALL
(SELECT (SELECT max(id) FROM cas.locator_version), 'street', s.segment_key, s.name, NULL, s.zip, NULL, s.segment_key, NULL, NULL,
        ST_X(ST_ClosestPoint(s.geom_ft, here.spot)), ST_Y(ST_ClosestPoint(s.geom_ft, here.spot)),
        ST_Distance(s.geom_ft, here.spot)
 FROM cas.locator_street AS s, here
 WHERE s.until IS NULL AND ST_DWithin(s.geom_ft, here.spot, :reach_ft::float8)
 ORDER BY s.geom_ft <-> here.spot, s.segment_key
 LIMIT 1);

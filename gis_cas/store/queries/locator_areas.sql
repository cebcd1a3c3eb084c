-- Purpose: the named areas of the routing layers in force that hold a spot: town, district, zone, park.
-- Binds: x_ft, y_ft, srid_ft (the city's CRS); valid_on (the city day).
-- CRS: the city's CRS, feet.
-- Index: ix_routing_piece_geom_ft_effective, pk_layer_feature.
SELECT DISTINCT p.layer_slug, f.name
FROM cas.routing_piece AS p
JOIN cas.layer_feature AS f ON f.id = p.feature_id
WHERE p.effective @> :valid_on::date
  AND ST_Dimension(p.geom_ft) = 2
  AND ST_Intersects(p.geom_ft, ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer))
  AND f.name IS NOT NULL
ORDER BY p.layer_slug, f.name;

-- Purpose: a place that somebody put right, as it was said: a row of its own beside the one that the requester stated.
-- Binds:   place_source, stated_words, stated_address_key, lon, lat, x_ft, y_ft, srid_ft, radius_ft.
-- CRS:     geom 4326, geom_ft the city's (srid_ft).
-- Index:   none; it only inserts.
INSERT INTO cas.place (source, stated_words, stated_address_key, geom, geom_ft, radius_ft)
VALUES (:place_source::text, :stated_words::text, :stated_address_key::text,
        ST_SetSRID(ST_MakePoint(:lon::float8, :lat::float8), 4326),
        ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer), :radius_ft::float8)
RETURNING id;

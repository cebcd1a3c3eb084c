-- Purpose: what an area and the areas of another layer near the spot have in common, and what of the area none of them holds,
--          as parts of the error disc. One row for each of those areas, and one without other_id for what is left: 0 where
--          nothing remains once its 0.03 ft rim is taken away, a thread between two drawings of one border.
-- Binds:   x_ft, y_ft, srid_ft the spot; ones, one_publications, other_publications and disc_radii_ft (feet) of what is
--          asked, in step; areas and area_publications of every area whose edge is near, in step.
-- CRS:     feet of the city's CRS (srid_ft) throughout; nothing is transformed.
-- Index:   ix_routing_piece_geom_ft_effective.
WITH asked AS MATERIALIZED (
    SELECT asked.*,
           -- So many corners that no chord lies more than 0.02 ft inside the circle.
           ST_Buffer(ST_SetSRID(ST_MakePoint(:x_ft::float8, :y_ft::float8), :srid_ft::integer), radius_ft,
                     8 + ceil(4 * sqrt(radius_ft))::integer) AS disc
      FROM unnest(:ones::bigint[], :one_publications::integer[], :other_publications::integer[], :disc_radii_ft::float8[])
           AS asked(one_id, one_publication, other_publication, radius_ft)
), own AS MATERIALIZED (
    SELECT asked.*, ST_Area(asked.disc) AS whole,
           (SELECT ST_Union(ST_Intersection(p.geom_ft, asked.disc)) FROM cas.routing_piece AS p
             WHERE p.geom_ft && asked.disc AND p.feature_id = asked.one_id AND p.publication_id = asked.one_publication) AS geom
      FROM asked
), common AS MATERIALIZED (
    SELECT own.one_id, own.other_publication, near.id AS other_id,
           ST_Union(ST_Intersection(p.geom_ft, own.geom)) AS geom
      FROM own
      JOIN unnest(:areas::bigint[], :area_publications::integer[]) AS near(id, publication_id)
        ON near.publication_id = own.other_publication
      JOIN cas.routing_piece AS p
        ON p.geom_ft && own.disc AND p.feature_id = near.id AND p.publication_id = near.publication_id
     GROUP BY own.one_id, own.other_publication, near.id
), remaining AS MATERIALIZED (
    SELECT own.one_id, own.other_publication, own.whole,
           ST_Difference(own.geom, (SELECT ST_Union(common.geom) FROM common
                                     WHERE common.one_id = own.one_id
                                       AND common.other_publication = own.other_publication)) AS geom
      FROM own
)
SELECT common.one_id, common.other_publication, common.other_id, ST_Area(common.geom) / own.whole AS part
  FROM common
  JOIN own USING (one_id, other_publication)
UNION ALL
SELECT one_id, other_publication, NULL,
       CASE WHEN ST_IsEmpty(ST_Buffer(geom, -0.03)) THEN 0 ELSE ST_Area(geom) / whole END
  FROM remaining;

-- Purpose: one vector tile of the basemap, a layer for each kind, unless the caller's copy (:known) is still right.
-- Binds: z, x, y (tile); known (version the caller holds, or ''); tolerance_m (what is smaller than a pixel may go).
-- CRS: EPSG:3857 stored and drawn; tile units 4096.
-- Index: ix_basemap_geom_web (GiST); the version is max(id) by the primary key, since publishing writes new rows.
WITH version AS (SELECT coalesce(max(id), 0)::text AS id FROM published.basemap),
tile AS (SELECT ST_TileEnvelope(:z, :x, :y) AS box),
shown AS (
    SELECT b.kind, b.name, b.rank,
           ST_AsMVTGeom(
               CASE WHEN ST_Dimension(b.geom_web) = 0 THEN b.geom_web ELSE ST_Simplify(b.geom_web, :tolerance_m, true) END,
               tile.box, 4096, 64, true) AS geom
      FROM published.basemap AS b, tile, version
     WHERE version.id <> :known
       AND b.geom_web && ST_Expand(tile.box, (ST_XMax(tile.box) - ST_XMin(tile.box)) / 64)
       AND (b.kind <> 'road' OR b.rank <= CASE WHEN :z < 11 THEN 2 WHEN :z < 12 THEN 3 ELSE 9 END)
       AND (ST_Dimension(b.geom_web) < 2 OR ST_Area(b.geom_web) > :tolerance_m * :tolerance_m)
),
layers AS (
    SELECT s.kind, ST_AsMVT(s, s.kind, 4096, 'geom') AS mvt
      FROM (SELECT kind, name, rank, geom FROM shown WHERE geom IS NOT NULL ORDER BY kind, rank DESC) AS s
     GROUP BY s.kind
)
SELECT version.id AS version, coalesce((SELECT string_agg(l.mvt, ''::bytea ORDER BY l.kind) FROM layers AS l), ''::bytea) AS tile
  FROM version

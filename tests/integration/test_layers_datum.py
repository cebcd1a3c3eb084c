"""The database and PROJ agree on where things are, once the datum operation is pinned in both."""

from pathlib import Path

import pytest
from sqlalchemy import text

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.spatial_reference import USER_SRID, pin_spatial_reference, pinned_proj4
from layers.city_folder import read_city_folder
from tests.fixtures.database import CITY_FOLDER, TINY_CITY, Database


@pytest.mark.parametrize("folder", [CITY_FOLDER, TINY_CITY], ids=["demonstration", "tiny"])
def test_postgis_and_proj_agree_at_the_control_points_to_a_hundredth_of_a_foot(
    cluster: EmbeddedCluster, empty_database: Database, folder: Path
) -> None:
    city_folder = read_city_folder(folder)
    projection = Projection(pipeline=city_folder.city.datum_pipeline, srid_ft=city_folder.city.srid_ft)
    superuser = cluster.connect_as_superuser(empty_database.name)
    with superuser.cursor() as cursor:
        cursor.execute(pin_spatial_reference(city_folder.city.datum_pipeline))
    superuser.close()
    points = city_folder.document["control_point"]
    assert len(points) >= 3
    with empty_database.app.connect() as connection:
        for point in points:
            lon, lat = point["lon"], point["lat"]
            x, y = projection.to_ft(Position(lon=lon, lat=lat))
            assert (x, y) == pytest.approx((point["x_ft"], point["y_ft"]), abs=0.01), "PROJ and city.toml"
            there = connection.execute(
                text("""
                SELECT ST_X(p), ST_Y(p)
                  FROM ST_Transform(ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), CAST(:srid AS integer)) AS p
                """),
                {"lon": lon, "lat": lat, "srid": USER_SRID},
            ).one()
            assert tuple(there) == pytest.approx((x, y), abs=0.01), "PostGIS and PROJ"
            back = connection.execute(
                text("SELECT ST_X(p), ST_Y(p) FROM ST_Transform(ST_SetSRID(ST_MakePoint(:x, :y), :srid), 4326) AS p"),
                {"x": x, "y": y, "srid": USER_SRID},
            ).one()
            assert tuple(back) == pytest.approx((lon, lat), abs=1e-8)


def test_a_pipeline_that_shifts_the_datum_cannot_be_pinned_as_one_projection() -> None:
    with pytest.raises(ValueError, match="one projection"):
        pinned_proj4(
            "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84 "
            "+step +proj=helmert +x=1 +step +inv +proj=cart +ellps=GRS80 +step +proj=utm +zone=17 +ellps=GRS80"
        )

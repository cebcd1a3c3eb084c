"""PostGIS and PROJ give the demonstration city the same feet."""

import pytest
from sqlalchemy import Connection, text

from tests.layers.demo_city import city_settings


def _target_crs() -> str:
    """The pinned pipeline's last step as a CRS of its own, with the null shift spelt out for the database."""
    step = city_settings()["datum_pipeline"].rpartition("+step ")[2]
    return f"{step} +towgs84=0,0,0,0,0,0,0 +no_defs"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_database_agrees_with_the_pinned_pipeline_at_a_control_point(connection: Connection, number: int) -> None:
    point = city_settings()["control_point"][number]
    statement = text(
        "SELECT ST_X(g), ST_Y(g) FROM (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), :crs) AS g) AS t"
    )
    row = connection.execute(statement, {"lon": point["lon"], "lat": point["lat"], "crs": _target_crs()}).one()
    assert tuple(row) == pytest.approx((point["x_ft"], point["y_ft"]), abs=0.01)


def test_the_database_knows_the_same_projection_by_its_number(connection: Connection) -> None:
    known = connection.execute(text("SELECT proj4text FROM spatial_ref_sys WHERE srid = 2881")).scalar_one()
    wanted = dict(part.partition("=")[::2] for part in _target_crs().split())
    found = dict(part.partition("=")[::2] for part in known.split())
    assert found.keys() == wanted.keys()
    for name in ("+lat_0", "+lon_0", "+k", "+x_0", "+y_0"):
        assert float(found[name]) == pytest.approx(float(wanted[name]), abs=1e-9)
    assert (found["+ellps"], found["+units"], found["+towgs84"]) == ("GRS80", "us-ft", "0,0,0,0,0,0,0")


def test_the_stored_feet_are_those_of_the_pinned_pipeline(connection: Connection) -> None:
    farthest = connection.execute(
        text(
            "SELECT max(ST_Distance(ST_StartPoint(geom_ft),"
            " ST_SetSRID(ST_Transform(ST_StartPoint(geom), :crs), ST_SRID(geom_ft))))"
            " FROM layer_feature WHERE feature_key IN ('C-16', 'E-4', 'L-30', 'FEC', 'SFRTA')"
        ),
        {"crs": _target_crs()},
    ).scalar_one()
    assert farthest < 0.01

"""Feet: there and back, and true to the ground."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geo.radius import FT_PER_M, RADIUS_95_PER_68, phone_radius_ft

FLORIDA_EAST = Projection(
    pipeline=(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        "+step +proj=tmerc +lat_0=24.3333333333333 +lon_0=-81 +k=0.999941177 +x_0=200000.0001016 +y_0=0 +ellps=GRS80 "
        "+step +proj=unitconvert +xy_in=m +xy_out=us-ft"
    ),
    srid_ft=2881,
)
LATS, LONS = st.floats(26.3, 27.0), st.floats(-80.9, -79.9)


@given(lat=LATS, lon=LONS)
def test_there_and_back(lat: float, lon: float) -> None:
    x_ft, y_ft = FLORIDA_EAST.to_ft(Position(lon=lon, lat=lat))
    back = FLORIDA_EAST.to_position(x_ft=x_ft, y_ft=y_ft)
    assert math.isclose(back.lat, lat, abs_tol=1e-9)
    assert math.isclose(back.lon, lon, abs_tol=1e-9)


def test_east_is_x_and_north_is_y() -> None:
    here = FLORIDA_EAST.to_ft(Position(lon=-80.064, lat=26.5262))
    east = FLORIDA_EAST.to_ft(Position(lon=-80.063, lat=26.5262))
    north = FLORIDA_EAST.to_ft(Position(lon=-80.064, lat=26.5272))
    assert east[0] - here[0] > 300
    assert north[1] - here[1] > 300
    assert abs(north[0] - here[0]) < 10


def test_an_array_agrees_with_one_at_a_time() -> None:
    lonlat = np.array([[-80.064, 26.5262], [-80.09, 26.55]])
    many = FLORIDA_EAST.array_to_ft(lonlat)
    one = [FLORIDA_EAST.to_ft(Position(lon=lon, lat=lat)) for lon, lat in lonlat.tolist()]
    assert np.allclose(many, one, atol=1e-9)


def test_a_phone_says_68_percent_unless_it_says_95() -> None:
    assert phone_radius_ft(accuracy_ft=33) == 33 * 1.62
    assert phone_radius_ft(accuracy_ft=33, declared_95=True) == 33
    assert math.isclose(RADIUS_95_PER_68, math.sqrt(math.log(0.05) / math.log(0.32)), abs_tol=0.01)
    assert math.isclose(FT_PER_M, 3.28083333, abs_tol=1e-8)

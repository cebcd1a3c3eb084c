from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.geocoding.coordinates import typed
from gis_cas.geocoding.readings import CoordinatesRead
from tests.factories.city_of_words import BOYNTON_BEACH

CITY = replace(
    BOYNTON_BEACH,
    datum_pipeline=(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=tmerc +lat_0=24.33333333333333 "
        "+lon_0=-81 +k=0.999941177 +x_0=200000.0001016002 +y_0=0 +ellps=GRS80 +units=us-ft"
    ),
)
HALL = (26.5262, -80.0640)


def read(words: str) -> CoordinatesRead:
    found = typed(words, city=CITY)
    assert isinstance(found, CoordinatesRead), words
    return found


@pytest.mark.parametrize(
    "words",
    [
        "26.5262, -80.0640", "26.5262 N 80.0640 W", "N 26.5262 W 80.0640", "N26.5262, W80.0640",
        "26°31'34.3\"N 80°03'50.4\"W", "26° 31' 34.3\" N, 80° 3' 50.4\" W", "26 31 34.3 N, 80 03 50.4 W",
        "26°31\u203234.3\u2033N 80°03\u203250.4\u2033O", "N 26 31.572 W 80 03.840", "26° 31.572', -80° 03.840'",
        "26:31:34.3N 80:03:50.4W",
        "17R NK 93253 34299", "17RNK9325334299", "76RXGWGP+FC", "GWGP+FC Boynton Beach", "GWGP+FC",
        "962221.77, 798064.39", "X 962,221.8 Y 798,064.4",
        "E 962222 ft N 798064 ft", "latitud 26.5262 longitud -80.0640",
    ],
)  # fmt: skip
def test_every_form_is_the_same_place(words: str) -> None:
    found = read(words)
    assert (found.position.lat, found.position.lon) == pytest.approx(HALL, abs=2e-4)
    assert found.cost == 0
    assert found.note is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("26.5262, 80.0640", "sign of the longitude"),
        ("-80.0640, 26.5262", "changed round"),
        ("80.0640, 26.5262", "changed round"),
        ("26 31 34 N, 80 03 50 E", "sign of the longitude"),
    ],
)
def test_the_one_repair_that_makes_a_place_is_made_and_said(words: str, said: str) -> None:
    found = read(words)
    assert (found.position.lat, found.position.lon) == pytest.approx(HALL, abs=2e-4)
    assert found.cost > 0
    assert found.note is not None
    assert said in found.note


@pytest.mark.parametrize(
    "words", ["40.7128, -74.0060", "0.0, 0.0", "91.5, 200.1", "48 51 24 N, 2 21 03 E", "17SQV1234"]
)
def test_coordinates_of_elsewhere_are_coordinates_and_no_place(words: str) -> None:
    assert not isinstance(typed(words, city=CITY), CoordinatesRead)


@pytest.mark.parametrize(
    "words", ["100 E Ocean Ave", "26 31 Main St", "SE 16 Ct", "3 St", "12 34", "100 & 200", "26 31 80 3"]
)
def test_addresses_are_no_coordinates(words: str) -> None:
    assert typed(words, city=CITY) is False


def test_a_shorter_grid_reference_or_code_is_wider() -> None:
    assert read("17RNK 932 345").radius_ft > 100 > read("17RNK 93253 34299").radius_ft
    assert read("26 31 N 80 03 W").radius_ft > 3000


@given(st.text(alphabet="0123456789.,-+°'\"NSEWO XY:", max_size=40))
def test_no_figures_raise_anything(text: str) -> None:
    assert typed(text, city=CITY) is not None

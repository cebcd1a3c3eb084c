import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.geocoding.parse import LONGEST_WORDS, readings
from gis_cas.geocoding.readings import AddressRead, CoordinatesRead, CrossingRead, StreetRead
from tests.factories.city_of_words import BOYNTON_BEACH as CITY


def only(words: str) -> object:
    found = readings(words, city=CITY)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("words", "number", "street", "unit"),
    [
        ("100 E Ocean Ave", 100, "E OCEAN AVE", None),
        ("100 E Ocean Ave #4", 100, "E OCEAN AVE", "4"),
        ("100 E Ocean Ave Apt 4", 100, "E OCEAN AVE", "4"),
        ("100 E Ocean Ave Apt4", 100, "E OCEAN AVE", "4"),
        ("100 E Ocean Ave, Apt. #4-B, Boynton Beach", 100, "E OCEAN AVE", "4B"),
        ("Apt 4, 100 E Ocean Ave", 100, "E OCEAN AVE", "4"),
        ("100 E Ocean Ave Bldg 3 Apt 4", 100, "E OCEAN AVE", "3 4"),
        ("100A E Ocean Ave", 100, "E OCEAN AVE", "A"),
        ("100 1/2 E Ocean Ave", 100, "E OCEAN AVE", None),
        ("100 NE 3rd St 4B", 100, "NE 3 ST", "4B"),
        ("100 N Federal Hwy 102", 100, "N FEDERAL HWY", "102"),
        ("12 SE 3 Ct", 12, "SE 3 CT", None),
        ("130 SE 3 Ct 33435", 130, "SE 3 CT", None),
        ("#100 E Ocean Ave", 100, "E OCEAN AVE", None),
        ("No. 100 E Ocean Ave", 100, "E OCEAN AVE", None),
        ("100 US Highway 1", 100, "US 1", None),
        ("100 FL-804", 100, "SR 804", None),
        ("100 Hwy 804", 100, "HWY 804", None),
        ("100 Avenue A", 100, "AVE A", None),
        ("100NE 3rd St", 100, "NE 3 ST", None),
        ("130 3rd St", 130, "3 ST", None),
        ("400 E Boynton Bch Blvd", 400, "E BOYNTON BEACH BLVD", None),
        ("400 E Boynton Beach", 400, "E BOYNTON BEACH", None),
        ("100 E Boynton Beach Blvd Boynton Beach FL 33435", 100, "E BOYNTON BEACH BLVD", None),
        ("100 Golf Rd Village of Golf FL", 100, "GOLF RD", None),
        ("39 Ridge Blvd", 39, "RDG BLVD", None),
        ("at 100 E Ocean Ave", 100, "E OCEAN AVE", None),
        ("NE 3rd St 130", 130, "NE 3 ST", None),
    ],
)
def test_an_address_is_taken_apart(words: str, number: int, street: str, unit: str | None) -> None:
    read = only(words)
    assert isinstance(read, AddressRead)
    assert (read.number, read.street, read.unit) == (number, street, unit)


@pytest.mark.parametrize(
    ("words", "town", "zip_code"),
    [
        ("100 E Ocean Ave", None, None),
        ("100 E Ocean Ave 33435", None, "33435"),
        ("100 E Ocean Ave, Boynton Beach", "BOYNTON BEACH", None),
        ("100 E Ocean Ave Boynton Bch FL", "BOYNTON BEACH", None),
        ("100 E Ocean Ave, Boynton Beach, Florida 33435-1234, USA", "BOYNTON BEACH", "33435"),
        ("100 E Ocean Ave, Miami, FL", "MIAMI", None),
        ("100 E Ocean Ave FL", None, None),
        ("100 Florida Ave", None, None),
    ],
)
def test_the_tail_is_taken_off_and_kept(words: str, town: str | None, zip_code: str | None) -> None:
    read = only(words)
    assert isinstance(read, AddressRead)
    assert (read.tail.town, read.tail.zip) == (town, zip_code)


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("SR 804 & Seacrest", "SR 804", "SEACREST"),
        ("Seacrest Blvd and Ocean Ave", "SEACREST BLVD", "OCEAN AVE"),
        ("Seacrest at Ocean, Boynton Beach, FL", "SEACREST", "OCEAN"),
        ("Seacrest @ Ocean", "SEACREST", "OCEAN"),
        ("I-95/Gateway", "I 95", "GATEWAY"),
        ("corner of Ocean and Seacrest", "OCEAN", "SEACREST"),
        ("the NE corner of Ocean Ave & Seacrest Blvd", "OCEAN AVE", "SEACREST BLVD"),
        ("Intersection of 3rd St and 4th Ave", "3 ST", "4 AVE"),
        ("esquina de Ocean y Seacrest", "OCEAN", "SEACREST"),
        ("Ocean esquina Seacrest", "OCEAN", "SEACREST"),
        ("nan kwen Ocean ak Seacrest", "OCEAN", "SEACREST"),
        ("Seacrest & Boynton Beach", "SEACREST", "BOYNTON BEACH"),
        ("Boynton Beach & Seacrest", "BOYNTON BEACH", "SEACREST"),
        ("Congress & Boynton Beach, Boynton Beach, FL", "CONGRESS", "BOYNTON BEACH"),
        ("Ocean Ave, Seacrest Blvd", "OCEAN AVE", "SEACREST BLVD"),
        ("804 & Seacrest", "804", "SEACREST"),
    ],
)
def test_a_crossing_is_two_streets(words: str, first: str, second: str) -> None:
    read = only(words)
    assert isinstance(read, CrossingRead)
    assert (read.first, read.second) == (first, second)


@pytest.mark.parametrize(
    ("words", "street"),
    [("Ocean Ave", "OCEAN AVE"), ("SE 3 Ct", "SE 3 CT"), ("3 St", "3 ST"), ("W Boynton Beach FL", "W BOYNTON BEACH")],
)
def test_a_street_alone_is_a_street(words: str, street: str) -> None:
    read = only(words)
    assert isinstance(read, StreetRead)
    assert read.street == street


@pytest.mark.parametrize(
    "words",
    [
        "", "   ", "???", "&", "Boynton Beach", "Boynton Beach, FL 33435", "100 E Ocean Ave, Atlanta, GA 30303",
        "between Ocean and Seacrest",
        "0.0, 0.0", "91.5, 200.1", "x" * (LONGEST_WORDS + 1),
    ],
)  # fmt: skip
def test_what_names_no_place_is_not_read_as_one(words: str) -> None:
    assert readings(words, city=CITY) == ()


def test_a_glued_directional_letter_is_read_both_ways() -> None:
    glued, lettered = readings("100E Ocean Ave", city=CITY)
    assert isinstance(glued, AddressRead)
    assert isinstance(lettered, AddressRead)
    assert (glued.street, glued.unit) == ("E OCEAN AVE", None)
    assert (lettered.street, lettered.unit) == ("OCEAN AVE", "E")


def test_an_address_with_a_cross_street_is_read_both_ways_and_costs() -> None:
    address, crossing = readings("100 E Ocean Ave & Seacrest Blvd", city=CITY)
    assert isinstance(address, AddressRead)
    assert isinstance(crossing, CrossingRead)
    assert address.cost == crossing.cost > 0
    assert crossing.first == "E OCEAN AVE"


def test_whatever_was_left_out_costs() -> None:
    read = only("City Hall, 100 E Ocean Ave")
    assert isinstance(read, AddressRead)
    assert read.cost > 0


@pytest.mark.parametrize(
    "words",
    [
        "26.5262, -80.0640", "26.5262 -80.0640", "(26.5262,-80.0640)", "lat 26.5262 long -80.0640",
        "Lat: 26.5262, Lon: -80.0640", "26.5262° N, 80.0640° W", "26.5262 \u221280.0640",
    ],
)  # fmt: skip
def test_coordinates_are_read_latitude_first(words: str) -> None:
    read = only(words)
    assert isinstance(read, CoordinatesRead)
    assert (read.position.lat, read.position.lon) == (26.5262, -80.0640)


def test_fewer_decimals_mean_a_wider_radius() -> None:
    radii = [
        read.radius_ft
        for words in ("26.526212, -80.064012", "26.5262, -80.0640", "26.53, -80.06")
        if isinstance(read := only(words), CoordinatesRead)
    ]
    assert radii[0] == pytest.approx(33, abs=1)
    assert radii[0] < radii[1] < radii[2]
    assert radii[2] > CITY.max_radius_ft


@given(st.text(max_size=LONGEST_WORDS))
def test_no_words_raise_anything(words: str) -> None:
    assert isinstance(readings(words, city=CITY), tuple)


_SAID = ["N", "E Ocean Ave", "Ridge Blvd", "3rd St", "Elm-Oak 2", "Apt 4", "#4", "&", "at", "block of", "behind", "lat"]
_SAID += [
    "26.5",
    "W",
    ",",
    "Boynton Beach",
    "FL",
    "33435",
    "FEET",
    "1/2",
    "between",
    "and",
    "rear",
    "FL-804",
    "A1A",
    "4B",
]


@given(number=st.integers(0, 123_456), rest=st.lists(st.sampled_from(_SAID), min_size=1, max_size=6).map(" ".join))
def test_a_house_number_reads_the_same_whatever_was_read_before_it(number: int, rest: str) -> None:
    # Two blanks are read from the beginning, one may be read as the same street with an earlier number was.
    readings(f"70 {rest}", city=CITY)
    assert readings(f"{number} {rest}", city=CITY) == readings(f"{number}  {rest}", city=CITY)


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("ramp from Gateway Blvd to I-95", "GATEWAY BLVD", "I 95"),
        ("the off-ramp from NB I-95 to Boynton Beach Blvd", "I 95", "BOYNTON BEACH BLVD"),
        ("exit ramp between I-95 northbound and SR 804", "I 95", "SR 804"),
        ("500 WB Ocean Ave to NB Federal Hwy, Boynton Beach", "OCEAN AVE", "FEDERAL HWY"),
        ("northbound I 95 to westbound Woolbright Rd", "I 95", "WOOLBRIGHT RD"),
    ],
)
def test_ramps_lead_from_one_street_to_another(words: str, first: str, second: str) -> None:
    read = only(words)
    assert isinstance(read, CrossingRead)
    assert (read.first, read.second, read.ramps) == (first, second, True)


@pytest.mark.parametrize(
    ("words", "first", "second"),
    [
        ("Gateway Blvd to NB I-95 & Gateway Blvd", "GATEWAY BLVD", "RAMP"),
        ("Gateway Blvd to NB I-95 & Gatew", "GATEWAY BLVD", "RAMP"),
        ("Congress Ave & ramp to Gateway Blvd", "CONGRESS AVE", "GATEWAY BLVD"),
        ("Congress Ave & Gateway Blvd to NB I-95", "CONGRESS AVE", "GATEWAY BLVD"),
    ],
)
def test_a_ramp_meets_the_street_it_is_named_after(words: str, first: str, second: str) -> None:
    read = only(words)
    assert isinstance(read, CrossingRead)
    assert (read.first, read.second, read.ramps) == (first, second, False)

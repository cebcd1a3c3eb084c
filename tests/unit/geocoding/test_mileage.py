import pytest

from gis_cas.geocoding.mileage import marker, surely
from gis_cas.geocoding.parse import readings
from gis_cas.geocoding.readings import AddressRead, MarkerRead, StreetRead, Tail
from tests.factories.city_of_words import BOYNTON_BEACH


@pytest.mark.parametrize(
    ("words", "kind", "number", "route"),
    [
        ("I-95 mile 59", "mile", "59", "I 95"),
        ("I-95, mile marker 59.5", "mile", "59.5", "I 95"),
        ("mile post 3 of SR 804", "mile", "3", "SR 804"),
        ("milepost 3", "mile", "3", None),
        ("59 mile marker on I-95", "mile", "59", "I 95"),
        ("MM 59 I-95", "mile", "59", "I 95"),
        ("MP86 Turnpike", "mile", "86", "TPKE"),
        ("I-95 southbound mile 59", "mile", "59", "I 95"),
        ("milla 58 de la I-95", "mile", "58", "I 95"),
        ("exit 57", "exit", "57", None),
        ("the exit 57A of I-95", "exit", "57A", "I 95"),
        ("I-95 at exit #57-B", "exit", "57B", "I 95"),
        ("la salida 57 de la I-95", "exit", "57", "I 95"),
        ("sòti 57 sou I-95", "exit", "57", "I 95"),
        ("I-95 exit 57, Boynton Beach, FL 33426", "exit", "57", "I 95"),
    ],
)
def test_a_post_and_an_exit_are_read_in_whatever_order(words: str, kind: str, number: str, route: str | None) -> None:
    (read,) = [one for one in readings(words, city=BOYNTON_BEACH) if isinstance(one, MarkerRead)]
    assert (read.kind, read.number, read.route) == (kind, number, route)


@pytest.mark.parametrize("words", ["100 Mile Rd", "3305 Seven Mile Ln", "Exit Rd", "Miles Ave & Milla St"])
def test_streets_that_are_called_after_a_mile_are_streets(words: str) -> None:
    assert not any(isinstance(one, MarkerRead) for one in readings(words, city=BOYNTON_BEACH))


def test_a_road_with_a_name_of_words_may_be_a_street_with_a_number() -> None:
    read = marker("SEVEN MILE 33", tail=Tail())
    assert read is not None
    assert not surely(read)
    kinds = {type(one) for one in readings("Seven Mile 33", city=BOYNTON_BEACH)}
    assert kinds > {MarkerRead}
    assert kinds & {AddressRead, StreetRead}

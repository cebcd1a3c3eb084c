import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.geocoding.names import base_key, split_key, street_key
from gis_cas.geocoding.vocabulary import DIRECTIONALS, STREET_TYPES

KEYS = {
    "NE 3 ST": [
        "NE 3rd Street", "N.E. 3rd St.", "N. E. 3rd St", "Northeast Third Street", "North East 3 St", "ne 3rd st",
        "NE3rd St", "N.E.3RD STREET", "NE 03 St",
    ],
    "BOYNTON BEACH BLVD": ["Boynton Bch Blvd", "BOYNTON BEACH BOULEVARD", "Boynton  Beach, Blvd."],
    "OLD BOYNTON RD": ["Old Boynton Road", "old boynton rd."],
    "MILITARY TRL": ["Military Tr", "Military Trl", "Military Trail", "MILITARY TRAIL"],
    "SR 804": ["SR 804", "State Road 804", "S.R. 804", "SR-804", "SR804", "State Rd 804", "St Rd 804", "State Rte 804"],
    "US 1": ["US-1", "US 1", "U.S. 1", "U.S.1", "US Highway 1", "U.S. Hwy. 1", "US1", "US Route 1", "Highway US 1"],
    "CR 807": ["CR 807", "County Road 807", "CR-807", "C.R. 807", "Co Rd 807", "CR807"],
    "SR A1A": ["A1A", "a1a", "A-1-A", "SR A1A", "State Road A1A", "Highway A1A", "S.R. A1A", "A 1 A"],
    "I 95": ["I-95", "Interstate 95", "I95", "I 95", "IH 95", "Interstate Highway 95"],
    "E SR 804": ["E SR 804", "East State Road 804"],
    "NW 23 AVE": ["NW 23rd Ave", "Northwest Twenty-Third Avenue", "NW 23 Av", "N.W. TWENTY THIRD AVENUE"],
    "SE 21 CT": ["SE 21st Ct", "SE Twenty First Court"],
    "SW 20 TER": ["SW 20th Terrace", "SW Twentieth Ter"],
    "SW 12 PL": ["SW 12th Place", "SW Twelfth Pl"],
    "ST ANDREWS BLVD": ["St. Andrew's Blvd", "Saint Andrews Boulevard", "St Andrew\u2019s Blvd"],
    "E MARTIN LUTHER KING JR BLVD": ["E MLK Blvd", "E Martin Luther King Jr. Blvd", "East Dr. Martin Luther King Blvd"],
    "SUNSET RD E": ["Sunset Road East", "SUNSET RD E"],
    "PENA LN": ["Peña Lane"],
    "NORTH ST": ["North St", "N Street"],
    "AVE A": ["Avenue A"],
    "OAKWOOD CIR": ["Oakwood Circle", "Oakwood Cir."],
    "RENAISSANCE WAY": ["Renaissance Way", "Renaissance Wy"],
    "OLD DIXIE HWY": ["Old Dixie Highway", "Old Dixie Hwy"],
    "FLORIDAS TPKE": ["Florida's Turnpike"],
    "": ["", "  ", "&", "..."],
}  # fmt: skip


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in KEYS.items() for text in texts])
def test_every_way_of_writing_a_name_gives_one_key(key: str, text: str) -> None:
    assert street_key(text) == key


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("NE 3rd Street", "3"),
        ("SE 3 Ct", "3"),
        ("3rd", "3"),
        ("Boynton Bch Blvd", "BOYNTON BEACH"),
        ("E Boynton Beach Blvd", "BOYNTON BEACH"),
        ("Boynton Beach", "BOYNTON BEACH"),
        ("SR 804", "SR 804"),
        ("E SR 804", "SR 804"),
        ("I-95 N", "I 95"),
        ("N Ocean Blvd", "OCEAN"),
        ("A1A", "SR A1A"),
        ("Military Tr", "MILITARY"),
        ("Sunset Rd East", "SUNSET"),
        ("North St", "NORTH"),
        ("N Ave", "NORTH"),
        ("Avenue A", "AVE A"),
        ("The Esplanade", "THE ESPLANADE"),
        ("Park Ridge Blvd", "PARK RDG"),
        ("Way", "WAY"),
        ("", ""),
    ],
)
def test_the_base_is_the_name_without_directional_and_type(text: str, base: str) -> None:
    assert base_key(text) == base


def test_a_street_called_like_a_state_road_is_not_taken_for_one() -> None:
    assert street_key("Estate Rd") == "ESTATE RD"
    assert street_key("SE 3 Ct") == "SE 3 CT"
    assert street_key("Sr Maria Dr") == "SR MARIA DR"


def test_two_names_keep_two_keys() -> None:
    names = ["NE 3rd St", "NE 3rd Ave", "SE 3rd St", "NW 3rd St", "NE 13th St", "NE 3rd Ct", "3rd St"]
    assert len({street_key(name) for name in names}) == len(names)


def test_split_key_names_the_parts() -> None:
    name = split_key("NE 3 ST")
    assert (name.pre, name.base, name.type, name.post, name.direction) == ("NE", "3", "ST", "", "NE")
    assert split_key("SUNSET RD E").direction == "E"
    assert split_key("E SR 804").is_route
    assert not split_key("NE 3 ST").is_route


WORDS = st.lists(
    st.sampled_from(
        [*DIRECTIONALS, *STREET_TYPES, "3RD", "third", "A1A", "US", "SR", "804", "Bch", "Ocean", "Peña", "I-95"]
    ),
    max_size=6,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=40)))
def test_a_keys_key_is_itself(text: str) -> None:
    assert street_key(street_key(text)) == street_key(text)


@given(WORDS)
def test_a_base_is_part_of_its_key_and_never_empty_unless_the_key_is(text: str) -> None:
    key = street_key(text)
    assert base_key(text) in key
    assert bool(base_key(text)) == bool(key)

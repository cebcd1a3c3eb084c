import pytest

from gis_cas.geocoding import scoring
from gis_cas.geocoding.postal import Postal
from gis_cas.geocoding.readings import Tail
from gis_cas.geocoding.scoring import CONFLICT, MISSING, OTHER_TOWN, OTHER_ZIP
from gis_cas.store.locator_rows import LocatorState


@pytest.mark.parametrize(
    ("asked", "on_file", "own", "cost"),
    [
        ("NE 3 ST", "NE 3 ST", "NE 3 ST", 0),
        ("3 ST", "NE 3 ST", "NE 3 ST", MISSING),
        ("NE 3", "NE 3 ST", "NE 3 ST", MISSING),
        ("3", "NE 3 ST", "NE 3 ST", 2 * MISSING),
        ("NE 3 AVE", "NE 3 ST", "NE 3 ST", CONFLICT),
        ("SE 3 ST", "NE 3 ST", "NE 3 ST", CONFLICT),
        ("NE 4 ST", "NE 3 ST", "NE 3 ST", None),
        ("E SR 804", "SR 804", "E OCEAN AVE", 0),
        ("W SR 804", "SR 804", "E OCEAN AVE", CONFLICT),
        ("E SR 804", "SR 804", "N FEDERAL HWY", MISSING),
        ("E OCEAN AVE", "OCEAN AVE", "W OCEAN AVE", CONFLICT),
        ("E GOLF RD", "GOLF RD", "SW 23 AVE", MISSING),
        ("HWY 804", "SR 804", "E OCEAN AVE", scoring.ROUTE_KIND_GUESSED),
        ("804", "CR 804", "X RD", scoring.ROUTE_KIND_GUESSED),
        ("SUNSET RD E", "E SUNSET RD", "E SUNSET RD", scoring.MOVED_DIRECTIONAL),
    ],
)
def test_each_repair_costs(asked: str, on_file: str, own: str, cost: float | None) -> None:
    assert scoring.cost(asked, on_file, own_name=own) == cost


def test_a_contradiction_is_never_sure_and_one_missing_part_is() -> None:
    assert scoring.FULL - CONFLICT < scoring.SURE
    assert scoring.FULL - MISSING >= scoring.SURE


POSTAL = Postal(
    LocatorState(
        version=1,
        accuracy_ft={},
        town_zips=(
            ("Boynton Beach", "33435"),
            ("Boynton Beach", "33426"),
            ("Ocean Ridge", "33435"),
            ("Delray Beach", "33444"),
            ("Village of Golf", "33436"),
        ),
    )
)


@pytest.mark.parametrize(
    ("tail", "zips", "town", "cost"),
    [
        (Tail(), ["33435"], "Boynton Beach", 0),
        (Tail(zip="33435"), ["33435"], "Ocean Ridge", 0),
        (Tail(zip="33426"), ["33435"], "Boynton Beach", OTHER_ZIP),
        (Tail(zip="10001"), ["33435"], "Boynton Beach", CONFLICT),
        (Tail(town="BOYNTON BEACH", town_is_ours=True), ["33435"], "Boynton Beach", 0),
        (Tail(town="BOYNTON", town_is_ours=True), ["33435"], "Boynton Beach", 0),
        (Tail(town="GOLF", town_is_ours=True), ["33436"], "Village of Golf", 0),
        (Tail(town="BOYNTON BEACH", town_is_ours=True), ["33435"], "Ocean Ridge", OTHER_TOWN / 2),
        (Tail(town="DELRAY BEACH", town_is_ours=True), ["33435"], "Boynton Beach", CONFLICT),
        (Tail(town="DELRAY BEACH", town_is_ours=True), ["33435"], None, CONFLICT),
        (Tail(town="BOYNTON BEACH", town_is_ours=True), ["33426"], None, 0),
        (Tail(town="MIAMI"), ["33435"], "Boynton Beach", None),
        (Tail(town="MIAMI", zip="33435"), ["33435"], "Boynton Beach", 0),
        (Tail(town="MANALAPAN", town_is_ours=True), ["33435"], "Boynton Beach", CONFLICT),
    ],
)
def test_town_and_zip_tell_namesakes_apart(tail: Tail, zips: list[str], town: str | None, cost: float | None) -> None:
    assert POSTAL.cost(tail, zips=zips, town=town) == cost

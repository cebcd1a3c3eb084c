"""`gis-cas replay`, typed at a command line against a server of one's own."""

import pytest

from gis_cas.service_requests.office import Office
from tests.factories.desk import STATE_ROAD, anonymous
from tests.factories.districts import beside_border
from tests.factories.service_requests import pin
from tests.fixtures.clock import FixedClock
from tests.fixtures.command_line import typed
from tests.fixtures.database import Database


def test_replay_says_same_and_shows_both(office: Office, clock: FixedClock, database: Database) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    answer = typed(database, "replay", f"{number[:3]} {number[3:6]} {number[6:]}")
    assert answer.returncode == 0, answer.stderr
    assert ": same" in answer.stdout
    assert answer.stdout.count("fdot-d4") == 2


def test_replay_names_the_district_of_both(office: Office, clock: FixedClock, database: Database) -> None:
    spot = beside_border(office.projection, "II", "III", part=0.5, feet=5)
    number = anonymous(office, now=clock.now, place=pin(spot.lon, spot.lat, 0.0))
    answer = typed(database, "replay", number)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.count("district commission_districts II, on the line (III)") == 2


def test_replay_says_different_and_ends_with_one(office: Office, clock: FixedClock, database: Database) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    with database.owner.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE cas.layer_feature DISABLE TRIGGER USER")
        conn.exec_driver_sql("UPDATE cas.layer_feature SET owner = 'city' WHERE owner = 'fdot-d4'")
    answer = typed(database, "replay", number)
    assert answer.returncode == 1
    assert "DIFFERENT" in answer.stdout


@pytest.mark.parametrize(("number", "sentence"), [("123456780", "not one of our numbers"), ("12", "nine digits")])
def test_a_wrong_number_is_a_sentence(database: Database, number: str, sentence: str) -> None:
    answer = typed(database, "replay", number)
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr

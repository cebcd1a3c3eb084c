"""`gis-cas replay` and `gis-cas admin create`, typed at a command line against a server of one's own."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gis_cas.accounts.authenticate import authenticate
from gis_cas.service_requests.office import Office
from gis_cas.store import roles
from gis_cas.store.grants import standing
from tests.factories.desk import STATE_ROAD, anonymous
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

TODAY = datetime.now(UTC).date()
ROOT = Path(__file__).resolve().parents[2]


def typed(database: Database, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    address = {
        "GIS_CAS_DATABASE_URL": database.url(roles.APP),
        "GIS_CAS_DATABASE_OWNER_URL": database.url(roles.OWNER),
        "GIS_CAS_DATABASE_PUBLIC_URL": database.url(roles.PUBLIC_READ),
    }
    return subprocess.run(
        [sys.executable, "-m", "gis_cas.cli", *words],
        cwd=ROOT,
        env=os.environ | address,
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_replay_says_same_and_shows_both(office: Office, clock: FixedClock, database: Database) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    answer = typed(database, "replay", f"{number[:3]} {number[3:6]} {number[6:]}")
    assert answer.returncode == 0, answer.stderr
    assert ": same" in answer.stdout
    assert answer.stdout.count("fdot-d4") == 2


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


def test_an_administrator_is_made_with_a_password_from_standard_input(database: Database) -> None:
    made = typed(database, "admin", "create", "first.last", said="a password of my own\n")
    assert made.returncode == 0, made.stderr
    assert "a password" not in made.stdout
    with database.app.connect() as conn:
        account_id = authenticate(conn, "first.last", "a password of my own", demo=False)
        assert [row.role for row in standing(conn, account_id, on=TODAY)] == ["administrator"]
    again = typed(database, "admin", "create", "first.last", said="a password of my own\n")
    assert again.returncode == 1
    assert "belongs to another account" in again.stderr
    second = typed(database, "admin", "create", "second", said="a password of my own\n")
    assert second.returncode == 1
    assert "one at a time" in second.stderr
    short = typed(database, "admin", "create", "other", said="short\n")
    assert short.returncode == 1
    assert "12" in short.stderr

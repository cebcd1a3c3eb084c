"""Programs that call under their own name."""

import logging
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from gis_cas.accounts.api_client import ApiScope, key_hash
from gis_cas.accounts.api_keys import revoke_key
from gis_cas.app import create_app
from gis_cas.settings import ApiSettings
from tests.api.hands import CITY_STREET, OUTSIDE, REPORT, STATE_ROAD, count
from tests.factories.api_clients import a_key, bearing
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.web import settings_for

BODY = {**REPORT, **STATE_ROAD}
NOBODYS = f"gcas_{'A' * 43}"


def test_a_request_sent_with_a_key_names_the_program_in_its_history(client: TestClient, database: Database) -> None:
    answer = client.post("/api/v1/requests", json=BODY, headers=bearing(a_key(database.app)))
    assert answer.status_code == 201
    with database.owner.connect() as conn:
        assert conn.execute(text("SELECT actor FROM cas.event WHERE kind = 'received'")).scalar_one() == (
            "Neighbourhood app"
        )


@pytest.mark.parametrize("key", [NOBODYS, "x", "", "gcas_' OR 1=1 --", "gcas_" + "A" * 5000, "g\xe9"])
def test_an_unknown_key_is_refused_and_nothing_is_kept(client: TestClient, database: Database, key: str) -> None:
    answer = client.post("/api/v1/requests", json=BODY, headers={"Authorization": f"Bearer {key}".encode("latin-1")})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:gis-cas:problem:unknown-key")
    assert count(database.owner, "cas.service_request") == 0


def test_a_withdrawn_key_opens_nothing_from_the_next_call_on(client: TestClient, database: Database) -> None:
    key = a_key(database.app)
    where = {"service_code": "pothole", **CITY_STREET}
    assert client.get("/api/v1/responsibility", params=where, headers=bearing(key)).status_code == 200
    with database.app.begin() as conn:
        key_id = conn.execute(text("SELECT id FROM cas.api_key")).scalar_one()
        revoke_key(conn, key_id, by="admin", now=datetime(2026, 11, 23, tzinfo=UTC))
    assert client.get("/api/v1/responsibility", params=where, headers=bearing(key)).status_code == 403


def test_a_key_is_good_until_the_end_of_its_last_day_in_the_city(
    client: TestClient, database: Database, web_clock: FixedClock
) -> None:
    key = a_key(database.app, expires_on=date(2026, 11, 1))  # the night the clocks go back
    where = {"lat": 26.5263, "long": -80.0642}
    web_clock.set(datetime(2026, 11, 2, 4, 59, tzinfo=UTC))
    assert client.get("/api/v1/nearby", params=where, headers=bearing(key)).status_code == 200
    web_clock.set(datetime(2026, 11, 2, 5, 0, tzinfo=UTC))
    assert client.get("/api/v1/nearby", params=where, headers=bearing(key)).status_code == 403


def test_a_key_is_good_for_its_own_calls_only(client: TestClient, database: Database) -> None:
    asks = bearing(a_key(database.app, scopes=[ApiScope.ASK]))
    assert client.get("/api/v1/geocode", params={"q": "100 E Ocean Ave"}, headers=asks).status_code == 200
    refused = client.post("/api/v1/requests", json=BODY, headers=asks)
    assert refused.status_code == 403
    assert "send" in refused.json()["detail"]
    assert client.get("/api/v1/nearby", params=CITY_STREET, headers=asks).status_code == 403
    assert count(database.owner, "cas.service_request") == 0


def test_two_programs_may_use_the_same_idempotency_key(client: TestClient, database: Database) -> None:
    once = {"Idempotency-Key": "1"}
    numbers = set()
    for name in ("One app", "Another app"):
        headers = {**bearing(a_key(database.app, name)), **once}
        first, again = (client.post("/api/v1/requests", json=BODY, headers=headers) for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["number"] == again.json()["number"]
        numbers.add(first.json()["number"])
    assert client.post("/api/v1/requests", json=BODY, headers=once).json()["number"] not in numbers
    assert count(database.owner, "cas.service_request") == 3


def test_a_program_that_calls_too_often_waits_and_others_do_not(client: TestClient, database: Database) -> None:
    eager, calm = a_key(database.app, "Eager", per_minute=3), a_key(database.app, "Calm")
    where = {"lat": 26.5263, "long": -80.0642}
    codes = [client.get("/api/v1/nearby", params=where, headers=bearing(eager)).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    refused = client.get("/api/v1/nearby", params=where, headers=bearing(eager))
    assert "3 times a minute" in refused.json()["detail"]
    assert refused.headers["retry-after"].isdigit()
    assert client.get("/api/v1/nearby", params=where, headers=bearing(calm)).status_code == 200
    assert client.get("/api/v1/nearby", params=where).status_code == 200


def test_a_city_may_take_requests_from_programs_with_a_key_only(database: Database, tmp_path: Path) -> None:
    app = create_app(settings_for(database, tmp_path, api=ApiSettings(key_needed=True)))
    with TestClient(app, client=OUTSIDE, raise_server_exceptions=False) as client:
        refused = client.post("/api/v1/requests", json=BODY)
        assert refused.status_code == 403
        assert "website" in refused.json()["detail"]
        assert client.post("/api/v1/requests", json=BODY, headers=bearing(a_key(database.app))).status_code == 201
        assert client.get("/api/v1/nearby", params=CITY_STREET).status_code == 200


def test_a_key_is_kept_as_a_hash_and_never_logged(
    client: TestClient, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = a_key(database.app)
    client.get("/api/v1/nearby", params=CITY_STREET, headers=bearing(key))
    client.get("/api/v1/nearby", params=CITY_STREET, headers=bearing(NOBODYS))
    assert key not in caplog.text
    assert NOBODYS not in caplog.text
    with database.owner.connect() as conn:
        row = conn.execute(text("SELECT * FROM cas.api_key")).one()
    assert bytes(row.key_hash) == key_hash(key)
    assert not any(key in str(value) for value in row)
    assert row.hint == key[-6:]
    assert row.last_used_on == date(2026, 11, 23)

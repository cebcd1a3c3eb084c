"""When something does not answer: a sentence, the right status, nothing lost, nothing ownerless."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gis_cas.app import create_app
from gis_cas.domain.candidate import Candidate
from gis_cas.geocoding.suggesting import Suggestion
from gis_cas.geocoding.timed import TimedLocator
from gis_cas.logs import named
from gis_cas.settings import DatabaseSettings, Settings
from gis_cas.store.embedded import EmbeddedCluster
from tests.api.hands import CITY_STREET, OUTSIDE, REPORT, count, hidden, said, send_form, send_json
from tests.fixtures.database import Database
from tests.fixtures.web import addresses_of, settings_for


class HangingLocator:
    """A locator that never answers in time."""

    version = 1

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:  # noqa: ARG002 - whatever is asked
        time.sleep(3)
        return ()

    def suggest(self, words: str, *, most: int = 8) -> Sequence[Suggestion]:  # noqa: ARG002 - the protocol's names
        return ()

    def by_address_key(self, key: str) -> Candidate | None:  # noqa: ARG002 - whatever is asked
        time.sleep(3)
        return None

    def reverse(self, position: Any) -> Sequence[Candidate]:  # noqa: ARG002 - whatever is asked
        time.sleep(3)
        return ()


@pytest.fixture
def hanging(app: FastAPI, client: TestClient) -> TestClient:
    wired = app.state.wiring
    wired._office = replace(wired.office, locator=TimedLocator(HangingLocator(), seconds=0.2))  # noqa: SLF001
    return client


def test_a_report_is_received_while_the_locator_hangs(hanging: TestClient, database: Database) -> None:
    began = time.monotonic()
    sent = hanging.post("/api/v1/requests", json={**REPORT, "address": "100 E Ocean Ave"})
    assert time.monotonic() - began < 2
    assert (sent.status_code, sent.json()["status"], sent.json()["decision"]) == (202, "being_located", None)
    form = send_form(hanging)
    assert form.status_code == 303
    page = said(hanging.get(form.headers["location"]).text)
    assert "still finding the place" in page
    with database.owner.connect() as conn:
        rows = conn.exec_driver_sql("SELECT owner_slug, located_at FROM cas.service_request").all()
    assert len(rows) == 2
    assert all(row.owner_slug and row.located_at is None for row in rows)
    assert count(database.owner, "jobs.procrastinate_jobs") == 2


def test_the_same_key_while_it_is_being_located_is_the_same_number(hanging: TestClient) -> None:
    body, key = {**REPORT, "address": "100 E Ocean Ave"}, {"Idempotency-Key": "waits-1"}
    first = hanging.post("/api/v1/requests", json=body, headers=key)
    again = hanging.post("/api/v1/requests", json=body, headers=key)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["number"] == again.json()["number"]


def test_who_only_asks_is_told_to_try_again(hanging: TestClient) -> None:
    for path in ("/api/v1/geocode?q=100 E Ocean Ave", "/api/v1/responsibility?service_code=pothole&q=100 E Ocean Ave"):
        answer = hanging.get(path)
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "5"
        assert answer.json()["type"] == "urn:gis-cas:problem:locator-unavailable"
    assert "does not answer" in said(hanging.get("/find?q=100 E Ocean Ave").text)
    assert hanging.get("/report?q=100 E Ocean Ave").status_code == 200


def test_a_pin_is_decided_while_the_locator_hangs(hanging: TestClient) -> None:
    assert send_json(hanging).status_code == 201


class Switch:
    """Takes one database away, as a restart does, and gives it back."""

    def __init__(self, cluster: EmbeddedCluster, name: str) -> None:
        self._cluster = cluster
        self._name = name

    def off(self) -> None:
        self._run(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS false")
        self._run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", self._name)

    def on(self) -> None:
        self._run(f"ALTER DATABASE {self._name} ALLOW_CONNECTIONS true")

    def _run(self, statement: str, *values: str) -> None:
        admin = self._cluster.connect_as_superuser()
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(statement, values)
        admin.close()


@pytest.fixture
def switch(client: TestClient, cluster: EmbeddedCluster, database: Database) -> Iterator[Switch]:
    client.get("/report")
    made = Switch(cluster, database.name)
    yield made
    made.on()


def test_without_its_database_every_door_says_so_and_recovers(client: TestClient, switch: Switch) -> None:
    switch.off()
    for path in (
        "/api/v1/services",
        f"/api/v1/responsibility?service_code=pothole&lat={CITY_STREET['lat']}&long={CITY_STREET['long']}",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), answer.text
        assert answer.json()["type"] == "urn:gis-cas:problem:store-unavailable"
        assert "try again" in answer.json()["detail"]
    for path in ("/", "/map", "/requests"):
        page = client.get(path)
        assert page.status_code == 503
        assert "<h1" in page.text
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, list(ready.json()["missing"])) == (503, ["database"])
    assert send_json(client).status_code == 503
    switch.on()
    assert client.get("/readyz").status_code == 200
    assert send_json(client).status_code == 201


def test_a_form_sent_while_the_database_is_away_comes_back_with_everything_typed(
    client: TestClient, switch: Switch, database: Database
) -> None:
    typed = {**REPORT, "token": hidden(client.get("/report").text, "token"), "q": "100 E Ocean Ave", "name": "Ada"}
    switch.off()
    page = client.post("/report", data=typed)
    assert (page.status_code, page.headers["retry-after"]) == (503, "5")
    assert REPORT["description"] in page.text
    assert 'value="Ada"' in page.text
    assert "was not sent" in said(page.text)
    switch.on()
    assert client.post("/report", data={**typed, "token": hidden(page.text, "token")}).status_code == 303
    assert count(database.owner, "cas.service_request") == 1


def test_ready_names_a_missing_city_and_a_missing_migration(empty_database: Database, settings: Settings) -> None:
    url = empty_database.url
    addresses = DatabaseSettings(
        url=url("gis_cas_app"), owner_url=url("gis_cas_owner"), public_url=url("gis_cas_public_read")
    )
    with TestClient(create_app(settings.model_copy(update={"database": addresses}))) as client:
        assert client.get("/healthz").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, list(ready.json()["missing"])) == (503, ["city"])
        page = client.get("/")
        assert page.status_code == 503
        assert "has not been set up" in page.text
        with empty_database.owner.begin() as conn:
            conn.exec_driver_sql("DELETE FROM cas.alembic_version")
        assert list(client.get("/readyz").json()["missing"]) == ["migrations"]


def test_a_fault_nobody_foresaw_says_nothing_but_a_number_to_quote(
    client: TestClient, app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError("secret words of a requester")

    app.state.wiring.reads.requests = broken
    caplog.handler.addFilter(named)
    with caplog.at_level(logging.INFO, logger="gis_cas"):
        page = client.get("/requests?q=Zebulon")
    assert page.status_code == 500
    assert "secret words" not in page.text
    assert page.headers["x-request-id"] in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "RuntimeError" in caplog.text
    assert {record.request_id for record in caplog.records} == {page.headers["x-request-id"]}  # type: ignore[attr-defined] # the filter's
    assert "secret words" not in caplog.text
    assert "Zebulon" not in caplog.text


def test_the_log_holds_routes_and_no_one_s_words(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="gis_cas"):
        number = send_json(client, requester={"name": "Zebulon"}, description="Quixotic").json()["number"]
        client.get(f"/requests/{number}")
        client.get("/find?q=12 Hidden Path")
        send_form(client, name="Zebulon", q="12 Hidden Path")
    assert "/requests/{number}" in caplog.text
    for private in ("Zebulon", "Quixotic", "Hidden", OUTSIDE[0]):
        assert private not in caplog.text


def test_the_citys_own_locator_is_waited_for_no_longer_than_a_statement(database: Database, tmp_path: Path) -> None:
    addresses = addresses_of(database).model_copy(update={"statement_timeout_ms": 400})
    app = create_app(settings_for(database, tmp_path).model_copy(update={"database": addresses}))
    with TestClient(app, client=OUTSIDE) as client, database.owner.begin() as conn:
        conn.exec_driver_sql("LOCK TABLE cas.locator_address IN ACCESS EXCLUSIVE MODE")
        began = time.monotonic()
        sent = client.post("/api/v1/requests", json={**REPORT, "address": "100 E Ocean Ave"})
        assert time.monotonic() - began < 3
    assert (sent.status_code, sent.json()["status"]) == (202, "being_located")
    assert count(database.owner, "jobs.procrastinate_jobs") == 1

"""Sending a request as a program does."""

import re

import pytest
from fastapi.testclient import TestClient

from gis_cas.policy.tracking_number import check_digit
from tests.api.hands import REPORT, STATE_ROAD, count, send_json, sentences
from tests.fixtures.database import Database


def test_a_request_has_its_number_its_owner_and_its_promise_at_once(client: TestClient) -> None:
    answer = send_json(client, requester={"name": "A. Resident", "email": "a@example.org"}, accuracy_ft=20)
    assert answer.status_code == 201
    receipt = answer.json()
    assert re.fullmatch(r"\d{9}", receipt["number"])
    assert check_digit(receipt["number"]) == 0
    assert receipt["status"] == "created"
    assert receipt["received_at"] == "2026-11-23T15:30:00+00:00"
    assert receipt["due_at"] == "2026-11-26T15:30:00+00:00"
    assert receipt["url"] == f"/requests/{receipt['number']}"
    assert receipt["decision"]["owner"]["name"]


def test_anyone_with_the_number_sees_the_public_half_only(client: TestClient) -> None:
    person = {"name": "Zebulon Quick", "address": "12 Hidden Path", "phone": "561-555-0199", "email": "z@example.org"}
    number = send_json(client, requester=person, description="My neighbour Xaver saw it").json()["number"]
    document = client.get(f"/api/v1/requests/{number}")
    page = client.get(f"/requests/{number}")
    nearby = client.get("/api/v1/nearby", params={"lat": 26.5263, "long": -80.0642})
    listed = client.get("/requests")
    drawn = client.get("/map/features", params={"bbox": "-80.2,26.4,-80,26.7", "zoom": "12"})
    assert document.json()["number"] == number
    assert document.json()["text"] is None
    for answer in (document, page, nearby, listed, drawn):
        assert answer.status_code == 200
        for private in (*person.values(), "Xaver"):
            assert private not in answer.text


def test_the_same_key_and_body_is_the_same_request(client: TestClient, database: Database) -> None:
    key = {"Idempotency-Key": "6f3c0b1e-1"}
    body = {**REPORT, **STATE_ROAD}
    first = client.post("/api/v1/requests", json=body, headers=key)
    again = client.post("/api/v1/requests", json=dict(reversed(body.items())), headers=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["status"] == "replayed"
    assert again.json()["number"] == first.json()["number"]
    assert again.json()["decision"] == first.json()["decision"]
    assert count(database.owner, "cas.service_request") == 1


def test_the_same_key_with_another_body_is_refused(client: TestClient, database: Database) -> None:
    key = {"Idempotency-Key": "6f3c0b1e-2"}
    client.post("/api/v1/requests", json={**REPORT, **STATE_ROAD}, headers=key)
    other = client.post("/api/v1/requests", json={**REPORT, **STATE_ROAD, "description": "Another."}, headers=key)
    assert other.status_code == 422
    assert "new key" in sentences(other)["Idempotency-Key"]
    assert count(database.owner, "cas.service_request") == 1


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "a b"])
def test_a_key_that_is_no_key_is_refused(client: TestClient, key: str) -> None:
    answer = client.post("/api/v1/requests", json={**REPORT, **STATE_ROAD}, headers={"Idempotency-Key": key})
    assert answer.status_code == 400
    assert "UUID" in sentences(answer)["Idempotency-Key"]


def test_an_address_alone_is_enough(client: TestClient) -> None:
    answer = client.post("/api/v1/requests", json={**REPORT, "address": "100 E Ocean Ave"})
    assert answer.status_code == 201
    assert answer.json()["decision"]["kind"] == "assigned"


def test_a_service_that_needs_no_place_needs_none(client: TestClient) -> None:
    code = next(
        one["service_code"] for one in client.get("/api/v1/services").json()["services"] if one["location"] == "none"
    )
    answer = client.post("/api/v1/requests", json={"service_code": code, "description": "When is the next meeting?"})
    assert answer.status_code == 201
    assert answer.json()["decision"]["kind"] != "unlocated"
    assert answer.json()["decision"]["certain"]


def test_the_api_needs_no_cookie_and_gives_none(client: TestClient) -> None:
    assert "set-cookie" not in send_json(client).headers


def test_the_description_of_the_api_names_every_door(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {
        "/api/v1/responsibility",
        "/api/v1/requests",
        "/api/v1/requests/{number}",
        "/api/v1/geocode",
        "/api/v1/reverse",
        "/api/v1/services",
        "/api/v1/nearby",
        "/map/features",
    } <= set(paths)
    names = {one["name"] for one in paths["/api/v1/responsibility"]["get"]["parameters"]}
    assert {"service_code", "lat", "long", "q", "accuracy_ft", "accuracy_95", "valid_on", "known_at"} <= names

"""One request from the pin to the closed case, through the wire only, on a clock that the test sets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gis_cas.app import create_app
from tests.acceptance.desk import at_the_desk, sign_in, sign_in_again
from tests.api.hands import OUTSIDE, REPORT, said
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.web import TestClient, settings_for

MONDAY = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
FALL_BACK = datetime(2026, 10, 31, 1, 0, tzinfo=UTC)
SPRING_FORWARD = datetime(2027, 3, 13, 2, 0, tzinfo=UTC)
PIN = {"lat": 26.5263, "long": -80.0642, "accuracy_ft": 10, "email": "someone@example.org"}
EVERYTHING = {"bbox": "-80.2,26.4,-80.0,26.6", "zoom": "17"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


@pytest.fixture
def client(database: Database, clock: FixedClock, tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(settings_for(database, tmp_path))
    app.state.clock = clock
    with TestClient(app, follow_redirects=False, client=OUTSIDE) as opened:
        yield opened


def report(client: TestClient) -> dict[str, Any]:
    answer = client.post("/api/v1/requests", json={**REPORT, **PIN})
    assert answer.status_code == 201, answer.text
    receipt: dict[str, Any] = answer.json()
    return receipt


def states_on_the_map(client: TestClient) -> dict[str, str]:
    features = client.get("/map/features", params=EVERYTHING).json()["features"]
    return {
        one["properties"]["number"]: one["properties"]["state"] for one in features if "number" in one["properties"]
    }


def test_from_the_pin_to_the_closed_case(client: TestClient, clock: FixedClock, database: Database) -> None:
    receipt = report(client)
    number = receipt["number"]
    assert datetime.fromisoformat(receipt["due_at"]) == MONDAY + timedelta(hours=72)
    assert receipt["decision"]["owner"]["slug"] == "public-works"
    assert "Thursday 26 Nov, 10:30 am" in said(client.get(f"/requests/{number}").text)
    assert states_on_the_map(client) == {number: "fresh"}

    for hours, state in ((50, "soon"), (67, "urgent"), (73, "past"), (146, "long_past")):
        clock.now = MONDAY + timedelta(hours=hours)
        assert states_on_the_map(client) == {number: state}
    assert "1 past our 72-hour promise" in said(client.get("/").text)

    desk = sign_in(client, database)
    due_first = client.get("/staff", params={"queue": "due"}).text
    assert f"/staff/requests/{number}" in due_first
    at_the_desk(desk, number, "answer", channel="email", text="A crew comes on Friday.")
    assert states_on_the_map(client) == {number: "answered"}
    assert "0 past our 72-hour promise" in said(client.get("/").text)

    clock.advance(hours=30)
    sign_in_again(desk)
    at_the_desk(desk, number, "resolve", text="Filled with hot mix.")
    refused = at_the_desk(desk, number, "close", expect=409)
    assert "answer" in said(refused.text)
    clock.advance(hours=1)
    assert states_on_the_map(client) == {number: "fresh"}, "the resolution starts the second clock"
    at_the_desk(desk, number, "answer", channel="email", text="It is filled.")
    at_the_desk(desk, number, "close")
    assert states_on_the_map(client) == {}
    assert "Closed" in said(client.get(f"/requests/{number}").text)
    assert client.get(f"/api/v1/requests/{number}").json()["status"] == "closed"


@pytest.mark.parametrize(
    ("received", "promise"),
    [
        # Friday 9 pm in summer time; the clocks go back on Sunday: 72 hours end an hour earlier by the wall clock.
        (FALL_BACK, "Monday 2 Nov, 8:00 pm"),
        # Friday 9 pm in winter time; the clocks go forward on Sunday: an hour later.
        (SPRING_FORWARD, "Monday 15 Mar, 10:00 pm"),
    ],
)
def test_the_promise_across_both_nights_of_daylight_saving(
    client: TestClient, clock: FixedClock, received: datetime, promise: str
) -> None:
    clock.now = received
    receipt = report(client)
    assert datetime.fromisoformat(receipt["due_at"]) - received == timedelta(hours=72)
    assert promise in said(client.get(f"/requests/{receipt['number']}").text)
    clock.now = received + timedelta(hours=71, minutes=59)
    assert states_on_the_map(client) == {receipt["number"]: "urgent"}
    clock.now = received + timedelta(hours=72, seconds=1)
    assert states_on_the_map(client) == {receipt["number"]: "past"}

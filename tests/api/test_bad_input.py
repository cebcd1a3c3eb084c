"""Bad input on both surfaces: the right status, a sentence that names the field and what is right, nothing kept."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from gis_cas.api.limits import MOST_BYTES
from gis_cas.policy.tracking_number import grouped, new_number
from tests.api.hands import CITY_STREET, REPORT, count, hidden, said, send_form, send_json, sentences
from tests.fixtures.database import Database

HOSTILE = [
    "<script>document.title='broken'</script>",
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE cas.service_request; --",
    '" onmouseover=alert(1) x="',
    "%(number)s {0} ${jndi:x} {{ 7*7 }}",
]

POSITIONS = [
    pytest.param({"lat": -80.0642, "long": 26.5263}, "lat", "swapped", id="swapped"),
    pytest.param({"lat": 0, "long": 0}, "lat", "placeholder", id="null island"),
    pytest.param({"lat": 26, "long": -80}, "lat", "in or around", id="whole degrees outside"),
    pytest.param({"lat": 27, "long": -80}, "lat", "degrees", id="whole degrees inside"),
    pytest.param({"lat": 40.7, "long": -74.0}, "lat", "in or around", id="outside Florida"),
    pytest.param({"lat": "NaN", "long": -80.06}, "lat", "numbers", id="NaN"),
    pytest.param({"lat": "Infinity", "long": -80.06}, "lat", "numbers", id="infinity"),
    pytest.param({"lat": "north", "long": -80.06}, "lat", "numbers", id="words"),
    pytest.param({"lat": 26.5263}, "long", "both", id="half a position"),
    pytest.param({"lat": 126.0, "long": -80.06}, "lat", "between", id="beyond the pole"),
    pytest.param({**CITY_STREET, "accuracy_ft": -1}, "accuracy_ft", "feet", id="negative accuracy"),
]


@pytest.mark.parametrize(("position", "field", "word"), POSITIONS)
def test_a_position_that_cannot_be_meant(
    client: TestClient, database: Database, position: dict[str, Any], field: str, word: str
) -> None:
    asked = client.get("/api/v1/responsibility", params={"service_code": "pothole", **position})
    sent = client.post("/api/v1/requests", json={**REPORT, **position})
    form = send_form(client, q="", **{name: str(value) for name, value in position.items()})
    assert (asked.status_code, sent.status_code, form.status_code) == (400, 400, 400)
    assert word in sentences(asked)[field]
    assert word in sentences(sent)[field]
    assert sentences(sent)[field] in said(form.text)
    assert count(database.owner, "cas.service_request") == 0


def test_an_unknown_service(client: TestClient, database: Database) -> None:
    asked = client.get("/api/v1/responsibility", params={"service_code": "dragons", **CITY_STREET})
    assert (asked.status_code, asked.json()["type"]) == (404, "urn:gis-cas:problem:unknown-service")
    sent = send_json(client, service_code="dragons")
    assert (sent.status_code, list(sentences(sent))) == (400, ["service_code"])
    form = send_form(client, service_code="dragons")
    assert form.status_code == 400
    assert "choose one from the list" in said(form.text)
    assert count(database.owner, "cas.service_request") == 0


@pytest.mark.parametrize(
    ("day", "word"), [("2026-11-24", "not come yet"), ("2026-11-22", "when it is sent"), ("soon", "such as")]
)
def test_a_date_stamp_from_the_web(client: TestClient, database: Database, day: str, word: str) -> None:
    sent = send_json(client, received_on=day)
    assert sent.status_code == 400
    assert word in sentences(sent)["received_on"]
    form = send_form(client, received_on=day)
    assert form.status_code == 400
    assert word in said(form.text)
    assert count(database.owner, "cas.service_request") == 0


def test_the_city_day_counts_for_a_date_stamp(client: TestClient, web_clock: Any) -> None:
    web_clock.now = web_clock.now.replace(day=24, hour=3)  # 22:00 on the 23rd in the city
    assert send_json(client, received_on="2026-11-24").status_code == 400
    assert send_json(client, received_on="2026-11-23").status_code == 201


def test_known_at_in_the_future(reader: TestClient) -> None:
    asked = reader.get(
        "/api/v1/responsibility",
        params={"service_code": "pothole", **CITY_STREET, "known_at": "2026-12-01T00:00:00Z"},
    )
    assert asked.status_code == 400
    assert "future" in sentences(asked)["known_at"]


@pytest.mark.parametrize("number", ["482157904", "12", "48215790x", "000000000000"])
def test_a_wrong_number(reader: TestClient, number: str) -> None:
    assert reader.get(f"/api/v1/requests/{number}").status_code == 400
    assert "number" in sentences(reader.get(f"/api/v1/requests/{number}"))
    page = reader.get(f"/requests/{number}")
    assert page.status_code == 400
    assert "nine digits" in said(page.text)


def test_a_number_typed_with_a_slip_is_told_so_by_find(client: TestClient) -> None:
    number = send_json(client).json()["number"]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    page = client.get("/find", params={"q": f"{wrong[:3]} {wrong[3:6]} {wrong[6:]}"})
    assert page.status_code == 200
    assert "one of its nine digits is wrong" in said(page.text)


def test_a_right_number_that_is_not_on_file(reader: TestClient) -> None:
    number = new_number(lambda _most: 4711)
    missing = reader.get(f"/api/v1/requests/{number}")
    page = reader.get(f"/requests/{number}")
    assert (missing.status_code, page.status_code) == (404, 404)
    assert missing.json()["type"] == "urn:gis-cas:problem:unknown-request"
    assert grouped(number) in said(page.text)
    assert grouped(number) in said(reader.get("/find", params={"q": number}).text)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_and_sql_in_every_field_stay_text(client: TestClient, database: Database, text: str) -> None:
    person = {"name": text, "address": text, "phone": text[:40]}
    sent = send_json(client, description=text, requester=person, address=text, answers={"on_road": text})
    assert sent.status_code == 201, sent.text
    form = send_form(client, description=text, name=text, address=text, phone=text[:40])
    assert form.status_code == 303, form.text
    shown = client.get(form.headers["location"]).text
    listed = client.get("/requests", params={"q": text, "group": text}).text
    found = client.get("/find", params={"q": text}).text
    again = send_form(client, description=text, email=text, q=text).text
    for page in (shown, listed, found, again):
        assert "<script>document" not in page
        assert "<img src=x" not in page
        assert '" onmouseover=alert' not in page
    with database.owner.connect() as conn:
        kept = conn.exec_driver_sql("SELECT body FROM cas.text_body").scalars().all()
    assert kept == [text, text]


def test_a_description_of_ten_million_characters(client: TestClient, database: Database) -> None:
    long = "x" * 10_000_000
    assert send_json(client, description=long).status_code == 413
    assert "4,000 characters" in sentences(send_json(client, description=long))["request"]
    form = send_form(client, description=long)
    assert form.status_code == 413
    assert "4,000 characters" in said(form.text)
    assert count(database.owner, "cas.service_request") == 0


@pytest.mark.parametrize("length", [4001, MOST_BYTES // 2])
def test_a_description_that_is_too_long_says_how_long_it_may_be(reader: TestClient, length: int) -> None:
    assert "4,000" in sentences(send_json(reader, description="x" * length))["description"]
    form = send_form(reader, description="x" * length)
    assert form.status_code == 400
    assert "4,000" in said(form.text)


def test_a_description_of_four_thousand_characters_is_kept_whole(client: TestClient, database: Database) -> None:
    assert send_json(client, description="ä" * 4000).status_code == 201
    with database.owner.connect() as conn:
        assert conn.exec_driver_sql("SELECT length(body) FROM cas.text_body").scalar_one() == 4000


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{not json", "application/json", 400),
        (b"[1, 2]", "application/json", 400),
        (b'{"service_code": "pothole", "requester": "me"}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"service_code=pothole", "application/x-www-form-urlencoded", 415),
        (b"", "text/plain", 415),
    ],
)
def test_a_body_that_is_no_request(reader: TestClient, body: bytes, kind: str, status: int) -> None:
    answer = reader.post("/api/v1/requests", content=body, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert "request" in sentences(answer)


def test_values_of_the_wrong_kind_are_named(reader: TestClient) -> None:
    answer = reader.post(
        "/api/v1/requests",
        json={
            "service_code": 7,
            "description": ["x"],
            "lat": True,
            "long": {},
            "requester": {"email": "nobody", "name": 1},
        },
    )
    assert answer.status_code == 400
    assert {"service_code", "description", "lat", "long", "requester.email", "requester.name"} <= set(sentences(answer))


def test_a_form_of_another_kind_is_refused(reader: TestClient) -> None:
    assert reader.post("/report", json=REPORT).status_code == 415


def test_nothing_typed_is_lost_when_the_form_comes_back(client: TestClient) -> None:
    page = send_form(client, description="", name="Ada & Co", phone="561-555-0100", q="100 E Ocean Ave").text
    assert 'value="Ada &amp; Co"' in page
    assert 'value="561-555-0100"' in page
    assert 'value="100 E Ocean Ave"' in page
    assert '<option value="pothole"' in page.split("selected")[0].rsplit("\n", 1)[-1]


def test_a_missing_place_is_asked_for_where_one_is_needed(reader: TestClient) -> None:
    sent = reader.post("/api/v1/requests", json=REPORT)
    assert sent.status_code == 400
    assert "address" in sentences(sent)["place"]
    asked = reader.get("/api/v1/responsibility", params={"service_code": "pothole"})
    assert asked.status_code == 400
    assert "lat and long" in sentences(asked)["lat"]


def test_the_form_of_another_browser_is_not_taken_and_nothing_is_lost(client: TestClient, database: Database) -> None:
    token = hidden(client.get("/report").text, "token")
    client.cookies.clear()
    page = client.post("/report", data={**REPORT, "token": token, "q": "100 E Ocean Ave"})
    assert page.status_code == 403
    assert "A hole that swallows wheels." in page.text
    assert count(database.owner, "cas.service_request") == 0
    again = client.post("/report", data={**REPORT, "token": hidden(page.text, "token"), "q": "100 E Ocean Ave"})
    assert again.status_code == 303

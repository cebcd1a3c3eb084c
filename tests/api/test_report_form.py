"""The public form, as a browser without scripts sends it."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from tests.api.hands import REPORT, STATE_ROAD, count, hidden, said, send_form
from tests.fixtures.database import Database


def test_a_report_leads_to_its_own_page_with_the_promise(client: TestClient) -> None:
    sent = send_form(client)
    assert sent.status_code == 303
    path = sent.headers["location"]
    assert path.endswith("?sent=1")
    page = said(client.get(path).text)
    assert "Keep this number" in page
    assert "Thursday 26 Nov, 10:30 am" in page
    assert "Public Works" in page


def test_sending_the_same_form_twice_makes_one_report(client: TestClient, database: Database) -> None:
    typed = {**REPORT, "token": hidden(client.get("/report").text, "token"), "q": "100 E Ocean Ave"}
    first, second = client.post("/report", data=typed), client.post("/report", data=typed)
    assert first.headers["location"] == second.headers["location"]
    assert count(database.owner, "cas.service_request") == 1


def test_the_same_form_with_other_words_asks_before_it_makes_a_second(client: TestClient, database: Database) -> None:
    typed = {**REPORT, "token": hidden(client.get("/report").text, "token"), "q": "100 E Ocean Ave"}
    client.post("/report", data=typed)
    other = client.post("/report", data={**typed, "description": "Something else."})
    assert other.status_code == 422
    assert "Something else." in other.text
    assert count(database.owner, "cas.service_request") == 1
    fresh = {**typed, "description": "Something else.", "token": hidden(other.text, "token")}
    assert client.post("/report", data=fresh).status_code == 303
    assert count(database.owner, "cas.service_request") == 2


def test_a_street_alone_is_asked_about_once_and_may_be_all_one_knows(client: TestClient, database: Database) -> None:
    asked = send_form(client, q="Ocean Ave")
    assert asked.status_code == 400
    assert "Only the street is known" in said(asked.text)
    assert 'name="choice" value="Ocean Ave"' in asked.text
    assert count(database.owner, "cas.service_request") == 0
    assert send_form(client, q="Ocean Ave", choice="Ocean Ave").status_code == 303


def test_an_address_nobody_knows_is_still_received(client: TestClient) -> None:
    sent = send_form(client, q="behind the old water tower")
    assert sent.status_code == 303
    assert "City Manager" in said(client.get(sent.headers["location"]).text)


def test_the_one_question_is_asked_before_sending_and_not_twice(client: TestClient, database: Database) -> None:
    pin = {"q": "", "lat": "26.52815", "long": "-80.0751", "source": "phone", "accuracy_ft": "65"}
    asked = send_form(client, **pin)
    assert asked.status_code == 400
    assert count(database.owner, "cas.service_request") == 0
    assert "I'm not sure" in said(asked.text)
    field = asked.text.split('name="answer.')[1].split('"')[0]
    assert send_form(client, **pin, **{f"answer.{field}": "unsure"}).status_code == 303
    assert count(database.owner, "cas.service_request") == 1


def test_a_services_own_question_is_asked_in_the_form_and_its_answer_is_kept(
    client: TestClient, database: Database
) -> None:
    boat = {"q": "", "lat": "26.5262", "long": "-80.064", "source": "pin", "service_code": "abandoned_boat"}
    asked = send_form(client, **boat)
    assert asked.status_code == 400
    assert "Where is the boat?" in said(asked.text)
    assert 'name="answer.boat_lies"' in asked.text
    sent = send_form(client, **boat, **{"answer.boat_lies": "in_water"})
    assert sent.status_code == 303
    assert "Fish and Wildlife" in said(client.get(sent.headers["location"]).text)
    with database.owner.connect() as conn:
        inputs = conn.execute(text("SELECT inputs FROM cas.decision ORDER BY id DESC LIMIT 1")).scalar_one()
    assert inputs["answers"] == {"boat_lies": "in_water"}


def test_a_link_may_know_the_place_and_the_service_already(reader: TestClient) -> None:
    page = reader.get("/report", params={"service_code": "pothole", **STATE_ROAD, "source": "pin", "zoom": "19"})
    assert "Florida Department of Transportation" in said(page.text)
    assert 'name="lat" value="26.528"' in page.text


@pytest.mark.parametrize(
    "query", ["lat=nan&long=1", "lat=x", "service_code=dragons&q=1", "zoom=-5&lat=26.5&long=-80.06", "q=" + "x" * 5000]
)
def test_no_link_can_break_the_form(reader: TestClient, query: str) -> None:
    assert reader.get(f"/report?{query}").status_code == 200


def test_similar_open_requests_are_shown_before_a_second_is_sent(client: TestClient) -> None:
    send_form(client)
    page = client.get("/report", params={"service_code": "pothole", "lat": "26.5264", "long": "-80.0643"})
    assert "Already reported near here" in said(page.text)
    assert 'id="similar" hidden' not in page.text


def test_the_form_is_never_kept_by_a_cache_and_its_cookie_is_out_of_reach(client: TestClient) -> None:
    answer = client.get("/report")
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie

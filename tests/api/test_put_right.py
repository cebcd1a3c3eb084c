"""Not ours, and the wrong place, said at the desk: plain words, small forms, and only where they make sense."""

import re

import pytest
from fastapi.testclient import TestClient

from gis_cas.policy.access import Role
from tests.api.hands import CITY_STREET, STATE_ROAD, hidden, said, send_json
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.database import Database

NOT_OURS, WRONG_PLACE = "This is not ours", "The place is wrong"


def sign_in(client: TestClient, database: Database, role: Role, scope: str | None = None) -> None:
    with database.app.begin() as conn:
        an_account(conn, "somebody", role, scope=scope)
    csrf = hidden(client.get("/staff/login").text, "csrf")
    typed = {"csrf": csrf, "login": "somebody", "password": PASSWORD}
    assert client.post("/staff/login", data=typed).status_code == 303


def press(client: TestClient, number: str, verb: str, **typed: str) -> tuple[int, str]:
    csrf = hidden(client.get("/staff").text, "csrf")
    answer = client.post(f"/staff/requests/{number}/{verb}", data={"csrf": csrf, **typed})
    return answer.status_code, answer.headers.get("location", answer.text)


@pytest.fixture
def crew(client: TestClient, database: Database) -> TestClient:
    sign_in(client, database, Role.CREW, "public-works")
    return client


def test_a_crew_sends_on_what_is_not_theirs(crew: TestClient) -> None:
    number = send_json(crew).json()["number"]
    page = said(crew.get(f"/staff/requests/{number}").text)
    assert NOT_OURS in page
    assert WRONG_PLACE in page
    typed = {"owner": "agency:palm-beach-county", "reason": "The county's road."}
    assert press(crew, number, "not-ours", **typed) == (303, "/staff")
    shown = crew.get(f"/api/v1/requests/{number}").json()
    assert shown["owner"]["slug"] == "palm-beach-county"
    assert "It was with the wrong office. Moved to Palm Beach County" in said(crew.get(f"/requests/{number}").text)
    assert "The county's road." not in crew.get(f"/requests/{number}").text
    assert press(crew, number, "not-ours", **typed)[0] == 404


def test_i_do_not_know_whose_sends_it_to_the_administrator(crew: TestClient) -> None:
    number = send_json(crew).json()["number"]
    assert press(crew, number, "not-ours", owner="", reason="Not a city street.") == (303, "/staff")
    assert crew.get(f"/api/v1/requests/{number}").json()["owner"]["slug"] == "city-manager"


def test_what_cannot_be_used_comes_back_in_its_form(crew: TestClient) -> None:
    number = send_json(crew).json()["number"]
    status, page = press(crew, number, "not-ours", owner="department:public-works", reason="Ours?")
    assert status == 400
    assert re.search(r"The request is with Public Works.* already", said(page))
    assert 'value="Ours?"' in page
    status, page = press(crew, number, "wrong-place", q="Nowhere Road 5", reason="Other end.")
    assert status == 400
    assert "could not be found" in said(page)
    assert 'value="Nowhere Road 5"' in page
    status, page = press(crew, number, "wrong-place", q="100 E Ocean Ave", reason="")
    assert status == 400
    assert "what is wrong with the place" in said(page)


def test_a_place_put_right_is_shown_beside_the_one_that_was_said(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.ADMINISTRATOR)
    number = send_json(client, **STATE_ROAD).json()["number"]
    address = f"/staff/requests/{number}"
    assert press(client, number, "wrong-place", q="100 E Ocean Ave", reason="Seen there.") == (
        *(303, f"{address}?done=wrong-place"),
    )
    page = said(client.get(f"{address}?done=wrong-place").text)
    assert "Done and noted." in page
    assert "Place, put right 100 E Ocean Ave" in " ".join(page.split())
    assert "The place was put right" in page
    assert "Seen there." in page
    assert client.get(f"/api/v1/requests/{number}").json()["owner"]["slug"] == "public-works"


def test_where_nothing_was_decided_or_all_is_over_nothing_is_offered(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.ADMINISTRATOR)
    question = send_json(client, service_code="records_request").json()["number"]
    page = said(client.get(f"/staff/requests/{question}").text)
    assert NOT_OURS in page
    assert WRONG_PLACE not in page
    lost = send_json(client, lat=None, long=None, q="Nowhere Road 5").json()["number"]
    page = said(client.get(f"/staff/requests/{lost}").text)
    assert NOT_OURS not in page
    assert "Say where it is" in page
    assert press(client, lost, "not-ours", owner="", reason="No.")[0] == 409


def test_another_departments_request_is_not_there(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.STAFF, "utilities")
    number = send_json(client, **CITY_STREET).json()["number"]
    assert press(client, number, "not-ours", owner="", reason="No.")[0] == 404


def test_who_only_reads_is_not_offered_it_and_may_not(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.CITY_MANAGER)
    number = send_json(client).json()["number"]
    page = said(client.get(f"/staff/requests/{number}").text)
    assert NOT_OURS not in page
    assert WRONG_PLACE not in page
    for verb in ("not-ours", "wrong-place"):
        assert press(client, number, verb, reason="No.")[0] == 403

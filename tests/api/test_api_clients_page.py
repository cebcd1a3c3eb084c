"""The administrator's page of client programs."""

import re

import pytest
from fastapi.testclient import TestClient

from gis_cas.policy.access import Role
from tests.api.hands import CITY_STREET, count, hidden, said
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.api_clients import bearing
from tests.fixtures.database import Database

HERE = "/staff/api-clients"
GOOD = {"name": "Neighbourhood <app>", "contact": "someone@example.org", "scope_follow": "1", "per_minute": "60"}


def sign_in(client: TestClient, database: Database, role: Role) -> None:
    with database.app.begin() as conn:
        an_account(conn, "somebody", role)
    csrf = hidden(client.get("/staff/login").text, "csrf")
    answer = client.post("/staff/login", data={"csrf": csrf, "login": "somebody", "password": PASSWORD})
    assert answer.status_code == 303


@pytest.fixture
def admin(client: TestClient, database: Database) -> TestClient:
    sign_in(client, database, Role.ADMINISTRATOR)
    return client


def post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(path, data={"csrf": hidden(client.get(HERE).text, "csrf"), **fields})
    return answer.status_code, answer.text


def key_in(page: str) -> str:
    found = re.search(r"<code>(gcas_[\w-]{43})</code>", page)
    assert found, said(page)
    return found.group(1)


def test_without_a_program_the_page_says_so(admin: TestClient) -> None:
    page = admin.get(HERE)
    assert page.status_code == 200
    assert "No program calls under its own name yet" in said(page.text)


def test_a_new_program_gets_a_key_that_is_shown_once_and_works(admin: TestClient) -> None:
    status, page = post(admin, HERE, **GOOD)
    assert status == 200
    assert "Neighbourhood &lt;app&gt;" in page
    key = key_in(page)
    again = admin.get(HERE).text
    assert key not in again
    assert key[-6:] in again
    assert admin.get("/api/v1/nearby", params=CITY_STREET, headers=bearing(key)).status_code == 200


def test_what_cannot_be_used_comes_back_with_sentences_and_what_was_typed(
    admin: TestClient, database: Database
) -> None:
    status, page = post(admin, HERE, name="Mine", contact="", per_minute="many")
    assert status == 400
    assert 'value="Mine"' in page
    assert "Calls a minute must be a whole number" in said(page)
    status, page = post(admin, HERE, name="Mine", contact="", per_minute="5")
    assert status == 400
    assert "whom to call or write to" in said(page)
    assert "choose at least one" in said(page)
    assert count(database.owner, "cas.api_client") == 0


def test_a_key_is_taken_back_on_the_page(admin: TestClient) -> None:
    key = key_in(post(admin, HERE, **GOOD)[1])
    found = re.search(r'action="(/staff/api-clients/keys/\d+/withdraw)"', admin.get(HERE).text)
    assert found
    assert post(admin, found.group(1))[0] == 303
    assert admin.get("/api/v1/nearby", params=CITY_STREET, headers=bearing(key)).status_code == 403
    assert "taken back" in said(admin.get(HERE).text)
    assert post(admin, found.group(1))[0] == 404


def test_a_second_key_may_have_a_last_day(admin: TestClient) -> None:
    post(admin, HERE, **GOOD)
    found = re.search(r'action="(/staff/api-clients/\d+/keys)"', admin.get(HERE).text)
    assert found
    status, page = post(admin, found.group(1), expires_on="2026-11-22")
    assert status == 400
    assert "has passed" in said(page)
    status, page = post(admin, found.group(1), expires_on="2026-12-31")
    assert status == 200
    assert "31 Dec" in said(page)
    key_in(page)


def test_a_long_list_has_pages(admin: TestClient) -> None:
    for number in range(26):
        post(admin, HERE, **{**GOOD, "name": f"Program {number:02}"})
    first, second = admin.get(HERE).text, admin.get(HERE, params={"page": 2}).text
    assert first.count('class="sheet"') == 26  # with the form
    assert "Program 25" in second
    assert "Program 24" not in second
    assert admin.get(HERE, params={"page": "x"}).status_code == 400


@pytest.mark.parametrize("path", [HERE, f"{HERE}/1/keys", f"{HERE}/keys/1/withdraw"])
def test_a_form_of_another_site_changes_nothing(admin: TestClient, database: Database, path: str) -> None:
    assert admin.post(path, data=GOOD).status_code == 403
    assert count(database.owner, "cas.api_client") == 0


def test_the_desks_bar_leads_there_for_whom_it_is_open(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.STAFF)
    assert HERE not in client.get("/staff").text
    assert client.get(HERE).status_code == 403


def test_its_may_give_keys(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.ITS_ADMIN)
    assert client.get(HERE).status_code == 200

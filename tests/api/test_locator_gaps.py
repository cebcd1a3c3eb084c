"""From words that are not found, over the GIS editor's page, to words that are: in force at the next request."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from gis_cas.policy.access import Role
from tests.api.hands import hidden, said
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.database import Database

HERE = "/gis/locator-gaps"


def sign_in(client: TestClient, database: Database, role: Role) -> None:
    with database.app.begin() as conn:
        an_account(conn, "somebody", role)
    csrf = hidden(client.get("/staff/login").text, "csrf")
    assert (
        client.post("/staff/login", data={"csrf": csrf, "login": "somebody", "password": PASSWORD}).status_code == 303
    )


def ask_for(client: TestClient, words: str) -> None:
    body = {"service_code": "pothole", "description": "A hole.", "q": words, "name": "A", "email": "a@example.org"}
    answer = client.post("/api/v1/requests", json=body)
    assert answer.status_code == 201, answer.text


def found(client: TestClient, words: str) -> list[str]:
    answer = client.get("/api/v1/geocode", params={"q": words})
    assert answer.status_code == 200
    return [one["match_type"] for one in answer.json()["candidates"] if one["score"] >= 80]


def gap_of(client: TestClient, words_key: str) -> str:
    match = re.search(rf'id="gap-(\d+)">{re.escape(words_key)}<', client.get(HERE).text)
    assert match, said(client.get(HERE).text)
    return match.group(1)


def post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    answer = client.post(HERE + path, data={"csrf": hidden(client.get(HERE).text, "csrf"), **fields})
    return answer.status_code, answer.text


@pytest.fixture
def editor(client: TestClient, database: Database) -> TestClient:
    sign_in(client, database, Role.GIS_EDITOR)
    return client


def test_without_a_gap_the_page_says_so(editor: TestClient) -> None:
    assert "has been found" in said(editor.get(HERE).text)


def test_words_about_one_street_are_one_row_with_their_count(editor: TestClient) -> None:
    for words in ("12 Zanzibar Strip", "14 zanzibar strip", "12 Zanzibar Strip"):
        ask_for(editor, words)
    page = said(editor.get(HERE).text)
    assert "ZANZIBAR STRIP" in page
    assert "3 requests" in page
    assert "14 zanzibar strip" in page


def test_an_alias_is_in_force_at_the_next_request_and_can_be_taken_back(editor: TestClient, database: Database) -> None:
    ask_for(editor, "649 Zanzibar Strip")
    assert found(editor, "649 Zanzibar Strip") == []
    gap = gap_of(editor, "ZANZIBAR STRIP")

    status, page = post(editor, f"/{gap}/alias", name="Zanzibar Strip", street="Nowhere Ave")
    assert status == 400
    assert "There is no street" in said(page)

    assert post(editor, f"/{gap}/alias", name="Zanzibar Strip", street="E Ocean Ave")[0] == 303
    assert found(editor, "649 Zanzibar Strip") == ["PointAddress"]
    assert "has been found" in said(editor.get(HERE).text)
    with database.owner.connect() as conn:
        made = conn.execute(text("SELECT kind, street, made_by, until FROM cas.locator_correction")).one()
    assert tuple(made) == ("alias", "E Ocean Ave", "somebody", None)

    taken = re.search(r'action="/gis/locator-gaps(/corrections/\d+/end)"', editor.get(HERE).text)
    assert taken
    assert post(editor, taken.group(1))[0] == 303
    assert found(editor, "649 Zanzibar Strip") == []


def test_an_address_and_a_landmark_can_be_told(editor: TestClient) -> None:
    ask_for(editor, "7 Zebra Ct")
    ask_for(editor, "the old water tower")
    gap = gap_of(editor, "ZEBRA CT")
    status, page = post(editor, f"/{gap}/address", street="Zebra Ct", lat="26.5262", long="-80.0640")
    assert status == 400
    assert "house number" in said(page)
    assert post(editor, f"/{gap}/address", number="7", street="Zebra Ct", lat="26.5262", long="-80.0640")[0] == 303
    assert found(editor, "7 Zebra Ct") == ["PointAddress"]
    key = editor.get("/api/v1/geocode", params={"q": "7 Zebra Ct"}).json()["candidates"][0]["address_id"]
    ask = {"service_code": "pothole", "address_id": key}
    assert editor.get("/api/v1/responsibility", params=ask).status_code == 200

    tower = gap_of(editor, "THE OLD WATER TOWER")
    told = {"name": "old water tower", "lat": "26.5300", "long": "-80.0700"}
    assert post(editor, f"/{tower}/landmark", **told)[0] == 303
    assert found(editor, "behind the old water tower") == ["POI"]


def test_words_can_be_set_aside_and_come_back_when_they_are_used_again(editor: TestClient) -> None:
    ask_for(editor, "somewhere over the rainbow")
    gap = gap_of(editor, "SOMEWHERE OVER THE RAINBOW")
    assert post(editor, f"/{gap}/aside")[0] == 303
    assert "has been found" in said(editor.get(HERE).text)
    ask_for(editor, "somewhere over the rainbow")
    assert gap_of(editor, "SOMEWHERE OVER THE RAINBOW") == gap


def test_an_administrator_reads_and_does_not_mend(client: TestClient, database: Database) -> None:
    sign_in(client, database, Role.ADMINISTRATOR)
    ask_for(client, "12 Zanzibar Strip")
    page = client.get(HERE).text
    assert "ZANZIBAR STRIP" in page
    assert "/alias" not in page
    assert post(client, "/1/alias", name="x", street="E Ocean Ave")[0] == 403


def test_what_is_typed_so_far_is_answered_with_streets_landmarks_and_addresses(client: TestClient) -> None:
    def suggested(words: str) -> list[tuple[str, str]]:
        answer = client.get("/api/v1/suggest", params={"q": words})
        assert answer.status_code == 200
        return [(one["words"], one["kind"]) for one in answer.json()["suggestions"]]

    assert ("N Seacrest Blvd", "street") in suggested("seac")
    assert ("E Ocean Ave", "street") in suggested("ocean a")
    assert ("Oceanfront Park", "landmark") in suggested("oceanf")
    assert suggested("649 E Oce") == [("649 E Ocean Ave", "address")]
    assert suggested("649 ocean av") == [("649 E Ocean Ave", "address")]
    assert suggested("o") == []

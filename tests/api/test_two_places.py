"""A photo far from its pin, an address far from a pin: one plain question, and the pin is never overwritten."""

import re
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from gis_cas.accounts.demonstration import ACCOUNTS
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.office import Office
from tests.api.hands import REPORT, hidden, said, send_form
from tests.api.test_photos import send
from tests.api.test_staff_files import signed_in
from tests.factories.accounts import an_account
from tests.factories.pictures import exif, photo
from tests.fixtures.clock import MONDAY_MORNING
from tests.fixtures.database import Database

PIN = {"q": "", "lat": "26.5263", "long": "-80.0642", "source": "pin", "zoom": "18"}
NEAR = photo(exif=exif(lon=-80.0642, lat=26.5268))
FAR = photo(exif=exif(lon=-80.078, lat=26.5281))
"""On SR 804 beyond the motorway, nearly a mile west of the pin."""
ASKED = "Your photo was taken 0.9 miles from your pin. Which is right?"


@pytest.fixture(autouse=True)
def accounts(database: Database) -> None:
    with database.app.begin() as conn:
        for one in ACCOUNTS:
            if one.login in {"admin", "public-works-staff"}:
                an_account(conn, one.login, one.role, scope=one.scope, password=one.password)


def rows(database: Database, statement: str) -> list[Any]:
    with database.owner.connect() as conn:
        return list(conn.execute(text(statement)))


def with_photo(client: TestClient, content: bytes, **more: str) -> tuple[str, str]:
    sent = send(client, ("photo.jpg", content), **(PIN | more))
    assert sent.status_code == 303, said(sent.text)
    path = sent.headers["location"].partition("?")[0]
    return path, client.get(path).text


def answer(client: TestClient, path: str, page: str, what: str) -> httpx.Response:
    sent: httpx.Response = client.post(f"{path}/photo-place", data={"csrf": hidden(page, "csrf"), "answer": what})
    return sent


def test_a_photo_far_from_its_pin_asks_its_sender_which_is_right(client: TestClient, database: Database) -> None:
    path, page = with_photo(client, FAR)
    assert ASKED in said(page)
    for choice in ("My pin", "Where the photo was taken", "I'm not sure"):
        assert choice in said(page)
    sent = answer(client, path, page, "pin")
    assert sent.status_code == 303
    after = said(client.get(sent.headers["location"]).text)
    assert "Thank you. We have noted it." in after
    assert ASKED not in after
    (event,) = rows(database, "SELECT actor, facts FROM cas.event WHERE kind = 'photo_place'")
    assert (event.actor, event.facts["answer"]) == ("public", "pin")
    assert len(rows(database, "SELECT 1 FROM cas.decision")) == 1, "the pin was right, so nothing is decided again"


def test_a_photo_near_its_pin_asks_nothing(client: TestClient) -> None:
    path, page = with_photo(client, NEAR)
    assert "Which is right?" not in said(page)
    assert answer(client, path, page, "photo").status_code == 404


def test_where_the_photo_is_right_it_is_decided_there_and_the_pin_stays(client: TestClient, database: Database) -> None:
    path, page = with_photo(client, FAR)
    assert answer(client, path, page, "photo").status_code == 303
    (row,) = rows(
        database,
        """SELECT s.source AS stated, ST_X(s.geom) AS lon, p.source, ST_X(p.geom) AS photo_lon, r.owner_slug
             FROM cas.service_request AS r JOIN cas.place AS s ON s.id = r.stated_place_id
             JOIN cas.place AS p ON p.id = r.place_id""",
    )
    assert (row.stated, row.source) == ("pin", "photo")
    assert row.lon == pytest.approx(-80.0642)
    assert row.photo_lon == pytest.approx(-80.078, abs=1e-5)
    owners = rows(database, "SELECT owner->>'slug' AS slug FROM cas.decision ORDER BY id")
    assert [one.slug for one in owners] == ["public-works", "fdot-d4"]
    assert "Florida Department of Transportation" in said(client.get(path).text)


def test_what_a_person_has_moved_is_not_decided_again(client: TestClient, database: Database, office: Office) -> None:
    path, page = with_photo(client, FAR)
    reassign(office, path[-9:], to="utilities", actor="admin", reason="A main lies there.", now=MONDAY_MORNING)
    assert answer(client, path, page, "photo").status_code == 303
    assert len(rows(database, "SELECT 1 FROM cas.decision")) == 1


def test_an_answer_is_given_once(client: TestClient, database: Database) -> None:
    path, page = with_photo(client, FAR)
    for what in ("unsure", "photo"):
        assert answer(client, path, page, what).status_code == 303
    assert [one.answer for one in rows(database, "SELECT answer FROM cas.photo_answer")] == ["unsure"]
    assert len(rows(database, "SELECT 1 FROM cas.decision")) == 1


def test_what_is_no_answer_is_refused_with_a_sentence(client: TestClient, database: Database) -> None:
    path, page = with_photo(client, FAR)
    refused = answer(client, path, page, "both")
    assert refused.status_code == 400
    assert "It is fine not to be sure." in said(refused.text)
    assert rows(database, "SELECT 1 FROM cas.photo_answer") == []


def test_nobody_but_the_sender_is_asked(client: TestClient, app: FastAPI) -> None:
    path, page = with_photo(client, FAR)
    with TestClient(app, follow_redirects=False) as other:
        assert "Which is right?" not in said(other.get(path).text)
        assert answer(other, path, page, "photo").status_code == 403


def test_an_address_is_asked_about_as_an_address(client: TestClient) -> None:
    _, page = with_photo(client, FAR, q="100 E Ocean Ave", lat="", long="", source="", zoom="")
    assert "from the address you gave. Which is right?" in said(page)
    assert "The address" in said(page)


def test_the_desk_sees_the_doubt_and_a_sender_who_is_not_sure_is_marked_in_the_list(
    client: TestClient, app: FastAPI
) -> None:
    path, page = with_photo(client, FAR)
    staff = signed_in(app, "public-works-staff")
    assert "The sender was asked which is right, and has not said." in said(staff.get(f"/staff{path}").text)
    assert "two places" not in said(staff.get("/staff").text)
    answer(client, path, page, "unsure")
    case = said(staff.get(f"/staff{path}").text)
    assert "A photo was taken 0.9 miles from the stated place." in case
    assert "The sender is not sure which is right. Please look at both." in case
    assert "two places, sender not sure" in said(staff.get("/staff").text)


TYPED = PIN | {"q": "2000 S Federal Hwy"}
BETWEEN = r"from your pin\. Which is right\?"


def test_an_address_far_from_the_pin_is_asked_about_before_anything_is_sent(
    client: TestClient, database: Database
) -> None:
    asked = send_form(client, **TYPED)
    assert asked.status_code == 400
    assert re.search(rf"The address you typed is 1\.\d miles {BETWEEN}", said(asked.text))
    assert rows(database, "SELECT 1 FROM cas.service_request") == []
    assert send_form(client, **(TYPED | {"q": "100 E Ocean Ave"})).status_code == 303, "that address is by the pin"


@pytest.mark.parametrize(("what", "found"), [("pin", "pin"), ("address", "address"), ("unsure", "pin")])
def test_what_was_answered_decides_and_both_stay_stated(
    client: TestClient, database: Database, app: FastAPI, what: str, found: str
) -> None:
    sent = send_form(client, **TYPED, **{"answer.which_place": what})
    assert sent.status_code == 303, said(sent.text)
    (row,) = rows(
        database,
        """SELECT s.stated_words, ST_Y(s.geom) AS lat, p.source, ST_Y(p.geom) AS found_lat
             FROM cas.service_request AS r JOIN cas.place AS s ON s.id = r.stated_place_id
             JOIN cas.place AS p ON p.id = r.place_id""",
    )
    assert (row.stated_words, row.source) == (TYPED["q"], found)
    assert row.lat == pytest.approx(26.5263)
    assert (row.found_lat == pytest.approx(26.5263)) is (found == "pin")
    marked = "two places, sender not sure" in said(signed_in(app, "admin").get("/staff").text)
    assert marked is (what == "unsure")


def test_the_question_is_asked_in_the_sender_s_language(client: TestClient) -> None:
    asked = client.post(
        "/report?lang=es", data={"token": hidden(client.get("/report").text, "token"), **REPORT, **TYPED}
    )
    assert re.search(r"La dirección que escribió está a 1\.\d millas de su marca en el mapa", said(asked.text))

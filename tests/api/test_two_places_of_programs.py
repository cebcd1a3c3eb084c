"""Two places that disagree, as a program is asked: what is open stands in the answers, and is answered once."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from gis_cas.accounts.demonstration import ACCOUNTS
from gis_cas.domain.request import AnswerChannel
from gis_cas.service_requests.close import close
from gis_cas.service_requests.locate import decide_and_store
from gis_cas.service_requests.resolve import resolve
from gis_cas.service_requests.respond import respond
from gis_cas.service_requests.waiting import waiting_from
from gis_cas.store.requests import to_locate
from tests.api.conftest import NOW
from tests.api.hands import said, send_json, sentences
from tests.api.test_staff_files import signed_in
from tests.api.test_two_places import FAR, NEAR
from tests.factories.accounts import an_account
from tests.fixtures.database import Database

TYPED = {"source": "pin", "zoom": 18, "address": "2000 S Federal Hwy"}
OPTIONS = {
    "photo_place": {"pin": "My pin", "photo": "Where the photo was taken", "unsure": "I'm not sure"},
    "which_place": {"pin": "My pin", "address": "The address", "unsure": "I'm not sure"},
}


class Program:
    """A program that has sent one request and holds the token of its receipt."""

    def __init__(self, client: TestClient, **more: Any) -> None:
        self.client = client
        self.receipt = send_json(client, **more).json()
        self.path = f"/api/v1/requests/{self.receipt['number']}"
        self.proof = {"Sender-Token": self.receipt["attachments"]["token"]}

    def adds(self, content: bytes) -> dict[str, Any]:
        sent = self.client.post(
            self.path + "/attachments", files={"file": ("photo.jpg", content, "image/jpeg")}, headers=self.proof
        )
        assert sent.status_code == 201, sent.text
        document: dict[str, Any] = sent.json()
        return document

    def answers(self, **by_code: Any) -> httpx.Response:
        answer: httpx.Response = self.client.post(self.path + "/answers", json=by_code, headers=self.proof)
        return answer

    def looks(self) -> dict[str, Any]:
        document: dict[str, Any] = self.client.get(self.path, headers=self.proof).json()
        return document


def rows(database: Database, statement: str) -> list[Any]:
    with database.owner.connect() as conn:
        return list(conn.execute(text(statement)))


def one(document: dict[str, Any], code: str) -> dict[str, Any]:
    (question,) = document["questions"]
    assert question["code"] == code
    assert {option["code"]: option["label"] for option in question["options"]} == OPTIONS[code]
    return dict(question)


def test_a_photo_far_from_its_pin_asks_the_program_that_sent_it(client: TestClient, database: Database) -> None:
    program = Program(client, source="pin", zoom=18)
    assert program.receipt["questions"] == []
    question = one(program.adds(FAR), "photo_place")
    assert question["text"] == "Your photo was taken 0.9 miles from your pin. Which is right?"
    assert question["feet_apart"] == pytest.approx(4570, abs=100)
    assert program.looks()["questions"] == [question]
    answered = program.answers(photo_place="photo")
    assert answered.status_code == 200
    assert (answered.json()["questions"], answered.json()["owner"]["slug"]) == ([], "fdot-d4")
    (event,) = rows(database, "SELECT actor, facts FROM cas.event WHERE kind = 'photo_place'")
    assert (event.actor, event.facts["answer"]) == ("public", "photo")


def test_a_photo_near_its_pin_asks_nothing(client: TestClient) -> None:
    program = Program(client, source="pin", zoom=18)
    assert program.adds(NEAR)["questions"] == []
    assert program.answers(photo_place="pin").status_code == 404


def test_an_address_far_from_the_pin_is_asked_about_with_the_receipt(client: TestClient, database: Database) -> None:
    program = Program(client, **TYPED)
    question = one(program.receipt, "which_place")
    assert question["text"].startswith("The address you typed is 1.")
    assert question["feet_apart"] > 300
    assert program.looks()["questions"] == [question]
    assert program.answers(which_place="address").json()["questions"] == []
    (row,) = rows(
        database,
        """SELECT s.source AS stated, ST_Y(s.geom) AS lat, p.source, ST_Y(p.geom) AS found_lat, r.answers
             FROM cas.service_request AS r JOIN cas.place AS s ON s.id = r.stated_place_id
             JOIN cas.place AS p ON p.id = r.place_id""",
    )
    assert (row.stated, row.source, row.answers) == ("pin", "address", {"which_place": "address"})
    assert row.lat == pytest.approx(26.5263)
    assert row.found_lat == pytest.approx(26.51, abs=0.01)
    assert len(rows(database, "SELECT 1 FROM cas.decision")) == 2
    (event,) = rows(database, "SELECT actor, facts FROM cas.event WHERE kind = 'two_places'")
    assert (event.actor, event.facts) == ("public", {"answer": "address"})


@pytest.mark.parametrize("what", ["pin", "unsure"])
def test_where_the_pin_is_right_or_nobody_is_sure_nothing_is_decided_again(
    client: TestClient, app: FastAPI, database: Database, what: str
) -> None:
    with database.app.begin() as conn:
        for account in ACCOUNTS:
            if account.login == "admin":
                an_account(conn, account.login, account.role, scope=account.scope, password=account.password)
    program = Program(client, **TYPED)
    desk, page = signed_in(app, "admin"), f"/staff/requests/{program.receipt['number']}"
    unsaid = "The pin and the address they typed lie far apart, and the sender has not said which is right."
    assert unsaid in said(desk.get(page).text)
    assert program.answers(which_place=what).status_code == 200
    assert len(rows(database, "SELECT 1 FROM cas.decision")) == 1
    case = said(desk.get(page).text)
    assert unsaid not in case
    assert ("not sure whether the pin or the address they typed is right. Please look at both" in case) is (
        what == "unsure"
    )
    assert ("The sender says that the pin is right" in case) is (what == "pin")


def test_what_is_answered_with_the_request_is_not_asked(client: TestClient, database: Database) -> None:
    program = Program(client, **TYPED, answers={"which_place": "address"})
    assert program.receipt["questions"] == []
    assert [row.source for row in rows(database, "SELECT p.source FROM cas.place p WHERE p.stated_words IS NULL")] == [
        "address"
    ]


def test_a_first_answer_stands_and_may_be_sent_again(client: TestClient, database: Database) -> None:
    program = Program(client, **TYPED)
    for what in ("unsure", "unsure", "address"):
        assert program.answers(which_place=what).status_code == 200
    assert [row.answers for row in rows(database, "SELECT answers FROM cas.service_request")] == [
        {"which_place": "unsure"}
    ]
    assert len(rows(database, "SELECT 1 FROM cas.event WHERE kind = 'two_places'")) == 1


def test_a_repeated_request_says_what_is_still_open(client: TestClient) -> None:
    body = {"service_code": "pothole", "description": "A hole.", "lat": 26.5263, "long": -80.0642, **TYPED}
    first, again = (client.post("/api/v1/requests", json=body, headers={"Idempotency-Key": "k1"}) for _ in range(2))
    assert (again.status_code, again.json()["questions"]) == (200, first.json()["questions"])
    proof = {"Sender-Token": first.json()["attachments"]["token"]}
    client.post(f"/api/v1{first.json()['url']}/answers", json={"which_place": "pin"}, headers=proof)
    third = client.post("/api/v1/requests", json=body, headers={"Idempotency-Key": "k1"})
    assert third.json()["questions"] == []


def test_an_answer_survives_a_decision_that_knew_nothing_of_it(client: TestClient, app: FastAPI) -> None:
    program = Program(client, **TYPED)
    office = app.state.wiring.office
    with office.statements.connect() as conn:
        before = waiting_from(to_locate(conn, program.receipt["number"]), None)
    program.answers(which_place="unsure")
    assert decide_and_store(office, before, now=NOW) is not None
    assert program.looks()["questions"] == []


def test_nobody_but_the_sender_is_asked_or_may_answer(client: TestClient) -> None:
    program, other = Program(client, **TYPED), Program(client)
    assert "questions" not in client.get(program.path).json()
    assert "questions" not in client.get(program.path, headers=other.proof).json()
    for proof in ({}, other.proof):
        refused = client.post(program.path + "/answers", json={"which_place": "pin"}, headers=proof)
        assert (refused.status_code, refused.json()["type"]) == (403, "urn:gis-cas:problem:not-allowed")
        assert "can add files and answer questions" in refused.json()["detail"]


def test_a_closed_request_asks_nothing(client: TestClient, app: FastAPI) -> None:
    program = Program(client, **TYPED)
    office, number = app.state.wiring.office, program.receipt["number"]
    respond(office, number, actor="clerk", text="Seen.", channel=AnswerChannel.POSTED, now=NOW)
    resolve(office, number, actor="clerk", text="Filled.", now=NOW)
    respond(office, number, actor="clerk", text="Filled.", channel=AnswerChannel.POSTED, now=NOW)
    close(office, number, actor="clerk", now=NOW)
    assert program.looks()["questions"] == []
    assert program.answers(which_place="address").status_code == 409


BAD: dict[str, tuple[Any, str, str]] = {
    "no such option": ({"which_place": "both"}, "which_place", "which_place must be pin, address or unsure."),
    "another question's option": ({"photo_place": "address"}, "photo_place", "must be pin, photo or unsure."),
    "no such question": ({"colour": "red"}, "colour", "There is no such question. It must be photo_place or which_pla"),
    "no text": ({"which_place": 7}, "which_place", "which_place must be pin, address or unsure."),
    "a list": ({"which_place": ["pin"]}, "which_place", "which_place must be pin, address or unsure."),
    "nothing": ({}, "request", "from question code to option"),
    "no object": (["which_place"], "request", "The body must be one JSON object"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_answer_is_refused_with_a_sentence(client: TestClient, database: Database, case: str) -> None:
    program = Program(client, **TYPED)
    body, field, sentence = BAD[case]
    refused = client.post(program.path + "/answers", json=body, headers=program.proof)
    assert refused.status_code == 400
    assert sentence in sentences(refused)[field]
    assert rows(database, "SELECT 1 FROM cas.event WHERE kind = 'two_places'") == []


def test_the_description_names_the_questions_and_their_options(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    (token,) = [one for one in paths["/api/v1/requests/{number}"]["get"]["parameters"] if one["in"] == "header"]
    assert (token["name"], token["required"]) == ("Sender-Token", False)
    described = paths["/api/v1/requests/{number}/answers"]["post"]
    schema = described["requestBody"]["content"]["application/json"]["schema"]
    assert {code: one["enum"] for code, one in schema["properties"].items()} == {
        code: list(options) for code, options in OPTIONS.items()
    }

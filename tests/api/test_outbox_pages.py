"""R4, R11, R48: the outbox, its letters and the message texts over the wire."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gis_cas.notify.message import Came, Message, Outcome
from gis_cas.notify.postman import Postman
from gis_cas.notify.tell import Desk, tell
from gis_cas.notify.templates import text_of
from gis_cas.policy.access import Role
from tests.api.hands import hidden, said, send_json
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

HOSTILE = "<script>alert(1)</script>"


class Refusing:
    """A mail server that takes nothing from us for good."""

    name = "refusing"

    def send(self, _message: Message) -> Outcome:
        return Outcome(came=Came.NEVER, code="550")

    def rest(self) -> None:
        """Nothing is held."""


@pytest.fixture
def admin(client: TestClient, database: Database) -> TestClient:
    with database.app.begin() as conn:
        an_account(conn, "admin", Role.ADMINISTRATOR)
    csrf = hidden(client.get("/staff/login").text, "csrf")
    answer = client.post("/staff/login", data={"csrf": csrf, "login": "admin", "password": PASSWORD})
    assert answer.status_code == 303
    return client


@pytest.fixture
def failed(app: FastAPI, admin: TestClient, web_clock: FixedClock) -> int:
    """A receipt, to somebody with a hostile name, that did not arrive."""
    send_json(admin, requester={"name": HOSTILE, "email": "resident@example.org", "address": "1 Main St"})
    office = app.state.wiring.office
    desk = Desk(engine=office.engine, city=office.city, service_names={}, site="http://cas.example")
    with office.engine.connect() as conn:
        event = conn.exec_driver_sql("SELECT max(id) FROM cas.event WHERE kind = 'located'").scalar_one()
    assert tell(desk, event, now=web_clock.now) == 1
    Postman(engine=office.engine, sender=Refusing(), name="test", clock=web_clock).round()
    with office.engine.connect() as conn:
        return int(conn.exec_driver_sql("SELECT max(id) FROM cas.message WHERE state = 'failed'").scalar_one())


def press(client: TestClient, message_id: int, verb: str) -> tuple[int, str]:
    csrf = hidden(client.get(f"/staff/outbox/{message_id}").text, "csrf")
    answer = client.post(f"/staff/outbox/{message_id}/{verb}", data={"csrf": csrf})
    return answer.status_code, answer.headers.get("location", said(answer.text))


def test_an_empty_outbox_says_so(admin: TestClient) -> None:
    page = admin.get("/staff/outbox")
    assert page.status_code == 200
    assert "Everything arrived" in said(page.text)
    assert 'href="/staff/outbox"' in admin.get("/staff").text


def test_what_failed_stands_first_with_its_reason_and_what_can_be_done(admin: TestClient, failed: int) -> None:
    listed = admin.get("/staff/outbox").text
    assert f"/staff/outbox/{failed}" in listed
    assert "There is no such mailbox" in said(listed)
    page = admin.get(f"/staff/outbox/{failed}").text
    for button in ("Try again", "Make it a letter", "Told by phone"):
        assert button in said(page)
    assert HOSTILE not in listed + page
    assert "&lt;script&gt;" in page


def test_a_letter_is_made_printed_and_posted(admin: TestClient, failed: int) -> None:
    assert press(admin, failed, "letter") == (303, f"/staff/outbox/{failed}")
    assert "1" in re.sub(r"\D", "", said(admin.get("/staff/outbox?show=letters").text))
    assert press(admin, failed, "print") == (303, f"/staff/outbox/{failed}/letter")
    letter = admin.get(f"/staff/outbox/{failed}/letter").text
    for fact in ("1 Main St", "City of Boynton Beach", "Our number", "23 November 2026", "Demonstration data"):
        assert fact in said(letter)
    assert HOSTILE not in letter
    assert press(admin, failed, "posted")[0] == 303
    assert "Posted" in said(admin.get("/staff/outbox?show=sent").text)


def test_what_cannot_be_done_is_a_sentence(admin: TestClient, failed: int) -> None:
    assert press(admin, failed, "phone")[0] == 303
    status, page = press(admin, failed, "again")
    assert status == 409
    assert "sent already" in page
    assert press(admin, failed, "burn")[0] == 404
    assert admin.get(f"/staff/outbox/{failed}/letter").status_code == 409
    assert admin.get("/staff/outbox/4711").status_code == 404
    assert admin.get("/staff/outbox/x").status_code == 400
    assert admin.get("/staff/outbox?show=nothing").status_code == 400
    assert admin.post(f"/staff/outbox/{failed}/again", data={"csrf": "made up"}).status_code == 403


def test_r48_every_text_is_shown_in_every_language_until_somebody_reads_it(admin: TestClient) -> None:
    page = said(admin.get("/staff/messages").text)
    assert page.count("not read yet") >= 18
    preview = admin.get("/staff/messages/receipt/es").text
    assert "Ana Example" in said(preview)
    assert "Guarde el número" in said(preview)
    assert "Please keep the number" in said(preview)
    text = text_of("receipt", "es")
    assert text is not None
    form = {"csrf": hidden(preview, "csrf"), "text_hash": hidden(preview, "text_hash")}
    assert form["text_hash"] == text.hash
    assert admin.post("/staff/messages/receipt/es", data=form).status_code == 409, "the box is not ticked"
    changed = {**form, "read": "yes", "text_hash": "another"}
    assert "has changed" in said(admin.post("/staff/messages/receipt/es", data=changed).text)
    assert admin.post("/staff/messages/receipt/es", data={**form, "read": "yes"}).status_code == 303
    assert "read by admin, 23 Nov" in said(admin.get("/staff/messages").text)
    assert admin.get("/staff/messages/receipt/xx").status_code == 404
    assert admin.get("/staff/messages/frame/en").status_code == 404

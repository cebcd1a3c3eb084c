"""Links by mail: asked for without telling whose address it is, good once and for a while, and never written down."""

import email
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from email.policy import default
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.types import Message, Receive, Scope, Send

from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.one_time_links import invitation_link
from gis_cas.api.staff.mail_link import mail_link
from gis_cas.errors import WrongState
from gis_cas.notify.postman import Postman
from gis_cas.notify.senders import MailFileSender
from gis_cas.policy.access import Role
from gis_cas.store.accounts import change
from tests.api.hands import OUTSIDE, said
from tests.api.way_in import NOW, PASSWORD, real_app, send, set_up, sign_in
from tests.factories.accounts import an_account
from tests.factories.post import LETTERHEAD
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.web import TestClient

SITE = "http://testserver"
FRESH = "another four words then"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def app(database: Database, tmp_path: Path, clock: FixedClock) -> FastAPI:
    with database.app.begin() as conn:
        for login in ("dora", "emil"):
            account_id = an_account(conn, login, Role.INTAKE_CLERK, password=PASSWORD, demo=False)
            change(conn, account_id, email=f"{login}@example.gov")
    return real_app(database, tmp_path, clock, site_url=SITE)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def box(database: Database, clock: FixedClock, tmp_path: Path) -> "Box":
    return Box(database, clock, tmp_path / "post")


class Box:
    """What the background process sends, as files."""

    def __init__(self, database: Database, clock: FixedClock, folder: Path) -> None:
        self._folder = folder
        sender = MailFileSender(folder, letterhead=LETTERHEAD)
        self._postman = Postman(engine=database.worker, sender=sender, name="test", clock=clock)

    def arrived(self) -> list[tuple[str, str]]:
        """Address and words of every message so far, the oldest first."""
        self._postman.round()
        files = sorted(self._folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        read = [email.message_from_bytes(path.read_bytes(), policy=default) for path in files]
        return [(str(one["To"]), str(one.get_body(("plain",)).get_content())) for one in read]  # type: ignore[union-attr] # every message here has a body

    def link(self) -> str:
        """The path of the link that came last."""
        found = re.findall(rf"{re.escape(SITE)}(/staff/password\?link=\S+)", self.arrived()[-1][1])
        assert len(found) == 1
        return str(found[0])


def ask(client: TestClient, address: str, language: str = "en") -> httpx.Response:
    return send(client, f"/staff/forgotten?lang={language}", f"/staff/forgotten?lang={language}", email=address)


def choose(client: TestClient, link: str, password: str = FRESH, again: str | None = None) -> httpx.Response:
    return send(client, link, password=password, again=password if again is None else again)


def test_a_forgotten_password_is_chosen_anew(client: TestClient, box: Box, database: Database) -> None:
    assert sign_in(client, "dora").headers["location"] == "/staff"
    assert "Forgotten password?" in client.get("/staff/login").text
    assert ask(client, "Dora@Example.gov ").status_code == 200
    assert [to for to, _ in box.arrived()] == ["dora@example.gov"]
    link = box.link()
    shown = client.get(link)
    assert "For the account dora." in said(shown.text)
    assert shown.headers["cache-control"] == "no-store"
    assert client.get(link).status_code == 200, "looking uses nothing up"
    assert choose(client, link).headers["location"] == "/staff/login?done=password"
    assert client.get("/staff").headers["location"] == "/staff/login", "every session is over"
    assert "Your new password is kept" in client.get("/staff/login?done=password").text
    assert sign_in(client, "dora").status_code == 403
    assert sign_in(client, "dora", FRESH).headers["location"] == "/staff"
    with database.app.connect() as conn:
        wanted = "SELECT e.kind FROM cas.account_event e JOIN cas.account a ON a.id = e.account_id WHERE login = 'dora'"
        kinds = list(conn.scalars(text(f"{wanted} ORDER BY e.id")))
    assert kinds[-3:] == ["password_reset_asked", "password_changed", "signed_in"]


def test_the_answer_is_the_same_whoever_asked(client: TestClient, box: Box) -> None:
    told = {
        re.sub(r'value="[^"]*"|nonce="[^"]*"', "", ask(client, address).text)
        for address in ("dora@example.gov", "nobody@example.gov", "x@y", "'; --@x", "dora@example.gov\x00")
    }
    assert len(told) == 1
    assert len(box.arrived()) == 1


def test_the_looking_up_begins_after_the_answer(app: FastAPI, client: TestClient, database: Database) -> None:
    """How long the answer takes can then say nothing about the address."""
    links_at_the_last_byte: list[int] = []
    inner = app.middleware_stack
    assert inner is not None

    async def watching(scope: Scope, receive: Receive, send: Send) -> None:
        async def note(message: Message) -> None:
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                with database.app.connect() as conn:
                    wanted = text("SELECT count(*) FROM cas.one_time_link")
                    links_at_the_last_byte.append(conn.execute(wanted).scalar_one())

        await inner(scope, receive, note)

    app.middleware_stack = watching  # it looks on and changes nothing
    ask(client, "dora@example.gov")
    assert links_at_the_last_byte[-1] == 0
    with database.app.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM cas.one_time_link")).scalar_one() == 1


def test_a_link_is_good_once_and_for_half_an_hour(client: TestClient, box: Box, clock: FixedClock) -> None:
    ask(client, "dora@example.gov")
    used = box.link()
    assert choose(client, used).status_code == 303
    for late in (client.get(used), choose_blindly(client, used)):
        assert late.status_code == 410
        assert "not good any more" in said(late.text)
    ask(client, "emil@example.gov")
    late_link = box.link()
    clock.advance(minutes=30)
    assert client.get(late_link).status_code == 410
    assert choose_blindly(client, late_link).status_code == 410
    assert client.get("/staff/password").status_code == 410
    assert client.get("/staff/password?link=made-up").status_code == 410
    assert sign_in(client, "emil").headers["location"] == "/staff", "the old password stays"


def choose_blindly(client: TestClient, link: str) -> httpx.Response:
    """Send the form though its page is not shown any more."""
    token = link.partition("link=")[2]
    return send(client, "/staff/forgotten", "/staff/password", link=token, password=FRESH, again=FRESH)


def test_using_one_link_ends_the_others(client: TestClient, box: Box, clock: FixedClock) -> None:
    ask(client, "dora@example.gov")
    first = box.link()
    clock.advance(minutes=1)
    ask(client, "dora@example.gov")
    assert box.link() != first
    assert choose(client, box.link()).status_code == 303
    assert client.get(first).status_code == 410


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("short", "short", "12 to 200 characters"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "easy to guess"),
        ("dora and her cat 12", "dora and her cat 12", "easy to guess"),
        (FRESH, "another four words them", "not the same"),
    ],
)
def test_a_password_that_cannot_be_leaves_the_link_good(
    client: TestClient, box: Box, password: str, again: str, sentence: str
) -> None:
    ask(client, "dora@example.gov")
    link = box.link()
    refused = choose(client, link, password, again)
    assert refused.status_code == 400
    assert sentence in said(refused.text)
    assert password not in refused.text
    assert choose(client, link).status_code == 303


def test_at_most_three_links_an_hour(client: TestClient, box: Box, clock: FixedClock) -> None:
    for _ in range(5):
        assert ask(client, "dora@example.gov").status_code == 200
        clock.advance(minutes=1)
    assert len(box.arrived()) == 3
    clock.advance(hours=1)
    ask(client, "dora@example.gov")
    assert len(box.arrived()) == 4


def test_who_comes_in_otherwise_gets_no_link(client: TestClient, box: Box, database: Database) -> None:
    with database.app.begin() as conn:
        conn.execute(text("UPDATE cas.account SET password_hash = NULL WHERE login = 'dora'"))
        conn.execute(text("UPDATE cas.account SET locked_at = now() WHERE login = 'emil'"))
        demo = an_account(conn, "demo", Role.INTAKE_CLERK, demo=True)
        change(conn, demo, email="demo@example.gov")
    for login in ("dora", "emil", "demo"):
        ask(client, f"{login}@example.gov")
    assert box.arrived() == []


def test_a_new_password_leaves_the_second_factor(client: TestClient, box: Box, clock: FixedClock) -> None:
    sign_in(client, "dora")
    set_up(client, clock)
    ask(client, "dora@example.gov")
    choose(client, box.link())
    assert sign_in(client, "dora", FRESH).headers["location"].startswith("/staff/second-factor")


def test_neither_address_nor_link_is_written_down(
    client: TestClient, box: Box, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ask(client, "dora@example.gov")
    link = box.link()
    choose(client, link)
    ours = "\n".join(one.getMessage() for one in caplog.records if not one.name.startswith("httpx"))
    token = link.partition("link=")[2]
    assert token not in ours
    assert "dora@example.gov" not in ours
    with database.app.connect() as conn:
        kept = conn.execute(text("SELECT token_hash FROM cas.one_time_link")).scalar_one()
        words = conn.execute(text("SELECT body, recipient FROM cas.message_text")).one()
    assert token.encode() not in bytes(kept)
    assert tuple(words) == ("", None), "once it was sent the outbox does not hold it"


def test_in_the_language_of_the_page(client: TestClient, box: Box) -> None:
    ask(client, "dora@example.gov", language="es")
    assert "contraseña nueva" in box.arrived()[0][1]


def invite(app: FastAPI, database: Database, login: str, now: datetime) -> None:
    with database.app.begin() as conn:
        account_id = conn.execute(text("SELECT id FROM cas.account WHERE login = :l"), {"l": login}).scalar_one()
        mail_link(conn, invitation_link(conn, account_id, by="ivo", now=now), app.state.wiring, language="en", now=now)


def test_an_invitation_lets_somebody_choose_the_first_password(
    app: FastAPI, client: TestClient, box: Box, database: Database, clock: FixedClock
) -> None:
    with database.app.begin() as conn:
        new = NewAccount(login="new", title="New", password=None, email="new@example.gov")
        create_account(conn, new, by="ivo", now=NOW)
        no_mail = create_account(conn, NewAccount(login="no-mail", title="No", password=None), by="ivo", now=NOW)
    invite(app, database, "new", clock.now)
    first = box.link()
    clock.advance(days=6)
    invite(app, database, "new", clock.now)
    assert client.get(first).status_code == 410, "a newer invitation takes its place"
    clock.advance(days=6)
    assert "Welcome" in said(client.get(box.link()).text)
    assert choose(client, box.link()).status_code == 303
    assert sign_in(client, "new", FRESH).status_code == 303
    with pytest.raises(WrongState, match="password of its own"):
        invite(app, database, "new", clock.now)
    with pytest.raises(WrongState, match="no e-mail address"), database.app.begin() as conn:
        invitation_link(conn, no_mail, by="ivo", now=clock.now)


def test_what_is_no_address_is_said_so(client: TestClient) -> None:
    refused = ask(client, "dora")
    assert refused.status_code == 400
    assert "looks like first.last@example.gov" in said(refused.text)
    assert client.post("/staff/forgotten", data={"email": "dora@example.gov"}).status_code == 403, "without its form"

"""Whatever is typed at any door, and whatever breaks behind it, no log ever holds it."""

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from gis_cas import logs
from gis_cas.api import operations
from gis_cas.api.public import PUBLIC_ROUTERS
from gis_cas.api.staff import STAFF_ROUTERS
from gis_cas.api.v1 import V1_ROUTERS
from gis_cas.app import create_app
from gis_cas.notify.smtp import MailServer, Security, SmtpSender
from gis_cas.service_requests.office import Office
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.work import telling
from gis_cas.work.hands import Hands
from gis_cas.work.table import TASKS
from gis_cas.work.task import Task
from tests.api.hands import OUTSIDE, hidden
from tests.factories.desk import rows
from tests.factories.post import LETTERHEAD
from tests.fixtures.database import Database
from tests.fixtures.own_service import free_port
from tests.fixtures.web import TestClient, settings_for
from tests.integration.background import hands, make_due, until, working

CANARIES = {
    "name": "Canaria Fringilla",
    "address": "47 Serinus Perch",
    "phone": "561-555-0147",
    "email": "canary@fringilla.example",
    "description": "A hole as yellow as canaryfeathers",
    "token": "canarytoken0123456789",
    "password": "canarypassword-Yellow",
}
FORMATS = {"plain": logs.Plain, "json": logs.JsonLines}
LOOSE = ("Canaria", "Serinus", "555-0147", "fringilla", "canaryfeathers", "canarytoken", "canarypassword")


@pytest.fixture(params=list(FORMATS))
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """All that our handler writes, at the most talkative level."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure(level="DEBUG", json_lines=request.param == "json")
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    assert isinstance(handler.formatter, FORMATS[request.param])
    handler.setStream(stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)
    for name in ("gis_cas", "layers", "map_ui", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.NOTSET)


@pytest.fixture
def app(database: Database, tmp_path: Path) -> FastAPI:
    return create_app(settings_for(database, tmp_path))


def doors() -> Iterator[tuple[str, set[str]]]:
    """Every address of every router, with its methods."""
    for router in (*V1_ROUTERS, *PUBLIC_ROUTERS, *STAFF_ROUTERS, operations.router):
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield route.path, set(route.methods or ())


def everywhere(client: TestClient) -> int:
    """Say the canaries to every method of every route, in the path, the query, headers, cookies, form and JSON."""
    headers = {"Authorization": f"Bearer {CANARIES['token']}", "X-Api-Key": CANARIES["token"]}
    client.cookies.set("gis_cas_session", CANARIES["token"])
    asked = 0
    for path, methods in doors():
        said = path.replace("{", "").replace("}", "").replace("number", "123456789")
        for target in (said, f"/{CANARIES['name']}{said}", f"{said}/{CANARIES['email']}"):
            for method in methods:
                query = {**CANARIES, "q": CANARIES["address"], "lat": CANARIES["phone"]}
                client.request(method, target, params=query, headers=headers)
                client.request(method, target, data=CANARIES, headers=headers)
                client.request(method, target, json=CANARIES, headers=headers)
                asked += 1
    client.cookies.clear()
    return asked


class Refusing:
    """A mail server that says no and quotes whom it says no to, as they do."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def handle_RCPT(  # noqa: N802 - the server's own name for it
        self, _server: object, _session: object, _envelope: object, address: str, _options: list[str]
    ) -> str:
        self.asked.append(address)
        return f"550 no such user {address} ({CANARIES['name']})"


class Unlucky:
    """Telling that fails the first time, quoting whom it was about."""

    failures = 0

    def run(self, hands: Hands, event_id: int) -> None:
        if self.failures == 0:
            self.failures += 1
            raise ConnectionRefusedError(f"no line to {CANARIES['email']} ({CANARIES['name']})")
        telling.run(hands, event_id)


@pytest.fixture
def mail_server() -> Iterator[tuple[Refusing, SmtpSender]]:
    handler, port = Refusing(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    server = MailServer(host="127.0.0.1", port=port, security=Security.NONE, timeout_s=5)
    yield handler, SmtpSender(server, letterhead=LETTERHEAD)
    controller.stop()


def test_no_door_and_no_worker_writes_what_was_typed(
    app: FastAPI,
    office: Office,
    database: Database,
    cluster: EmbeddedCluster,
    written: io.StringIO,
    mail_server: tuple[Refusing, SmtpSender],
    tmp_path: Path,
) -> None:
    with TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as client:
        app.state.clock = lambda: datetime.now(UTC) - timedelta(minutes=5)
        typed = {"token": hidden(client.get("/report").text, "token"), "service_code": "pothole", **_form()}
        accepted = client.post("/report", data=typed, headers={"X-Request-ID": "from-the-web-1"})
        assert accepted.status_code == 303, accepted.text
        assert everywhere(client) > 60
    _break_the_database(database)
    logging.getLogger("gis_cas.app").error("odd", exc_info=ValueError(CANARIES["name"]))
    handler, sender = mail_server
    unlucky, ours = Unlucky(), hands(database, tmp_path)
    ours.postman.sender = sender
    unlucky_telling = Task(name="notify", queue="messages", run=unlucky.run)
    make_due(database)
    with working(database, tmp_path, tasks=[*TASKS[:1], unlucky_telling], using=ours):
        until(lambda: unlucky.failures == 1)
        make_due(database)
        until(lambda: bool(handler.asked))
        until(lambda: rows(office, "SELECT 1 FROM cas.message WHERE state = 'waiting'") == [])
    assert handler.asked[0] == CANARIES["email"], "the canary never reached the mail server"

    found = written.getvalue()
    for failure in ("ConnectionRefusedError", "550"):
        assert failure in found, "a failure was not logged at all"
    assert [line for line in found.splitlines() if any(canary in line for canary in LOOSE)] == []
    from_worker = [line for line in found.splitlines() if "notify" in line and "failed" in line]
    assert "from-the-web-1" in from_worker[0], "the worker's line does not name the request that deferred its job"
    server = "".join(path.read_text(errors="replace") for path in _server_logs(cluster))
    assert "null value in column" in server, "the server did not log the broken statement at all"
    assert [line for line in server.splitlines() if any(canary in line for canary in LOOSE)] == []


def _form() -> dict[str, str]:
    return {
        **{name: CANARIES[name] for name in ("name", "phone", "email", "description")},
        "home_address": CANARIES["address"],
        "q": "100 E Ocean Ave",
    }


def _break_the_database(database: Database) -> None:
    """A statement that fails with a citizen's words in it, as a fault in our own code might."""
    with pytest.raises(IntegrityError), database.app.begin() as conn:
        conn.execute(
            text("INSERT INTO cas.person (name, email, language) VALUES (:n, :e, NULL)"),
            {"n": CANARIES["name"], "e": CANARIES["email"]},
        )


def _server_logs(cluster: EmbeddedCluster) -> list[Path]:
    return list((cluster.place.cluster_dir / "log").glob("*.log"))

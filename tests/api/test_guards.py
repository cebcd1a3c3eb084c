"""What the wire refuses before anything reads it, and what it tells nobody."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from gis_cas.commands.patience import PatientProtocol
from gis_cas.settings import DatabaseSettings, Settings
from tests.api.conftest import NOW
from tests.api.hands import OUTSIDE, REPORT, said
from tests.fixtures.own_service import free_port


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", ["/", "/api/v1/services", "/staff/login"])
def test_another_host_is_refused_and_not_repeated(reader: TestClient, host: str, path: str) -> None:
    answer = reader.get(path, headers={"host": host})
    assert answer.status_code == 421
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["testserver", "TESTSERVER:8000", "localhost:8000", "[::1]:8000"])
def test_our_own_names_are_answered(reader: TestClient, host: str) -> None:
    assert reader.get("/", headers={"host": host}).status_code == 200


def test_who_watches_the_process_asks_by_any_name(reader: TestClient) -> None:
    assert reader.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


def test_https_is_remembered_for_a_year_and_http_promises_nothing(app: FastAPI) -> None:
    with TestClient(app, base_url="https://testserver", client=OUTSIDE) as client:
        assert client.get("/").headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    with TestClient(app, client=OUTSIDE) as client:
        assert "strict-transport-security" not in client.get("/").headers


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_header_and_no_field_turns_one_method_into_another(reader: TestClient, name: str) -> None:
    for method in ("DELETE", "PUT", "PATCH"):
        answer = reader.post("/api/v1/requests", json=REPORT, headers={name: method})
        assert answer.status_code == 400, "read as the post it is: the place is missing"
        assert reader.post("/find", data={"_method": method}).status_code == 405
        assert reader.request(method, "/report").status_code == 405


def test_a_form_with_files_is_refused_where_no_files_are_read(reader: TestClient) -> None:
    answer = reader.post("/staff/login", files={"login": ("a.txt", b"x")})
    assert answer.status_code == 415
    assert "Files cannot be sent" in said(answer.text)


def test_an_endless_address_is_refused(reader: TestClient) -> None:
    assert reader.get("/find?q=" + "x" * 9000).status_code == 414


def test_the_contact_for_weaknesses_is_there_and_not_out_of_date(reader: TestClient) -> None:
    fields = dict(line.split(": ", 1) for line in reader.get("/.well-known/security.txt").text.splitlines())
    assert fields["Contact"].startswith("tel:")
    assert NOW < datetime.fromisoformat(fields["Expires"]) < NOW + timedelta(days=365)
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    assert "ht" in fields["Preferred-Languages"]


def test_crawlers_stay_off_the_desk_and_off_what_citizens_reported(reader: TestClient) -> None:
    found = reader.get("/robots.txt").text
    for path in ("/staff", "/api", "/requests"):
        assert f"Disallow: {path}\n" in found


def test_figures_are_for_this_machine_and_for_who_has_the_token(app: FastAPI) -> None:
    with TestClient(app, client=OUTSIDE) as client:
        assert client.get("/metrics").status_code == 404
        wired = app.state.wiring
        wired.whereabouts = replace(wired.whereabouts, metrics_token="a token for the watcher")  # noqa: S106 - ours
        assert client.get("/metrics", headers={"Authorization": "Bearer another"}).status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer a token for the watcher"}).status_code == 200
    with TestClient(app, client=("127.0.0.1", 1)) as client:
        assert client.get("/metrics").status_code == 200


def test_settings_do_not_show_their_secrets() -> None:
    secrets = {"secret_key": "k" * 8 + "canary-key-0123456789-abcdefghij", "metrics_token": "canary-token"}
    database = DatabaseSettings(
        url="postgresql://a:canary-pw@h/d",
        owner_url="postgresql://o:canary-pw@h/d",
        public_url="postgresql://p:canary-pw@h/d",
    )
    settings = Settings(database=database, **{name: SecretStr(value) for name, value in secrets.items()})  # type: ignore[arg-type] # two of them
    assert "canary" not in f"{settings!r} {settings} {settings.database!r}"


class Impatient(PatientProtocol):
    """The protocol with less patience than a test has."""

    headers_within_s = 0.5


@pytest.fixture
def served(app: FastAPI) -> Iterator[int]:
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, http=Impatient, timeout_keep_alive=1, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield port
    server.should_exit = True
    thread.join(20)


def _hung_up_after(port: int, first: bytes, *, dribble: bytes) -> float:
    """Seconds until the server closes on somebody who sends a byte every tenth of a second."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(first)
        line.settimeout(0.1)
        while time.monotonic() - began < 10:
            try:
                line.sendall(dribble)
                if line.recv(65536) == b"":
                    return time.monotonic() - began
            except TimeoutError:
                continue
            except OSError:
                return time.monotonic() - began
    return float("inf")


def test_a_caller_who_never_ends_their_headers_is_hung_up_on(served: int) -> None:
    assert _hung_up_after(served, b"GET / HTTP/1.1\r\nHost: localhost\r\n", dribble=b"x") < 3
    assert _hung_up_after(served, b"", dribble=b"") < 3


def test_the_second_request_on_a_line_gets_no_more_patience_than_the_first(served: int) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert _hung_up_after(served, whole + b"GET / HTTP/1.1\r\nX-", dribble=b"x") < 3


def test_a_quiet_line_answers_what_is_whole(served: int) -> None:
    with socket.create_connection(("127.0.0.1", served), timeout=5) as line:
        for _ in range(3):
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"ok\n"):
                answer += line.recv(65536)
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(0.3)

"""Signing in over the wire: waits, the cookie that is new each time, and the names that https gives it."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gis_cas.accounts.come_in import FREE
from gis_cas.policy.access import Role
from tests.api.hands import OUTSIDE, hidden, said
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database


@pytest.fixture(autouse=True)
def ann(database: Database) -> int:
    with database.app.begin() as conn:
        return an_account(conn, "ann", Role.CITY_MANAGER)


def _try(client: TestClient, password: str = PASSWORD, login: str = "ann") -> tuple[int, str]:
    csrf = hidden(client.get("/staff/login").text, "csrf")
    answer = client.post("/staff/login", data={"csrf": csrf, "login": login, "password": password})
    return answer.status_code, answer.text


def test_after_several_wrong_tries_the_page_says_how_long_to_wait(client: TestClient, web_clock: FixedClock) -> None:
    for _ in range(FREE):
        assert _try(client, "wrong")[0] == 403
    status, page = _try(client)
    assert status == 429
    assert "Please wait 2 seconds" in said(page)
    web_clock.advance(seconds=2)
    assert _try(client)[0] == 303


def test_a_browser_that_came_in_before_is_not_held_up_by_others_at_its_address(
    client: TestClient, app: FastAPI
) -> None:
    assert _try(client)[0] == 303
    client.cookies.delete("gis_cas_session")
    stranger = TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False)
    for _ in range(FREE):
        assert _try(stranger, "wrong")[0] == 403
    assert _try(stranger)[0] == 429
    assert _try(client)[0] == 303


def test_a_made_up_browser_cookie_helps_nobody(client: TestClient) -> None:
    client.cookies.set("gis_cas_browser", "00112233445566778899aabb:ffffffffffffffffff.aaaa.bbbb")
    for _ in range(FREE):
        _try(client, "wrong")
    assert _try(client)[0] == 429


def test_signing_in_makes_a_new_session_and_ends_the_one_before(client: TestClient, app: FastAPI) -> None:
    _try(client)
    first = client.cookies["gis_cas_session"]
    _try(client)
    assert client.cookies["gis_cas_session"] != first
    other = TestClient(app, follow_redirects=False, client=OUTSIDE)
    other.cookies.set("gis_cas_session", first)
    assert other.get("/staff").status_code == 303


def test_a_planted_session_stays_worthless(client: TestClient, app: FastAPI) -> None:
    client.cookies.set("gis_cas_session", "planted")
    _try(client)
    other = TestClient(app, follow_redirects=False, client=OUTSIDE)
    other.cookies.set("gis_cas_session", "planted")
    assert other.get("/staff").status_code == 303


def test_over_https_the_cookies_are_bound_to_this_host(app: FastAPI, client: TestClient) -> None:  # noqa: ARG001
    secure = TestClient(app, base_url="https://testserver", follow_redirects=False, client=OUTSIDE)
    page = secure.get("/staff/login")
    answer = secure.post("/staff/login", data={"csrf": hidden(page.text, "csrf"), "login": "ann", "password": PASSWORD})
    assert answer.status_code == 303
    cookies = [*page.headers.get_list("set-cookie"), *answer.headers.get_list("set-cookie")]
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert names == {"__Host-gis_cas_form", "__Host-gis_cas_session", "__Host-gis_cas_browser"}
    for cookie in cookies:
        assert re.search(r"; Secure", cookie)
        assert "HttpOnly" in cookie
        assert "Path=/" in cookie
        assert "omain=" not in cookie
    assert secure.get("/staff").status_code == 200


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(client: TestClient, app: FastAPI) -> None:
    _try(client)
    copy = TestClient(app, follow_redirects=False, client=OUTSIDE)
    copy.cookies.set("gis_cas_session", client.cookies["gis_cas_session"])
    assert copy.get("/staff").status_code == 200
    client.post("/staff/logout", data={"csrf": hidden(client.get("/staff").text, "csrf")})
    assert copy.get("/staff").status_code == 303

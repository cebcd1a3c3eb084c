"""A member of staff at the desk, through the wire."""

from typing import TYPE_CHECKING

import httpx

from gis_cas.policy.access import Role
from tests.api.hands import hidden
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.database import Database

if TYPE_CHECKING:
    from fastapi.testclient import TestClient


def sign_in(client: "TestClient", database: Database, *, login: str = "public-works") -> "TestClient":
    """An account of the department, signed in on this client."""
    with database.app.begin() as conn:
        an_account(conn, login, Role.DIRECTOR, scope=login)
    return sign_in_again(client, login=login)


def sign_in_again(client: "TestClient", *, login: str = "public-works") -> "TestClient":
    """The same account on another day: a session lasts twelve hours at most."""
    page = client.get("/staff/login").text
    answer = client.post("/staff/login", data={"csrf": hidden(page, "csrf"), "login": login, "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


def at_the_desk(client: "TestClient", number: str, verb: str, *, expect: int = 303, **typed: str) -> httpx.Response:
    """Fill one of the four forms and send it."""
    page = client.get(f"/staff/requests/{number}").text
    answer: httpx.Response = client.post(
        f"/staff/requests/{number}/{verb}", data={"csrf": hidden(page, "csrf"), **typed}
    )
    assert answer.status_code == expect, answer.text
    return answer

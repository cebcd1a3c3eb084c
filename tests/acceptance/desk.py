"""A member of staff at the desk, through the wire."""

from typing import TYPE_CHECKING

import httpx

from gis_cas.accounts.account import Role
from gis_cas.accounts.authenticate import create_account
from tests.api.hands import hidden
from tests.fixtures.database import Database

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

PASSWORD = "demonstration-only"  # noqa: S105 - a demonstration account of this test


def sign_in(client: "TestClient", database: Database, *, login: str = "public-works") -> "TestClient":
    """An account of the department, signed in on this client."""
    with database.app.begin() as conn:
        create_account(
            conn, login=login, title="Director", role=Role.DIRECTOR, password=PASSWORD, department_slug=login, demo=True
        )
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

"""What ITS and the administrator do about the ways into an account: invite, reset, link."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.policy.access import Role
from gis_cas.settings import SignInSettings
from gis_cas.store.identities import note_unknown, owner
from tests.api.hands import OUTSIDE, hidden, said
from tests.api.way_in import NOW, PASSWORD, browser, real_app, set_up, sign_in
from tests.factories.accounts import an_account
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.web import TestClient

ISSUER = "https://login.example.gov"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    with database.app.begin() as conn:
        new = NewAccount(login="new", title="New", password=None, email="new@example.gov")
        return {
            "ivo": an_account(conn, "ivo", Role.ITS_ADMIN, password=PASSWORD, demo=False),
            "dora": an_account(conn, "dora", Role.INTAKE_CLERK, password=PASSWORD, demo=False),
            "new": create_account(conn, new, by="test", now=NOW),
        }


@pytest.fixture
def app(database: Database, tmp_path: Path, clock: FixedClock, people: dict[str, int]) -> FastAPI:
    assert people
    given = SignInSettings.model_validate(
        {"issuer": ISSUER, "client_id": "gis-cas", "client_secret": "s", "button": "City account"}
    )
    return real_app(database, tmp_path, clock, sign_in=given)


@pytest.fixture
def ivo(app: FastAPI, clock: FixedClock) -> Iterator[TestClient]:
    """ITS, signed in with both factors."""
    with TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        sign_in(opened, "ivo")
        set_up(opened, clock)
        yield opened


def press(client: TestClient, account_id: int, button: str, **typed: str) -> httpx.Response:
    page = f"/staff/accounts/{account_id}"
    csrf = hidden(client.get(page).text, "csrf")
    answer: httpx.Response = client.post(f"{page}/{button}", data={"csrf": csrf, **typed})
    return answer


def knock(database: Database, subject: str, email: str | None, at: datetime) -> int:
    with database.app.begin() as conn:
        note_unknown(conn, issuer=ISSUER, subject=subject, email=email, at=at)
        wanted = text("SELECT id FROM cas.unknown_identity WHERE subject = :s")
        return int(conn.execute(wanted, {"s": subject}).scalar_one())


def test_an_invitation_goes_to_an_account_without_a_password_of_its_own(
    ivo: TestClient, people: dict[str, int], database: Database
) -> None:
    assert "Send the invitation" in ivo.get(f"/staff/accounts/{people['new']}").text
    assert press(ivo, people["new"], "invitation").headers["location"].endswith("?done=invited")
    with database.app.connect() as conn:
        assert conn.execute(text("SELECT template FROM cas.message")).scalar_one() == "invitation"
    assert "Send the invitation" not in ivo.get(f"/staff/accounts/{people['dora']}").text
    refused = press(ivo, people["dora"], "invitation")
    assert refused.status_code == 409
    assert "no e-mail address" in said(refused.text)


def test_a_lost_second_factor_is_reset(
    app: FastAPI, ivo: TestClient, people: dict[str, int], clock: FixedClock
) -> None:
    with browser(app) as dora:
        sign_in(dora, "dora")
        set_up(dora, clock)
        assert "On since" in said(ivo.get(f"/staff/accounts/{people['dora']}").text)
        assert press(ivo, people["dora"], "second-factor/reset").status_code == 303
        assert dora.get("/staff").headers["location"] == "/staff/login"
        assert sign_in(dora, "dora").headers["location"] == "/staff"
    shown = said(ivo.get(f"/staff/accounts/{people['dora']}?done=reset").text)
    assert "Second step reset" in shown
    assert "Not set up." in shown
    assert press(ivo, people["dora"], "second-factor/reset").status_code == 404


def test_who_came_from_the_city_is_linked_and_let_go(
    ivo: TestClient, people: dict[str, int], database: Database, clock: FixedClock
) -> None:
    who = knock(database, "city-1", "dora@example.gov", clock.now)
    knock(database, "city-2", None, clock.now)
    page = ivo.get(f"/staff/accounts/{people['dora']}").text
    assert "dora@example.gov" in page
    assert "no verified address" in page
    for wrong in ("0", "999999", "x", ""):
        refused = press(ivo, people["dora"], "city", who=wrong)
        assert refused.status_code == 400, wrong
    assert press(ivo, people["dora"], "city", who=str(who)).status_code == 303
    with database.app.connect() as conn:
        assert owner(conn, issuer=ISSUER, subject="city-1") == people["dora"]
    assert "city-1" not in ivo.get(f"/staff/accounts/{people['new']}").text
    assert "dora@example.gov" not in ivo.get(f"/staff/accounts/{people['new']}").text
    assert press(ivo, people["dora"], "city/end").status_code == 303
    with database.app.connect() as conn:
        assert owner(conn, issuer=ISSUER, subject="city-1") is None
    history = said(ivo.get(f"/staff/accounts/{people['dora']}").text)
    assert "Linked to the city's sign-in" in history
    assert "Link to the city's sign-in ended" in history


def test_these_buttons_are_for_who_looks_after_accounts(app: FastAPI, ivo: TestClient, people: dict[str, int]) -> None:
    assert ivo.get("/staff/accounts").status_code == 200
    with browser(app) as dora:
        sign_in(dora, "dora")
        csrf = hidden(dora.get("/staff/account").text, "csrf")
        for button in ("invitation", "second-factor/reset", "city", "city/end"):
            answer = dora.post(f"/staff/accounts/{people['new']}/{button}", data={"csrf": csrf})
            assert answer.status_code == 403, button

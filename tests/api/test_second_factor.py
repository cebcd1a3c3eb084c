"""The second factor over the wire: who must have one, what opens before it, and every code that is not taken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from gis_cas.accounts.grant import Granting, NewGrant, grant_role
from gis_cas.accounts.second_factor import REQUIRED_OF, reset
from gis_cas.accounts.totp import code_at
from gis_cas.policy.access import Role
from tests.api.hands import OUTSIDE, hidden, said
from tests.api.way_in import KEY, NOW, PASSWORD, browser, codes_on, real_app, secret_on, send, set_up, sign_in
from tests.factories.accounts import an_account
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.web import TestClient

PEOPLE = {"anna": Role.ADMINISTRATOR, "dora": Role.DIRECTOR}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def app(database: Database, tmp_path: Path, clock: FixedClock) -> FastAPI:
    with database.app.begin() as conn:
        for login, role in PEOPLE.items():
            an_account(conn, login, role, password=PASSWORD, demo=False)
    return real_app(database, tmp_path, clock)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def anna(client: TestClient, clock: FixedClock) -> tuple[TestClient, str, list[str]]:
    """Signed in with both factors; the app's secret and the recovery codes."""
    sign_in(client, "anna")
    secret, codes = set_up(client, clock)
    clock.advance(minutes=1)
    return client, secret, codes


def history(database: Database, login: str) -> list[str]:
    with database.app.connect() as conn:
        wanted = (
            "SELECT e.kind FROM cas.account_event e JOIN cas.account a ON a.id = e.account_id WHERE a.login = :login"
        )
        return list(conn.scalars(text(f"{wanted} ORDER BY e.id"), {"login": login}))


def test_who_changes_what_others_may_do_must_have_one() -> None:
    assert {Role.ADMINISTRATOR, Role.DEPUTY_ADMINISTRATOR, Role.ITS_ADMIN, Role.RECORDS_CLERK} == REQUIRED_OF


def test_an_administrator_sets_it_up_before_any_door_opens(
    client: TestClient, clock: FixedClock, database: Database
) -> None:
    answer = sign_in(client, "anna", then="/staff?queue=due")
    assert answer.headers["location"].startswith("/staff/second-factor?next=/staff%3Fqueue%3Ddue")
    for path in ("/staff", "/staff/second-factor/own"):
        assert client.get(path).headers["location"] == "/staff/login", "half signed in is not signed in"
    led = client.get(answer.headers["location"])
    assert led.headers["location"] == "/staff/second-factor/new?next=/staff%3Fqueue%3Ddue"
    page = client.get(led.headers["location"])
    assert page.headers["cache-control"] == "no-store"
    assert '<svg viewBox="0 0' in page.text
    secret = secret_on(page.text)
    fields = {name: hidden(page.text, name) for name in ("csrf", "next", "sealed")}
    shown = client.post("/staff/second-factor/new", data={**fields, "code": code_at(secret, clock.now)})
    assert len(codes_on(shown.text)) == 10
    assert 'href="/staff?queue=due"' in shown.text
    assert client.get("/staff").status_code == 200
    assert history(database, "anna")[-2:] == ["second_factor_on", "recovery_codes_made"]
    with database.app.connect() as conn:
        kept = conn.execute(text("SELECT secret_sealed FROM cas.account_totp")).scalar_one()
        hashes = list(conn.scalars(text("SELECT code_hash FROM cas.recovery_code")))
    assert secret.encode() not in bytes(kept)
    assert {len(one) for one in hashes} == {32}


def test_a_wrong_first_code_keeps_the_same_secret(client: TestClient, clock: FixedClock) -> None:
    sign_in(client, "anna")
    shown = client.get("/staff/second-factor/new").text
    fields = {name: hidden(shown, name) for name in ("csrf", "next", "sealed")}
    again = client.post("/staff/second-factor/new", data={**fields, "code": "000000"})
    assert again.status_code == 400
    assert secret_on(again.text) == secret_on(shown)
    assert "code that the app shows now" in said(again.text)
    forged = client.post(
        "/staff/second-factor/new",
        data={**fields, "sealed": fields["sealed"][::-1], "code": code_at(secret_on(shown), clock.now)},
    )
    assert forged.status_code == 400
    assert secret_on(forged.text) != secret_on(shown)
    assert client.get("/staff").headers["location"] == "/staff/login"


def test_a_director_comes_in_without_and_may_have_one(client: TestClient, clock: FixedClock) -> None:
    assert sign_in(client, "dora").headers["location"] == "/staff"
    assert "Set it up" in client.get("/staff/second-factor/own").text
    secret, _ = set_up(client, clock)
    clock.advance(minutes=1)
    assert sign_in(client, "dora").headers["location"].startswith("/staff/second-factor")
    assert send(client, "/staff/second-factor", code=code_at(secret, clock.now)).headers["location"] == "/staff"


def test_a_role_that_needs_one_ends_a_session_that_began_without(client: TestClient, database: Database) -> None:
    sign_in(client, "dora")
    assert client.get("/staff").status_code == 200
    with database.app.begin() as conn:
        dora = conn.execute(text("SELECT id FROM cas.account WHERE login = 'dora'")).scalar_one()
        new = NewGrant(account_id=dora, role=Role.RECORDS_CLERK, scope=None, from_on=NOW.date())
        grant_role(conn, new, Granting(by="anna", now=NOW, today=NOW.date(), scopes={}))
    assert client.get("/staff").headers["location"] == "/staff/login"
    assert sign_in(client, "dora").headers["location"].startswith("/staff/second-factor")


def test_a_code_opens_once_and_never_again(
    app: FastAPI, anna: tuple[TestClient, str, list[str]], clock: FixedClock
) -> None:
    client, secret, _ = anna
    typed = code_at(secret, clock.now)
    sign_in(client, "anna")
    assert (
        send(client, "/staff/second-factor?next=/staff/requests", code=typed).headers["location"] == "/staff/requests"
    )
    with browser(app) as other:
        sign_in(other, "anna")
        replayed = send(other, "/staff/second-factor", code=typed)
        assert replayed.status_code == 400
        assert "each is good once" in said(replayed.text)
        assert other.get("/staff").headers["location"] == "/staff/login"
        clock.advance(seconds=30)
        assert send(other, "/staff/second-factor", code=code_at(secret, clock.now)).status_code == 303


def test_a_recovery_code_opens_once(anna: tuple[TestClient, str, list[str]], database: Database) -> None:
    client, _, codes = anna
    for expected in (303, 400):
        sign_in(client, "anna")
        assert send(client, "/staff/second-factor", code=codes[3].upper().replace("-", " ")).status_code == expected
    assert "recovery_code_used" in history(database, "anna")


def test_codes_cannot_be_guessed(anna: tuple[TestClient, str, list[str]], clock: FixedClock) -> None:
    client, secret, codes = anna
    sign_in(client, "anna")
    wrong = "000000" if code_at(secret, clock.now) != "000000" else "111111"
    told = [send(client, "/staff/second-factor", code=wrong).status_code for _ in range(6)]
    assert told == [400] * 5 + [429]
    for right in (code_at(secret, clock.now), codes[0]):
        refused = send(client, "/staff/second-factor", code=right)
        assert refused.status_code == 429
        assert "fifteen minutes" in said(refused.text)
    clock.advance(minutes=16)
    assert send(client, "/staff/second-factor", code=code_at(secret, clock.now)).status_code == 303


def test_an_open_enrolment_page_does_not_replace_an_app(
    app: FastAPI, anna: tuple[TestClient, str, list[str]], clock: FixedClock
) -> None:
    with browser(app) as thief:
        sign_in(thief, "anna")
        assert thief.get("/staff/second-factor/new").headers["location"].startswith("/staff/second-factor?")
    client, secret, _ = anna
    clock.advance(minutes=1)
    left = send(client, "/staff/second-factor/own", "/staff/second-factor/off", code=code_at(secret, clock.now))
    assert left.headers["location"].startswith("/staff/second-factor/new")
    shown = client.get("/staff/second-factor/new").text
    first = {name: hidden(shown, name) for name in ("csrf", "next", "sealed")} | {
        "code": code_at(secret_on(shown), clock.now)
    }
    assert client.post("/staff/second-factor/new", data=first).status_code == 200
    second = client.post("/staff/second-factor/new", data=first)
    assert second.status_code == 400
    assert "already" in said(second.text)


def test_new_recovery_codes_end_the_old_ones(anna: tuple[TestClient, str, list[str]], clock: FixedClock) -> None:
    client, secret, codes = anna
    assert send(client, "/staff/second-factor/own", "/staff/second-factor/codes", code="1").status_code == 400
    made = send(client, "/staff/second-factor/own", "/staff/second-factor/codes", code=code_at(secret, clock.now))
    fresh = codes_on(made.text)
    assert len(set(fresh) | set(codes)) == 20
    sign_in(client, "anna")
    assert send(client, "/staff/second-factor", code=codes[0]).status_code == 400
    assert send(client, "/staff/second-factor", code=fresh[0]).status_code == 303


def test_whoever_lost_everything_is_reset_and_signed_out(
    anna: tuple[TestClient, str, list[str]], database: Database, clock: FixedClock
) -> None:
    client, _, codes = anna
    with database.app.begin() as conn:
        account_id = conn.execute(text("SELECT id FROM cas.account WHERE login = 'anna'")).scalar_one()
        reset(conn, account_id, by="ivo", now=clock.now)
    assert client.get("/staff").headers["location"] == "/staff/login"
    answer = sign_in(client, "anna")
    assert client.get(answer.headers["location"]).headers["location"].startswith("/staff/second-factor/new")
    assert send(client, "/staff/second-factor/new", "/staff/second-factor", code=codes[1]).status_code == 303
    assert client.get("/staff").headers["location"] == "/staff/login", "its old codes are gone with it"
    assert "second_factor_reset" in history(database, "anna")


def test_a_half_session_ends_like_any_other(client: TestClient, clock: FixedClock) -> None:
    sign_in(client, "anna")
    clock.advance(hours=2)
    assert client.get("/staff/second-factor").headers["location"] == "/staff/login"


def test_with_another_signing_key_only_recovery_codes_open(
    anna: tuple[TestClient, str, list[str]], database: Database, tmp_path: Path, clock: FixedClock
) -> None:
    _, secret, codes = anna
    other = real_app(database, tmp_path, clock, key=KEY[::-1])
    with TestClient(other, follow_redirects=False, client=OUTSIDE) as client:
        sign_in(client, "anna")
        clock.advance(seconds=30)
        unreadable = send(client, "/staff/second-factor", code=code_at(secret, clock.now))
        assert "cannot be read any more" in said(unreadable.text)
        assert send(client, "/staff/second-factor", code=codes[0]).status_code == 303


@pytest.mark.parametrize("then", ["https://evil.example", "//evil.example", "/\\evil.example", "/staff/../\\evil", "x"])
def test_no_page_leads_to_another_host(client: TestClient, clock: FixedClock, then: str) -> None:
    answer = sign_in(client, "dora", then=then)
    assert answer.headers["location"] == "/staff"
    secret, _ = set_up(client, clock)
    clock.advance(minutes=1)
    sign_in(client, "dora", then=then)
    given = send(client, "/staff/second-factor", code=code_at(secret, clock.now), next=then)
    assert given.headers["location"] == "/staff"

"""Signing in with the city over the wire, at a real provider: whom it lets in, and whom not."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from gis_cas.accounts.city_sign_in import link_to_account
from gis_cas.app import create_app
from gis_cas.policy.access import Role
from gis_cas.store.accounts import change
from tests.api.hands import OUTSIDE, said
from tests.api.way_in import PASSWORD, browser, real_app, sign_in
from tests.factories.accounts import an_account
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.identity_provider import ProviderProcess, log_in_at_provider
from tests.fixtures.web import TestClient, settings_for

PEOPLE = {"ann": Role.INTAKE_CLERK, "ben": Role.INTAKE_CLERK, "cleo": Role.RECORDS_CLERK}


@pytest.fixture
def clock() -> FixedClock:
    """The provider signs with the machine's own clock, so this one begins there."""
    return FixedClock(datetime.now(UTC))


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    with database.app.begin() as conn:
        ids = {one: an_account(conn, one, role, password=PASSWORD, demo=False) for one, role in PEOPLE.items()}
        for one, account_id in ids.items():
            change(conn, account_id, email=f"{one}@example.gov")
    return ids


@pytest.fixture
def given() -> dict[str, Any]:
    """Settings beyond the three that must be; a test may change them."""
    return {"links_by_email": True}


@pytest.fixture
def client(
    database: Database,
    tmp_path: Path,
    clock: FixedClock,
    people: dict[str, int],  # noqa: ARG001 - they are there before anybody comes
    identity_provider: ProviderProcess,
    given: dict[str, Any],
) -> Iterator[TestClient]:
    made = real_app(
        database, tmp_path, clock, site_url="http://testserver", sign_in=identity_provider.settings(**given)
    )
    with TestClient(made, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False) as opened:
        yield opened


def leave(client: TestClient, then: str = "/staff") -> str:
    answer = client.get("/staff/login/city", params={"next": then})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(client: TestClient, said_by_provider: dict[str, str]) -> httpx.Response:
    answer: httpx.Response = client.get("/staff/login/city/back", params=said_by_provider)
    return answer


def through(client: TestClient, person: str, then: str = "/staff") -> httpx.Response:
    return come_back(client, log_in_at_provider(leave(client, then), person)[1])


def noted(database: Database, account_id: int) -> list[str]:
    with database.app.connect() as conn:
        wanted = text("SELECT kind FROM cas.account_event WHERE account_id = :id ORDER BY id")
        return list(conn.scalars(wanted, {"id": account_id}))


def knocked(database: Database) -> list[tuple[int, str | None, int]]:
    with database.app.connect() as conn:
        rows = conn.execute(text("SELECT id, email, times FROM cas.unknown_identity ORDER BY id"))
        return [(row.id, row.email, row.times) for row in rows]


def test_the_login_offers_the_citys_sign_in_where_there_is_one(client: TestClient) -> None:
    page = client.get("/staff/login?next=/staff/requests").text
    assert 'href="/staff/login/city?next=/staff/requests">City sign-in</a>' in page


def test_a_verified_address_links_once_and_then_the_subject_counts(
    client: TestClient, database: Database, people: dict[str, int]
) -> None:
    assert through(client, "ann", then="/staff/requests").headers["location"] == "/staff/requests"
    assert client.get("/staff").status_code == 200
    assert noted(database, people["ann"]).count("identity_linked") == 1
    with database.app.begin() as conn:
        change(conn, people["ann"], email="ann.married@example.gov")
        change(conn, people["ben"], email="ann@example.gov")
    assert through(client, "ann").headers["location"] == "/staff"
    assert noted(database, people["ann"])[-1] == "signed_in"
    assert "identity_linked" not in noted(database, people["ben"])


def test_an_address_that_was_handed_on_does_not_bring_the_account_along(
    client: TestClient, database: Database, people: dict[str, int]
) -> None:
    through(client, "ann")
    with database.app.begin() as conn:
        change(conn, people["ann"], email="nobody@example.gov")
        conn.execute(text("UPDATE cas.account_identity SET subject = 'who had the address before'"))
        change(conn, people["ann"], email="ann@example.gov")
    assert through(client, "ann").status_code == 403
    assert [one[1:] for one in knocked(database)] == [("ann@example.gov", 1)]


def test_an_unverified_address_links_nobody(client: TestClient, database: Database, people: dict[str, int]) -> None:
    for times in (1, 2):
        answer = through(client, "ben")
        assert answer.status_code == 403
        assert "ask the CAS administrator" in said(answer.text)
        assert [one[1:] for one in knocked(database)] == [(None, times)]
    assert client.get("/staff").headers["location"] == "/staff/login"
    with database.app.begin() as conn:
        link_to_account(conn, knocked(database)[0][0], account_id=people["ben"], by="anna", now=datetime.now(UTC))
    assert through(client, "ben").headers["location"] == "/staff"
    assert knocked(database) == []
    assert "identity_linked" in noted(database, people["ben"])


class TestWithoutLinkingByEmail:
    @pytest.fixture
    def given(self) -> dict[str, Any]:
        return {}

    def test_even_a_verified_address_links_nobody(self, client: TestClient, database: Database) -> None:
        assert through(client, "ann").status_code == 403
        assert [one[1:] for one in knocked(database)] == [("ann@example.gov", 1)]


class TestWithGroups:
    @pytest.fixture
    def given(self) -> dict[str, Any]:
        return {
            "links_by_email": True,
            "groups_claim": "groups",
            "role_groups": "intake_clerk=records, records_clerk=records",
        }

    def test_a_role_that_needs_a_group_needs_it(
        self, client: TestClient, database: Database, people: dict[str, int]
    ) -> None:
        assert through(client, "ann").headers["location"] == "/staff"
        answer = through(client, "cleo")
        assert answer.status_code == 403
        assert "no longer lists you" in said(answer.text)
        assert noted(database, people["cleo"])[-1] == "sign_in_refused"


def test_a_group_alone_gives_no_power(client: TestClient, database: Database, people: dict[str, int]) -> None:
    with database.app.begin() as conn:
        conn.execute(text("UPDATE cas.account_grant SET ended_at = now(), ended_by = 'test'"))
    through(client, "ann")
    assert client.get("/staff").status_code == 403
    with database.app.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM cas.account_grant WHERE ended_at IS NULL")).scalar_one() == 0
    assert people


def test_a_second_factor_there_counts_here(client: TestClient) -> None:
    assert through(client, "cleo").headers["location"] == "/staff"
    assert client.get("/staff").status_code == 200


def test_without_one_there_it_is_asked_for_here(client: TestClient, database: Database, people: dict[str, int]) -> None:
    with database.app.begin() as conn:
        change(conn, people["ann"], email=None)
        dee = an_account(conn, "dee", Role.ITS_ADMIN, password=PASSWORD, demo=False)
        change(conn, dee, email="ann@example.gov")
    assert through(client, "ann").headers["location"].startswith("/staff/second-factor?")
    assert client.get("/staff").headers["location"] == "/staff/login"


def test_a_locked_account_stays_out(client: TestClient, database: Database, people: dict[str, int]) -> None:
    through(client, "ann")
    with database.app.begin() as conn:
        change(conn, people["ann"], locked_at=datetime.now(UTC))
    answer = through(client, "ann")
    assert answer.status_code == 403
    assert "locked" in said(answer.text)


def test_an_answer_is_good_once_in_the_browser_that_left_and_soon(
    client: TestClient, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    _, answer = log_in_at_provider(leave(client), "ann")
    with browser(client.app) as other:  # type: ignore[arg-type] # TestClient keeps any ASGI application
        assert "not begun in this browser" in said(come_back(other, answer).text)
    assert come_back(client, {**answer, "state": "another"}).status_code == 403
    assert come_back(client, answer).status_code == 403, "the browser's note is used up by the first answer"
    _, answer = log_in_at_provider(leave(client), "ann")
    clock.advance(minutes=11)
    assert "took too long" in said(come_back(client, answer).text)
    clock.set(datetime.now(UTC))
    _, answer = log_in_at_provider(leave(client), "ann")
    cookie = client.cookies["gis_cas_departure"]
    assert come_back(client, answer).headers["location"] == "/staff"
    client.cookies.set("gis_cas_departure", cookie, domain="testserver.local", path="/")
    assert come_back(client, answer).status_code == 403, "the provider gives nothing twice for one code"
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("gis_cas"))
    assert "nobody signed in (state)" in ours
    assert answer["code"] not in ours
    assert "ann@example.gov" not in ours


@pytest.mark.parametrize("cookie", ["", "x", "AAAA", "é", "a" * 4000])
def test_a_forged_note_is_no_note(client: TestClient, cookie: str) -> None:
    answer = client.get(
        "/staff/login/city/back?state=&code=x", headers={"Cookie": f"gis_cas_departure={cookie}".encode()}
    )
    assert answer.status_code == 403


def test_somebody_who_gave_up_there_reads_it_here(client: TestClient) -> None:
    leave(client)
    state = httpx.QueryParams(leave(client).partition("?")[2])["state"]
    answer = come_back(client, {"state": state, "error": "access_denied", "error_description": "<script>x</script>"})
    assert answer.status_code == 403
    assert "let nobody in" in said(answer.text)
    assert "<script>x" not in answer.text


@pytest.mark.parametrize("then", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_the_way_back_leads_to_no_other_host(client: TestClient, then: str) -> None:
    assert through(client, "ann", then=then).headers["location"] == "/staff"


def test_while_the_citys_sign_in_is_away_passwords_still_open(
    client: TestClient, identity_provider: ProviderProcess, clock: FixedClock
) -> None:
    _, answer = log_in_at_provider(leave(client), "ann")
    identity_provider.stop()
    try:
        clock.advance(seconds=1)
        back = come_back(client, answer)
        assert back.status_code == 503
        assert "does not answer now" in said(back.text)
        assert sign_in(client, "ann").headers["location"] == "/staff"
        clock.advance(hours=2)
        left = client.get("/staff/login/city")
        assert left.status_code == 503
        assert 'name="password"' in left.text
    finally:
        identity_provider.start()


def test_a_session_of_the_city_lasts_no_longer_than_another(client: TestClient, clock: FixedClock) -> None:
    through(client, "ann")
    clock.advance(hours=13)
    assert client.get("/staff").headers["location"] == "/staff/login"
    assert clock.now > datetime.now(UTC) + timedelta(hours=12)


def test_a_demonstration_asks_nobody_outside(
    database: Database, tmp_path: Path, identity_provider: ProviderProcess
) -> None:
    made = create_app(settings_for(database, tmp_path, sign_in=identity_provider.settings()))
    with TestClient(made, follow_redirects=False, client=OUTSIDE) as client:
        assert "/staff/login/city" not in client.get("/staff/login").text
        assert client.get("/staff/login/city").status_code == 404
        assert client.get("/staff/login/city/back").status_code == 404

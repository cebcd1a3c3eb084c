"""A session begins, is used, and ends: by idling, by age, by hand, with its account."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from gis_cas.accounts.account import Account
from gis_cas.accounts.signed_in import IDLE, LASTS, account_of, begin
from gis_cas.policy.access import Door, Role
from gis_cas.store import sessions
from gis_cas.store.grants import end_grant, standing
from tests.factories.accounts import an_account

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def director(connection: Connection) -> int:
    return an_account(connection, "ann", Role.DIRECTOR)


def _who(conn: Connection, token: str, at: datetime = NOW) -> Account | None:
    return account_of(conn, token, now=at, zone=ZONE)


def test_a_session_knows_its_account_and_what_it_holds(connection: Connection, director: int) -> None:
    token = begin(connection, director, now=NOW, how="password")
    account = _who(connection, token)
    assert account is not None
    assert (account.id, account.login, set(account.roles)) == (director, "ann", {Role.DIRECTOR})
    assert account.sight.desks == {"public-works", "public-works-inspector"}
    assert account.may(Door.RESOLVE)
    assert not account.may(Door.GRANTS)


def test_only_a_hash_of_the_token_is_kept(connection: Connection, director: int) -> None:
    token = begin(connection, director, now=NOW, how="password")
    assert len(token) >= 43
    kept = connection.execute(text("SELECT t::text FROM cas.session AS t")).scalar_one()
    assert token not in kept
    assert _who(connection, "made up") is None


def test_a_session_ends_by_idling_and_by_age(connection: Connection, director: int) -> None:
    token = begin(connection, director, now=NOW, how="password")
    assert _who(connection, token, NOW + IDLE - timedelta(seconds=1)) is not None
    assert _who(connection, token, NOW + 2 * IDLE) is None
    busy = begin(connection, director, now=NOW, how="password")
    at = NOW
    while at + timedelta(hours=1) < NOW + LASTS:
        at += timedelta(hours=1)
        assert _who(connection, busy, at) is not None
    assert _who(connection, busy, NOW + LASTS) is None


def test_a_session_ends_with_its_account_and_by_hand(connection: Connection, director: int) -> None:
    first, second = (begin(connection, director, now=NOW, how="password") for _ in range(2))
    assert sessions.end(connection, first, at=NOW, why="signed out") == director
    assert sessions.end(connection, first, at=NOW, why="signed out") is None
    assert _who(connection, first) is None
    assert _who(connection, second) is not None
    connection.execute(text("UPDATE cas.account SET locked_at = now()"))
    assert _who(connection, second) is None


def test_the_other_sessions_end_and_this_one_stays(connection: Connection, director: int) -> None:
    tokens = [begin(connection, director, now=NOW, how="password") for _ in range(3)]
    mine = _who(connection, tokens[0])
    assert mine is not None
    ended = sessions.end_all(connection, director, at=NOW, why="ended by its owner", but=mine.session_id)
    assert ended == 2
    assert [_who(connection, token) is not None for token in tokens] == [True, False, False]


def test_a_session_that_owes_a_second_factor_opens_nothing(connection: Connection, director: int) -> None:
    token = begin(connection, director, now=NOW, how="password", second_factor_owed=True)
    assert _who(connection, token) is None
    half = account_of(connection, token, now=NOW, zone=ZONE, before_second_factor=True)
    assert half is not None
    assert half.session_id is not None
    sessions.second_factor_given(connection, half.session_id, at=NOW)
    assert _who(connection, token) is not None


def test_a_grant_that_is_ended_is_gone_at_the_next_request(connection: Connection, director: int) -> None:
    token = begin(connection, director, now=NOW, how="password")
    grant = standing(connection, director, on=date(2026, 11, 23))[0]
    end_grant(connection, grant.id, at=NOW, by="test")
    account = _who(connection, token)
    assert account is not None
    assert account.roles == frozenset()
    assert not account.may(Door.DESK)
    assert account.may(Door.OWN_ACCOUNT)


def test_old_rows_are_forgotten(connection: Connection, director: int) -> None:
    begin(connection, director, now=NOW, how="password")
    assert sessions.forget(connection, expired_before=NOW + LASTS) == 0
    assert sessions.forget(connection, expired_before=NOW + LASTS + timedelta(days=1)) == 1

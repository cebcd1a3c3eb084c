"""Wrong tries make the next ones wait, each login and place for itself; nobody is ever locked out by strangers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, text

from gis_cas.accounts.come_in import (
    BUSY,
    FIRST_WAIT,
    FORGOTTEN_AFTER,
    FREE,
    LONGEST_WAIT,
    SLOWEST,
    Try,
    come_in,
    left_to_wait,
    network_of,
    slowed_by,
    wait_after,
)
from gis_cas.errors import NotAllowed, TooSoon
from gis_cas.policy.access import Role
from tests.factories.accounts import PASSWORD, an_account

NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)
RIGHT = Try(login="ann", password=PASSWORD, client="203.0.113.9")
WRONG = replace(RIGHT, password="wrong")  # noqa: S106 - a wrong one


@pytest.fixture
def ann(connection: Connection) -> int:
    return an_account(connection, "ann", Role.ADMINISTRATOR)


def _fail(conn: Connection, tried: Try, times: int, *, at: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(NotAllowed) as refused:
            come_in(conn, tried, now=at, demo=True)
        assert not isinstance(refused.value, TooSoon)


def test_who_mistypes_a_few_times_waits_not(connection: Connection, ann: int) -> None:
    _fail(connection, WRONG, FREE - 1)
    assert come_in(connection, RIGHT, now=NOW, demo=True) == ann
    assert connection.execute(text("SELECT count(*) FROM cas.sign_in_try")).scalar_one() == 0


def test_after_more_even_the_right_password_waits_and_then_opens(connection: Connection, ann: int) -> None:
    _fail(connection, WRONG, FREE)
    with pytest.raises(TooSoon, match="wait 2 seconds and try again; nothing is locked"):
        come_in(connection, RIGHT, now=NOW, demo=True)
    assert come_in(connection, RIGHT, now=NOW + FIRST_WAIT, demo=True) == ann


def test_the_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [wait_after(n) for n in range(200)]
    assert waits[FREE - 1] == timedelta()
    assert waits[FREE : FREE + 4] == [FIRST_WAIT * 2**n for n in range(4)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_a_refused_try_is_not_counted(connection: Connection, ann: int) -> None:
    """Who hammers does not make the wait longer: it ends when it was said to."""
    _fail(connection, WRONG, FREE)
    for _ in range(20):
        with pytest.raises(TooSoon):
            come_in(connection, WRONG, now=NOW + timedelta(seconds=1), demo=True)
    assert come_in(connection, RIGHT, now=NOW + FIRST_WAIT, demo=True) == ann


def test_strangers_elsewhere_do_not_keep_the_administrator_out(connection: Connection, ann: int) -> None:
    for last in range(20):
        stranger = replace(WRONG, client=f"198.51.100.{last}")
        _fail(connection, stranger, FREE)
        assert left_to_wait(connection, stranger, now=NOW) > timedelta()
    assert come_in(connection, RIGHT, now=NOW, demo=True) == ann


def test_a_stranger_behind_the_same_address_does_not_hold_up_the_browser_in_use(
    connection: Connection, ann: int
) -> None:
    _fail(connection, WRONG, FREE)
    with pytest.raises(TooSoon):
        come_in(connection, RIGHT, now=NOW, demo=True)
    assert come_in(connection, replace(RIGHT, known_browser="mine"), now=NOW, demo=True) == ann


def test_an_unknown_login_is_counted_and_answered_alike(connection: Connection, ann: int) -> None:  # noqa: ARG001
    nobody = replace(WRONG, login="nobody")
    told = []
    for tried in (WRONG, nobody):
        _fail(connection, tried, FREE)
        with pytest.raises(TooSoon) as refused:
            come_in(connection, tried, now=NOW, demo=True)
        told.append(refused.value.message)
    assert told[0] == told[1]
    kept = connection.execute(text("SELECT string_agg(t::text, '') FROM cas.sign_in_try t")).scalar_one()
    assert "nobody" not in kept
    assert "ann" not in kept


def test_an_hour_later_it_is_forgotten(connection: Connection, ann: int) -> None:
    _fail(connection, WRONG, FREE)
    _fail(connection, WRONG, FREE - 1, at=NOW + FORGOTTEN_AFTER)
    assert come_in(connection, RIGHT, now=NOW + FORGOTTEN_AFTER, demo=True) == ann


def test_many_guesses_everywhere_slow_down_who_is_unknown_and_nobody_else(connection: Connection, ann: int) -> None:  # noqa: ARG001
    assert slowed_by(connection, RIGHT, now=NOW) == timedelta()
    for number in range(BUSY + 10):
        _fail(connection, replace(WRONG, client=f"198.51.100.{number}"), 1)
    assert timedelta() < slowed_by(connection, RIGHT, now=NOW) <= SLOWEST
    assert slowed_by(connection, replace(RIGHT, known_browser="mine"), now=NOW) == timedelta()
    assert slowed_by(connection, RIGHT, now=NOW + timedelta(minutes=2)) == timedelta()


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_a_network_is_an_address_or_a_subscribers_prefix(client: str, network: str) -> None:
    assert network_of(client) == network

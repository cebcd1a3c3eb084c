"""Each door's share: a flood stops itself, and an office behind one address works on."""

import asyncio
from typing import Any

import pytest

from gis_cas.api.shares import SHARES, FairShare, Share, network_of
from gis_cas.api.tokens import FORM_COOKIE, Tokens
from tests.unit.api.test_limits import Caller, _scope, _takes_everything

TOKENS = Tokens("a key of at least thirty-two characters")
REPORT = next(share for share in SHARES if share.door == "report")
OFFICE = "203.0.113.9"


def browser() -> str:
    return TOKENS.browser_secret(None)


class Door:
    """The middleware with a clock of its own; `ask` answers the status."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **more: Any) -> None:
        self.now = 1000.0
        monkeypatch.setattr("gis_cas.api.shares.time.monotonic", lambda: self.now)
        self.app = FairShare(_takes_everything, known=TOKENS.is_ours, **more)

    def ask(self, *, client: str = OFFICE, cookie: str | None = None, key: str = "", **more: Any) -> int:
        caller = Caller(iter([]))
        headers = {"cookie": f"other=1; {FORM_COOKIE}={cookie}"} if cookie else {}
        headers |= {"authorization": f"Bearer {key}"} if key else {}
        scope = _scope(client=client, headers=headers, **{"path": "/report", **more})
        scope["app"].state.problem_page = lambda *_said: ""
        asyncio.run(self.app(scope, caller.receive, caller.send))
        return caller.status

    def passed(self, times: int, **more: Any) -> int:
        return sum(self.ask(**more) == 200 for _ in range(times))


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(monkeypatch)


def test_forty_clerks_behind_one_address_send_fifteen_forms_each_in_the_same_minute(door: Door) -> None:
    for _ in range(40):
        assert door.passed(15, cookie=browser()) == 15


def test_a_script_without_a_browser_stops_itself_and_not_the_office_beside_it(door: Door) -> None:
    assert door.passed(2000) == REPORT.strangers
    assert door.passed(15, cookie=browser()) == 15
    door.now += 30
    assert door.passed(2000) == REPORT.strangers // 2


def test_one_browser_that_floods_stops_itself_alone(door: Door) -> None:
    flooding = browser()
    assert door.passed(500, cookie=flooding) == REPORT.browser
    assert door.passed(15, cookie=browser()) == 15


def test_a_made_up_cookie_is_a_stranger_and_signed_ones_end_at_the_networks_bound(door: Door) -> None:
    made_up = [f"{'x' * 24}{number}" for number in range(300)]
    assert sum(door.passed(1, cookie=cookie) for cookie in made_up) == REPORT.strangers
    signed = sum(door.passed(REPORT.browser, cookie=browser()) for _ in range(100))
    assert signed == REPORT.network - REPORT.strangers


def test_a_door_has_a_share_of_its_own(door: Door) -> None:
    assert door.passed(500) == REPORT.strangers
    assert door.ask(path="/api/v1/requests") == 200
    assert door.ask(method="GET") == 200
    assert door.ask(client="198.51.100.7") == 200


def test_a_program_with_a_key_is_counted_by_its_key_and_not_among_strangers(door: Door) -> None:
    assert door.passed(700, path="/api/v1/requests", key="any") == 700
    assert door.passed(500, key="any") == REPORT.strangers, "a key opens no other door"


def test_this_machine_is_not_counted(door: Door) -> None:
    assert door.passed(500, client="127.0.0.1") == 500
    assert door.passed(500, client="::1") == 500


def test_reading_has_bounds_too(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Share(door="pages", methods=frozenset({"GET"}), path="/.*", browser=2, strangers=3, network=4)
    door = Door(monkeypatch, shares=[small])
    assert door.passed(10, method="GET") == 3
    assert door.passed(10, method="GET", cookie=browser()) == 1


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("127.0.0.9", None),
        ("::1", None),
        ("testclient", "testclient"),
    ],
)
def test_a_network_is_an_address_or_an_ipv6_household(client: str, network: str | None) -> None:
    assert network_of(client) == network


@pytest.mark.parametrize("share", SHARES, ids=[share.door for share in SHARES])
def test_a_network_holds_many_browsers_and_strangers_get_less_than_it(share: Share) -> None:
    assert share.network >= 10 * share.browser
    assert share.strangers < share.network

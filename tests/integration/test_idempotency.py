"""One key, one request: for seven days, per client, whoever comes at the same instant."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from gis_cas.domain.request import Person
from gis_cas.errors import OtherBody
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.receive import WEB_FORM, Receipt, receive
from tests.factories.service_requests import new_request, words
from tests.fakes.locators import DeadLocator
from tests.fixtures.clock import FixedClock


def send(office: Office, clock: FixedClock, *, key: str = "k1", body: str = "b1", client: str = WEB_FORM) -> Receipt:
    new = new_request(person=Person())
    return receive(office, new, now=clock.now, client=client, idempotency_key=key, body_hash=body)


def requests(office: Office) -> int:
    with office.engine.connect() as conn:
        return int(conn.execute(text("SELECT count(*) FROM cas.service_request")).scalar_one())


def test_the_same_key_and_body_get_the_same_number_and_decision(office: Office, clock: FixedClock) -> None:
    first = send(office, clock)
    clock.advance(hours=5)
    again = send(office, clock)
    assert again == replace(first, status="replayed")
    assert requests(office) == 1
    with office.engine.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM cas.person")).scalar_one() == 1
        assert conn.execute(text("SELECT count(*) FROM cas.text_body")).scalar_one() == 1


def test_the_same_key_with_another_body_is_refused(office: Office, clock: FixedClock) -> None:
    send(office, clock)
    with pytest.raises(OtherBody) as refused:
        send(office, clock, body="b2")
    assert "another request" in refused.value.message
    assert requests(office) == 1


def test_keys_of_two_clients_do_not_meet(office: Office, clock: FixedClock) -> None:
    assert send(office, clock, client="app-1").number != send(office, clock, client="app-2").number


def test_a_key_is_kept_for_seven_days_and_then_is_new(office: Office, clock: FixedClock) -> None:
    first = send(office, clock)
    clock.advance(days=7, seconds=-1)
    assert send(office, clock).number == first.number
    clock.advance(seconds=1)
    second = send(office, clock, body="quite another")
    assert second.number != first.number
    assert second.status == "created"
    clock.advance(days=6)
    assert send(office, clock, body="quite another").number == second.number


def test_without_a_key_every_sending_is_a_request(office: Office, clock: FixedClock) -> None:
    for _ in range(2):
        receive(office, new_request(), now=clock.now)
    assert requests(office) == 2


def test_a_request_still_being_located_says_so_under_the_same_number(office: Office, clock: FixedClock) -> None:
    dead = replace(office, locator=DeadLocator(RuntimeError("down")))
    new = new_request(place=words("100 E Ocean Ave"), person=Person())

    def once_more() -> Receipt:
        return receive(dead, new, now=clock.now, client=WEB_FORM, idempotency_key="k", body_hash="b")

    first, second = once_more(), once_more()
    assert (first.status, second.status) == ("being_located", "being_located")
    assert first.number == second.number
    locate(office, first.number, now=clock.now)
    third = once_more()
    assert (third.number, third.status) == (first.number, "replayed")
    assert third.decision is not None


def test_sixteen_at_the_same_instant_make_one_request(office: Office, clock: FixedClock) -> None:
    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda _: send(office, clock, key="same"), range(16)))
    assert len({receipt.number for receipt in receipts}) == 1
    assert requests(office) == 1
    assert [receipt.status for receipt in receipts].count("created") == 1
    with office.engine.connect() as conn:
        decisions = conn.execute(text("SELECT count(*) FROM cas.decision")).scalar_one()
        ends = conn.execute(text("SELECT expires_at FROM cas.idempotency")).scalar_one()
    assert decisions == 1
    assert ends == clock.now + timedelta(days=7)

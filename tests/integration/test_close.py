"""R31, R44: nothing closes while an answer is owed, and no construction because a department merely responded."""

from datetime import date

import pytest

from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.close import close
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.resolve import resolve
from tests.factories.desk import STATE_ROAD, anonymous, answer, one, shown
from tests.factories.service_requests import pin
from tests.fixtures.clock import FixedClock

SIDEWALK = pin(-80.06545, 26.5195)


def test_the_whole_line_to_closed(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    with pytest.raises(WrongState, match="one answer is still owed"):
        close(office, number, actor="public-works", now=clock.now)
    answer(office, number, now=clock.advance(hours=3))
    with pytest.raises(WrongState, match="note the resolution"):
        close(office, number, actor="public-works", now=clock.now)
    resolve(office, number, actor="public-works", text="Filled.", now=clock.advance(hours=3))
    with pytest.raises(WrongState, match="still owed"):
        close(office, number, actor="public-works", now=clock.now)
    answer(office, number, now=clock.advance(hours=3))
    close(office, number, actor="public-works", now=clock.advance(hours=3))
    public = shown(office, number)
    assert (public.status, public.closed_at, public.due_at) == ("closed", clock.now, None)
    kinds = [
        tuple(row)
        for row in [
            one(office, "SELECT array_agg(kind ORDER BY id) FROM published.request_event WHERE number = :n", n=number)
        ]
    ]
    assert kinds == [(["received", "located", "answered", "resolved", "answered", "closed"],)]
    with pytest.raises(WrongState, match="is closed"):
        close(office, number, actor="public-works", now=clock.now)


def test_a_referral_closes_once_it_was_written(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    with pytest.raises(WrongState, match="still owed"):
        close(office, number, actor="admin", now=clock.now)
    answer(office, number, now=clock.now)
    close(office, number, actor="admin", now=clock.now)
    assert shown(office, number).status == "closed"


def test_r31_construction_stays_open_until_it_is_complete(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, service_code="sidewalk_damage", place=SIDEWALK)
    kept = one(office, "SELECT long_running, owner_type FROM cas.service_request WHERE number = :n", n=number)
    assert kept.long_running
    assert kept.owner_type == "department"
    answer(office, number, now=clock.now)
    resolve(office, number, actor="public-works", text="The contractor has it.", now=clock.now)
    answer(office, number, now=clock.now)
    with pytest.raises(WrongState, match="until they are complete"):
        close(office, number, actor="public-works", now=clock.now)
    with pytest.raises(BadInput, match="complete"):
        close(office, number, actor="public-works", now=clock.now, completed_on=date(2026, 11, 23))
    with pytest.raises(BadInput, match="not come yet"):
        close(office, number, actor="public-works", now=clock.now, completed_on=date(2026, 11, 24), text="Photo.")
    close(office, number, actor="public-works", now=clock.now, completed_on=date(2026, 11, 23), text="Seen on site.")
    facts, body = one(
        office,
        "SELECT e.facts, t.body FROM cas.event e JOIN cas.text_body t ON t.id = e.text_id WHERE e.kind = 'closed'",
    )
    assert (facts, body) == ({"completed_on": "2026-11-23"}, "Seen on site.")


def test_r31_a_completion_noted_with_the_resolution_is_enough(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, service_code="sidewalk_damage", place=SIDEWALK)
    resolve(
        office, number, actor="public-works", text="Poured and open.", completed_on=date(2026, 11, 23), now=clock.now
    )
    answer(office, number, now=clock.now)
    close(office, number, actor="public-works", now=clock.now)
    assert shown(office, number).status == "closed"

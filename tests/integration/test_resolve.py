"""R26, R27, R45: the resolution is noted, and only its telling pays the outcome."""

from datetime import date, timedelta

import pytest

from gis_cas.domain.request import AnswerChannel, Person
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.resolve import Resolution, resolve
from tests.factories.desk import STATE_ROAD, anonymous, another_requester, answer, one, owed, shown
from tests.factories.service_requests import received
from tests.fixtures.clock import FixedClock


def test_r27_the_outcome_is_owed_to_everyone_within_seventy_two_hours(office: Office, clock: FixedClock) -> None:
    number = received(office, now=clock.now, person=Person(phone="561-555-0100")).number
    another_requester(office, number, Person(phone="561-555-0101"), due_at=clock.now + timedelta(hours=72))
    answer(office, number, now=clock.advance(hours=1), channel=AnswerChannel.PHONE)
    assert shown(office, number).due_at is None
    due_at = resolve(
        office, number, actor="public-works", code=Resolution.DONE, text="Filled.", now=clock.advance(hours=30)
    )
    assert due_at == clock.now + timedelta(hours=72)
    assert [row[:2] for row in owed(office, number)[2:]] == [("outcome", due_at)] * 2
    assert shown(office, number).due_at == due_at
    event = one(
        office,
        "SELECT e.actor, e.facts->>'code', t.body, e.at FROM cas.event e JOIN cas.text_body t ON t.id = e.text_id"
        " WHERE e.kind = 'resolved'",
    )
    assert tuple(event) == ("public-works", "done", "Filled.", clock.now)


def test_the_first_clock_runs_on_when_the_work_is_done_before_anybody_answered(
    office: Office, clock: FixedClock
) -> None:
    number = anonymous(office, now=clock.now)
    first_due = owed(office, number)[0][1]
    resolve(office, number, actor="public-works", text="Filled.", now=clock.advance(hours=2))
    assert shown(office, number).due_at == first_due
    assert owed(office, number)[0] == ("first", first_due, False)


def test_it_is_resolved_once_and_with_words(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    with pytest.raises(BadInput):
        resolve(office, number, actor="public-works", text=" ", now=clock.now)
    resolve(office, number, actor="public-works", text="Filled.", now=clock.now)
    with pytest.raises(WrongState, match="already"):
        resolve(office, number, actor="public-works", text="Filled.", now=clock.now)
    assert len(owed(office, number)) == 2


def test_an_agencys_work_is_not_ours_to_resolve(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    with pytest.raises(WrongState, match="somebody else"):
        resolve(office, number, actor="public-works", text="Filled.", now=clock.now)


def test_no_work_is_complete_tomorrow(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    with pytest.raises(BadInput) as refused:
        resolve(office, number, actor="public-works", text="Soon.", completed_on=date(2026, 11, 24), now=clock.now)
    assert list(refused.value.fields) == ["completed_on"]

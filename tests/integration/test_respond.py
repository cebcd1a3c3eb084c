"""R8, R11, R24, R44, R45: what an answer is, whom it reaches, and what it pays."""

from typing import Any

import pytest

from gis_cas.domain.request import AnswerChannel, AnswerKind, Person
from gis_cas.errors import BadInput, UnknownRequest, WrongState
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.resolve import resolve
from gis_cas.service_requests.respond import respond
from tests.factories.desk import (
    STATE_ROAD,
    anonymous,
    another_requester,
    answer,
    one,
    owed,
    rows,
    shown,
    write,
)
from tests.factories.service_requests import received
from tests.fixtures.clock import FixedClock


def test_an_answer_pays_the_first_clock_and_is_history(office: Office, clock: FixedClock) -> None:
    number = received(office, now=clock.now, person=Person(phone="561-555-0100")).number
    said = respond(
        office,
        number,
        actor="public-works",
        channel=AnswerChannel.PHONE,
        text="  A crew comes on Friday. ",
        now=clock.advance(hours=4),
    )
    assert (said.paid, said.kinds, said.still_owed) == (1, (AnswerKind.FIRST,), 0)
    event = one(
        office,
        "SELECT e.at, e.actor, e.kind, e.facts->>'channel', t.body FROM cas.event e"
        " JOIN cas.text_body t ON t.id = e.text_id"
        " JOIN cas.answer_owed o ON o.answer_event_id = e.id AND o.answered_at = e.at",
    )
    assert tuple(event) == (clock.now, "public-works", "answered", "phone", "A crew comes on Friday.")
    public = shown(office, number)
    assert (public.due_at, public.first_answered_at, public.released_text) == (None, clock.now, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 30_000}, "text"),
        ({"text": "a\x00"}, "text"),
        ({"actor": " "}, "actor"),
    ],
)
def test_r8_an_answer_needs_words_and_somebody_who_says_them(
    office: Office, clock: FixedClock, changes: dict[str, str], field: str
) -> None:
    number = anonymous(office, now=clock.now)
    values: dict[str, Any] = {"actor": "public-works", "text": "Done."} | changes
    with pytest.raises(BadInput) as refused:
        respond(office, number, channel=AnswerChannel.POSTED, now=clock.now, **values)
    assert list(refused.value.fields) == [field]
    assert owed(office, number)[0][2] is False


@pytest.mark.parametrize("channel", [AnswerChannel.PHONE, AnswerChannel.LETTER, AnswerChannel.EMAIL, AnswerChannel.FAX])
def test_r44_who_left_no_contact_is_answered_under_the_number(
    office: Office, clock: FixedClock, channel: AnswerChannel
) -> None:
    number = anonymous(office, now=clock.now)
    with pytest.raises(BadInput) as refused:
        answer(office, number, now=clock.now, channel=channel)
    assert list(refused.value.fields) == ["channel"]
    assert answer(office, number, now=clock.now).still_owed == 0
    assert shown(office, number).released_text == "We are on it."


def test_r44_posting_is_no_answer_to_who_can_be_reached(office: Office, clock: FixedClock) -> None:
    number = received(office, now=clock.now).number
    with pytest.raises(BadInput, match="left a way to be reached"):
        answer(office, number, now=clock.now)


def test_r44_each_person_is_owed_an_answer_and_one_response_may_pay_many(office: Office, clock: FixedClock) -> None:
    number = received(office, now=clock.now, person=Person(email="one@example.org")).number
    due_at = clock.now.replace(day=27)
    another_requester(office, number, Person(name="Two", email="two@example.org"), due_at=due_at)
    another_requester(office, number, Person(name="Three", phone="561-555-0103"), due_at=due_at)
    said = answer(office, number, now=clock.now, channel=AnswerChannel.EMAIL)
    assert (said.paid, said.still_owed) == (2, 1)
    assert shown(office, number).due_at == due_at
    assert shown(office, number).first_answered_at is None
    assert answer(office, number, now=clock.now, channel=AnswerChannel.PHONE).still_owed == 0
    assert len({row[0] for row in rows(office, "SELECT answer_event_id FROM cas.answer_owed")}) == 2


def test_one_requester_alone_can_be_answered(office: Office, clock: FixedClock) -> None:
    number = received(office, now=clock.now, person=Person(email="one@example.org")).number
    second = another_requester(office, number, Person(email="two@example.org"), due_at=clock.now)
    said = respond(
        office,
        number,
        actor="clerk",
        channel=AnswerChannel.EMAIL,
        text="To you alone.",
        now=clock.now,
        requester_ids=[second],
    )
    assert (said.paid, said.still_owed) == (1, 1)


def test_r45_an_answer_after_the_resolution_pays_both_clocks(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    resolve(office, number, actor="public-works", text="Filled.", now=clock.advance(hours=1))
    said = answer(office, number, now=clock.advance(hours=1))
    assert set(said.kinds) == {AnswerKind.FIRST, AnswerKind.OUTCOME}
    assert said.still_owed == 0


def test_nobody_is_answered_twice(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    answer(office, number, now=clock.now)
    with pytest.raises(WrongState, match="Nobody waits"):
        answer(office, number, now=clock.now)
    with pytest.raises(UnknownRequest):
        answer(office, "123456789", now=clock.now)


def test_r11_a_referral_is_written_and_names_the_agency_with_address_and_phone(
    office: Office, clock: FixedClock
) -> None:
    receipt = received(office, now=clock.now, person=Person(phone="561-555-0100", email="a@b.org"), place=STATE_ROAD)
    assert receipt.decision is not None
    assert receipt.decision.owner is not None
    agency = receipt.decision.owner
    assert agency.slug == "fdot-d4"
    with pytest.raises(BadInput, match="must be written"):
        answer(office, receipt.number, now=clock.now, channel=AnswerChannel.PHONE)
    answer(office, receipt.number, now=clock.now, channel=AnswerChannel.EMAIL)
    body, referral = one(
        office,
        "SELECT t.body, e.facts->'referral' FROM cas.event e JOIN cas.text_body t ON t.id = e.text_id"
        " WHERE e.kind = 'answered'",
    )
    for fact in (agency.name, agency.address, agency.phone):
        assert str(fact) in body
    assert (referral["name"], referral["address"], referral["phone"]) == (agency.name, agency.address, agency.phone)


def test_r11_a_referral_without_a_phone_number_on_file_stays_with_the_administrator(
    office: Office, clock: FixedClock
) -> None:
    before = received(office, now=clock.now, place=STATE_ROAD, person=Person()).number
    write(office, "UPDATE cas.agency SET phone = NULL WHERE slug = 'fdot-d4'")
    office.shelf.look_again()
    with pytest.raises(WrongState, match="phone"):
        answer(office, before, now=clock.now)
    after = received(office, now=clock.now, place=STATE_ROAD, person=Person())
    assert after.decision is not None
    assert after.decision.owner is not None
    kept = one(office, "SELECT owner_type, owner_slug FROM cas.service_request WHERE number = :n", n=after.number)
    assert tuple(kept) == ("queue", office.city.administrator_queue)

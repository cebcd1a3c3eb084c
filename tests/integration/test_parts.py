"""R13, R45: each part of a split is a row with an outcome of its own; one part moves alone and no clock restarts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from gis_cas.domain.request import AnswerChannel, Channel
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.policy.sight import Sight
from gis_cas.service_requests.assign import reassign, release
from gis_cas.service_requests.close import close
from gis_cas.service_requests.correct_place import wrong_place
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.part_done import part_done
from gis_cas.service_requests.part_not_ours import NOBODY, part_not_ours
from gis_cas.service_requests.replay import replay
from gis_cas.service_requests.resolve import resolve
from gis_cas.service_requests.respond import respond
from gis_cas.store.staff_reads import StaffQueue, staff_list
from tests.factories.desk import answer, one, shown, write
from tests.factories.misroutes import corrections
from tests.factories.service_requests import CITY_STREET, pin
from tests.factories.splits import FDOT, HELPER, a_split, owed_for, part_of, parts, with_helper
from tests.fixtures.clock import FixedClock

COUNTY = "pbc-engineering"
_GIVEN_AFTER_ALL = (
    "UPDATE cas.answer_owed SET answered_at = now(), answer_event_id = void_event_id, void_event_id = NULL"
)


def refer(office: Office, number: str, clock: FixedClock, slug: str = FDOT) -> None:
    part = part_of(office, number, slug)
    respond(
        office,
        number,
        actor="utilities",
        channel=AnswerChannel.POSTED,
        text="The road is not ours.",
        now=clock.advance(hours=1),
        part_id=part.id,
    )


def not_theirs(office: Office, number: str, part_id: int, clock: FixedClock, to: str | None = None) -> str | None:
    now = clock.advance(hours=1)
    desk = part_not_ours(office, number, part_id, actor="utilities", reason="It moved.", now=now, to=to)
    return desk.slug if desk else None


def test_the_other_body_is_a_row_with_an_outcome_owed_by_when_the_first_answer_is(
    office: Office, clock: FixedClock
) -> None:
    number = a_split(office, now=clock.now)
    assert parts(office, number) == [(FDOT, "open")]
    due = clock.now + timedelta(hours=72)
    assert owed_for(office, number) == [("first", None, due, "owed"), ("outcome", FDOT, due, "owed")]
    public = shown(office, number)
    assert (public.owner_slug, public.decision_kind, public.due_at) == ("utilities", "split", due)
    assert [(part["slug"], part["phone"], part["state"]) for part in public.parts] == [(FDOT, "866-336-8435", "open")]
    assert replay(office, number).same


def test_an_answer_of_the_leader_pays_nothing_about_the_part_and_the_parts_own_letter_pays_that_alone(
    office: Office, clock: FixedClock
) -> None:
    number = a_split(office, now=clock.now)
    answer(office, number, now=clock.advance(hours=1))
    assert [row[3] for row in owed_for(office, number)] == ["given", "owed"]
    with pytest.raises(WrongState, match="under that part"):
        answer(office, number, now=clock.now)
    refer(office, number, clock)
    assert [row[3] for row in owed_for(office, number)] == ["given", "given"]
    assert parts(office, number) == [(FDOT, "done")]
    facts, words = one(
        office,
        "SELECT e.facts, t.body FROM cas.event e JOIN cas.text_body t ON t.id = e.text_id ORDER BY e.id DESC LIMIT 1",
    )
    assert (facts["referral"]["slug"], facts["part_id"]) == (FDOT, part_of(office, number).id)
    assert "866-336-8435" in words
    public = shown(office, number)
    assert public.due_at is None
    assert "We are on it." in public.released_text
    assert "866-336-8435" in public.released_text
    with pytest.raises(WrongState, match="about this part"):
        refer(office, number, clock)


def test_r11_a_part_is_referred_in_writing(office: Office, clock: FixedClock) -> None:
    number = a_split(office, now=clock.now)
    part = part_of(office, number)
    said: dict[str, Any] = {"actor": "utilities", "text": "Ask.", "now": clock.now, "part_id": part.id}
    with pytest.raises(BadInput, match="must be written"):
        respond(office, number, channel=AnswerChannel.PHONE, **said)
    with pytest.raises(NotFound):
        respond(office, number, channel=AnswerChannel.LETTER, **(said | {"part_id": 10**6}))


def test_r45_a_helpers_part_owes_its_outcome_when_it_is_done_and_a_persons_answer_pays_it(
    office: Office, clock: FixedClock
) -> None:
    number, helper = with_helper(office, now=clock.now)
    assert [row[1] for row in owed_for(office, number)] == [None, FDOT], "a helper owes nothing before its part is done"
    refer(office, number, clock)
    resolve(office, number, actor="utilities", text="Main mended.", now=clock.advance(hours=1))
    answer(office, number, now=clock.advance(hours=1))
    with pytest.raises(WrongState, match="still has a part"):
        close(office, number, actor="utilities", now=clock.now)
    due = part_done(office, number, helper.id, actor=HELPER, text="Pavement patched.", now=clock.advance(hours=1))
    assert owed_for(office, number)[-1] == ("outcome", HELPER, due, "owed")
    assert due == clock.now + timedelta(hours=72)
    assert parts(office, number)[-1] == (HELPER, "done")
    assert shown(office, number).due_at == due
    assert answer(office, number, now=clock.advance(hours=1)).still_owed == 0
    close(office, number, actor="utilities", now=clock.now)
    for again in (helper, part_of(office, number, FDOT)):
        with pytest.raises(WrongState):
            part_done(office, number, again.id, actor=HELPER, text="Again.", now=clock.now)


def test_r42_one_part_moves_alone_at_its_original_instant(office: Office, clock: FixedClock) -> None:
    number, helper = with_helper(office, now=clock.now)
    due = clock.now + timedelta(hours=72)
    refer(office, number, clock)
    part = part_of(office, number)
    assert not_theirs(office, number, part.id, clock, f"agency:{COUNTY}") == COUNTY
    assert parts(office, number) == [(COUNTY, "open"), (HELPER, "open")]
    assert owed_for(office, number) == [
        ("first", None, due, "owed"),
        ("outcome", COUNTY, due, "given"),
        ("outcome", COUNTY, due, "owed"),
    ], "a wrong letter is void, so the part is owed again"
    assert shown(office, number).owner_slug == "utilities"
    assert [row[:4] for row in corrections(office)] == [("part", FDOT, COUNTY, True)]
    assert not_theirs(office, number, part.id, clock) == office.city.administrator_queue
    assert [row[:4] for row in corrections(office)][1:] == [("part", COUNTY, None, False)]
    with pytest.raises(WrongState, match="Nobody knows yet"):
        refer(office, number, clock, office.city.administrator_queue)
    for taken in ("utilities", HELPER):
        with pytest.raises(BadInput, match="already"):
            not_theirs(office, number, part.id, clock, taken)
    assert not_theirs(office, number, part.id, clock, "engineering") == "engineering"
    assert [row[3] for row in owed_for(office, number)] == ["owed", "given", "void"], "a helper owes when it is done"
    assert not_theirs(office, number, helper.id, clock, NOBODY) is None
    assert parts(office, number) == [("engineering", "open"), (HELPER, "dropped")]


def test_who_gets_the_whole_request_has_no_part_beside_it(office: Office, clock: FixedClock) -> None:
    number = a_split(office, now=clock.now)
    reassign(office, number, to=f"agency:{FDOT}", actor="admin", reason="All theirs.", now=clock.advance(hours=1))
    assert parts(office, number) == [(FDOT, "dropped")]
    assert [row[3] for row in owed_for(office, number)] == ["owed", "void"]
    assert shown(office, number).parts == []


def test_at_another_place_others_have_a_part_or_nobody_has(office: Office, clock: FixedClock) -> None:
    number = a_split(office, now=clock.now)
    elsewhere = pin(CITY_STREET.lon, CITY_STREET.lat)
    wrong_place(office, number, stated=elsewhere, actor="utilities", reason="No.", now=clock.advance(hours=1))
    assert parts(office, number) == [(FDOT, "dropped")]
    assert [row[3] for row in owed_for(office, number)] == ["owed", "void"]
    wrong_place(office, number, stated=pin(-80.0905, 26.5212, 10), actor="utilities", reason="No.", now=clock.now)
    assert parts(office, number) == [(FDOT, "dropped"), (COUNTY, "open")]
    assert [part["slug"] for part in shown(office, number).parts] == [COUNTY]


def test_r53_parts_wait_until_what_is_proposed_is_released(office: Office, clock: FixedClock) -> None:
    number = a_split(office, now=clock.now, channel=Channel.COMMISSIONER)
    assert parts(office, number) == []
    release(office, number, actor="admin", now=clock.advance(hours=1))
    assert parts(office, number) == [(FDOT, "open")]
    assert owed_for(office, number)[1][2] == owed_for(office, number)[0][2]


def test_the_case_stands_once_on_every_list_and_its_helper_sees_it(office: Office, clock: FixedClock) -> None:
    number, helper = with_helper(office, now=clock.now)
    late = clock.now + timedelta(hours=73)
    for desk in ("utilities", HELPER):
        with office.engine.connect() as conn:
            sight = Sight(desks=frozenset({desk}))
            found = [
                staff_list(conn, now=late, queue=queue, sight=sight).rows
                for queue in (StaffQueue.OVERDUE, StaffQueue.REFERRALS, StaffQueue.OPEN)
            ]
        assert [[row.number for row in listed] for listed in found] == [[number]] * 3
        assert (found[0][0].owed, found[0][0].people) == (1, 1)
        assert found[0][0].beside is not None
        assert "Florida Department of Transportation" in found[0][0].beside
    not_theirs(office, number, helper.id, clock, NOBODY)
    with office.engine.connect() as conn:
        assert not staff_list(conn, now=late, sight=Sight(desks=frozenset({HELPER}))).rows


def test_an_answer_that_is_void_stays_void(office: Office, clock: FixedClock) -> None:
    number = a_split(office, now=clock.now)
    not_theirs(office, number, part_of(office, number).id, clock, NOBODY)
    for again in ("UPDATE cas.answer_owed SET void_event_id = NULL", _GIVEN_AFTER_ALL):
        with pytest.raises(IntegrityError, match="owed no longer"):
            write(office, f"{again} WHERE void_event_id IS NOT NULL")

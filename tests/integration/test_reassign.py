"""R9, R42, R53: another desk is on record, and never another clock."""

from dataclasses import replace

import pytest

from gis_cas.domain.request import Channel
from gis_cas.errors import BadInput, LocatorUnavailable, WrongState
from gis_cas.service_requests.assign import reassign, release
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from tests.factories.desk import STATE_ROAD, anonymous, answer, one, owed, shown, write
from tests.factories.service_requests import pin, words
from tests.fakes.locators import DeadLocator
from tests.fixtures.clock import FixedClock


def move(office: Office, number: str, to: str, clock: FixedClock, reason: str = "Wrong road.") -> None:
    reassign(office, number, to=to, actor="admin", reason=reason, now=clock.advance(hours=10))


def test_r42_a_move_is_on_record_and_the_clock_runs_on(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    before = owed(office, number)
    move(office, number, "department:utilities", clock)
    assert owed(office, number) == before
    event = one(
        office,
        "SELECT e.actor, e.at, e.facts, t.body FROM cas.event e JOIN cas.text_body t ON t.id = e.text_id"
        " WHERE e.kind = 'reassigned'",
    )
    assert tuple(event) == (
        "admin",
        clock.now,
        {
            "from": {"type": "department", "slug": "public-works"},
            "to": {"type": "department", "slug": "utilities"},
        },
        "Wrong road.",
    )
    public = shown(office, number)
    assert (public.owner_type, public.owner_slug, public.decision_kind) == ("department", "utilities", "assigned")
    assert public.owner_phone == "561-742-6400"
    assert public.reason == "Set by our staff."


@pytest.mark.parametrize(
    ("to", "reason", "field"),
    [
        ("utilities", "  ", "reason"),
        ("nobody-here", "Because.", "to"),
        ("public-works", "Because.", "to"),
        ("city-attorney", "Because.", "to"),
        ("", "Because.", "to"),
    ],
)
def test_what_is_not_possible_is_said_by_field(
    office: Office, clock: FixedClock, to: str, reason: str, field: str
) -> None:
    number = anonymous(office, now=clock.now)
    with pytest.raises(BadInput) as refused:
        move(office, number, to, clock, reason)
    assert list(refused.value.fields) == [field]
    assert shown(office, number).owner_slug == "public-works"


def test_a_referral_by_hand_shows_the_agency(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    move(office, number, "agency:fdot-d4", clock)
    public = shown(office, number)
    assert (public.owner_type, public.owner_slug, public.decision_kind) == ("agency", "fdot-d4", "referred")
    assert public.owner_phone == "866-336-8435"


def test_r45_a_wrong_referral_is_void_and_the_original_instants_stand_again(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    original = owed(office, number)[0][1]
    answer(office, number, now=clock.advance(hours=1))
    assert shown(office, number).due_at is None
    move(office, number, "public-works", clock)
    assert owed(office, number) == [("first", original, True), ("first", original, False)]
    assert shown(office, number).due_at == original
    assert shown(office, number).first_answered_at is None


def test_back_to_the_administrator(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    move(office, number, office.city.administrator_queue, clock)
    assert shown(office, number).owner_type == "queue"


def test_r53_one_click_lets_a_proposed_decision_stand(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, channel=Channel.COMMISSIONER)
    before = owed(office, number)
    assert release(office, number, actor="admin", now=clock.advance(hours=1)).slug == "public-works"
    kept = one(office, "SELECT owner_type, owner_slug, proposed FROM cas.service_request WHERE number = :n", n=number)
    assert tuple(kept) == ("department", "public-works", False)
    assert owed(office, number) == before
    with pytest.raises(WrongState, match="Nothing is proposed"):
        release(office, number, actor="admin", now=clock.now)


def test_r49_a_released_code_matter_without_a_name_is_the_inspectors(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, service_code="overgrown_lot", channel=Channel.COMMISSIONER)
    assert release(office, number, actor="admin", now=clock.now).slug == "community-standards-inspector"
    assert shown(office, number).owner_name == "Community Standards (code compliance): inspector"


def test_r11_what_cannot_be_named_to_anyone_is_not_released(office: Office, clock: FixedClock) -> None:
    write(office, "UPDATE cas.agency SET phone = NULL WHERE slug = 'fdot-d4'")
    office.shelf.look_again()
    number = anonymous(office, now=clock.now, channel=Channel.COMMISSIONER, place=STATE_ROAD)
    with pytest.raises(WrongState, match="cannot be named"):
        release(office, number, actor="admin", now=clock.now)


def test_r53_who_moved_it_before_it_was_located_has_said_whose_it_is(office: Office, clock: FixedClock) -> None:
    away = replace(office, locator=DeadLocator(LocatorUnavailable("away")))
    number = anonymous(away, now=clock.now, channel=Channel.COMMISSIONER, place=words("100 E Ocean Ave"))
    move(office, number, "utilities", clock)
    assert locate(office, number, now=clock.now).by_this_call
    kept = one(office, "SELECT owner_slug, proposed FROM cas.service_request WHERE number = :n", n=number)
    assert tuple(kept) == ("utilities", False)


def test_what_a_requester_answers_takes_nothing_from_the_desk_where_a_person_put_it(
    office: Office, clock: FixedClock
) -> None:
    number = anonymous(office, now=clock.now, service_code="litter", place=pin(-80.0675, 26.52815, 33))
    move(office, number, "agency:fdot-d4", clock)
    located = locate(office, number, now=clock.now, answers={"on_road": "beside"})
    assert located.decision.owner is not None
    assert located.decision.owner.slug == "public-works"
    public = shown(office, number)
    assert (public.owner_slug, public.owner_phone) == ("fdot-d4", "866-336-8435")

"""R9, R42, R53: another desk is on record, and never another clock."""

import pytest

from gis_cas.domain.request import Channel
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.assign import reassign, release
from gis_cas.service_requests.office import Office
from tests.factories.desk import STATE_ROAD, anonymous, answer, one, owed, shown
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

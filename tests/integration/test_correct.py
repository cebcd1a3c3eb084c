"""R42: "not ours" is on record with the edge it stood on, the request moves on, and no clock is touched."""

import pytest

from gis_cas.domain.place import StatedPlace
from gis_cas.domain.request import Channel
from gis_cas.errors import BadInput, UnknownRequest, WrongState
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.close import close
from gis_cas.service_requests.correct import not_ours
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.replay import replay
from gis_cas.service_requests.resolve import resolve
from tests.factories.desk import STATE_ROAD, anonymous, answer, one, owed, rows, shown
from tests.factories.misroutes import beside, corrections
from tests.factories.service_requests import words
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

COUNTY = "palm-beach-county"


def say(office: Office, number: str, clock: FixedClock, to: str | None = COUNTY, reason: str = "County land.") -> str:
    return not_ours(office, number, actor="public-works", reason=reason, now=clock.advance(hours=1), to=to).slug


def test_r42_it_goes_to_whose_it_is_and_the_clock_runs_on(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now)
    before = owed(office, number)
    assert shown(office, number).owner_slug == "public-works"
    assert say(office, number, clock) == COUNTY
    assert owed(office, number) == before
    public = shown(office, number)
    assert (public.owner_type, public.owner_slug, public.decision_kind) == ("agency", COUNTY, "referred")
    event = one(
        office,
        "SELECT e.actor, e.at, e.facts, t.body FROM cas.event e JOIN cas.text_body t ON t.id = e.text_id"
        " WHERE e.kind = 'not_ours'",
    )
    decision = one(office, "SELECT id FROM cas.decision").id
    assert tuple(event) == (
        "public-works",
        clock.now,
        {
            "from": {"type": "department", "slug": "public-works"},
            "to": {"type": "agency", "slug": COUNTY},
            "decision_id": decision,
        },
        "County land.",
    )


def test_the_correction_names_the_rule_the_layer_and_the_feet(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now, inside_ft=12)
    say(office, number, clock)
    assert corrections(office) == [
        *[
            (
                "owner",
                "public-works",
                COUNTY,
                True,
                "city-limits",
                1,
                12,
                "municipalities",
                "City of Boynton Beach",
                "Knuth Road enclave",
            )
        ]
    ]
    kept = one(
        office, "SELECT c.*, d.place_id AS decided_at FROM cas.correction c JOIN cas.decision d ON d.id = c.decision_id"
    )
    assert (kept.place_id, kept.actor, kept.at) == (kept.decided_at, "public-works", clock.now)
    stretch = one(office, "SELECT street, line, ST_Length(geom_ft) AS length_ft FROM cas.boundary_stretch")
    assert stretch.line is False
    assert 0 < stretch.length_ft < 1500


def test_whoever_it_belongs_to_the_same_line_is_the_same_stretch(office: Office, clock: FixedClock) -> None:
    for to in (COUNTY, "swa", None):
        say(office, beside(office, now=clock.now), clock, to=to)
    assert len({row[7:] for row in corrections(office)}) == 1
    assert one(office, "SELECT count(*) FROM cas.boundary_stretch")[0] == 1


def test_beyond_the_outer_limits_lies_the_county(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now, near=(-80.0960, 26.5600))
    say(office, number, clock)
    assert corrections(office)[0][7:] == ("municipalities", "City of Boynton Beach", "Palm Beach County")


def test_two_on_one_stretch_are_on_one_and_far_away_is_another(office: Office, clock: FixedClock) -> None:
    for inside_ft in (12, 15):
        say(office, beside(office, now=clock.now, inside_ft=inside_ft), clock)
    far = anonymous(office, now=clock.now, service_code="missed_garbage", place=words("100 E Ocean Ave"))
    say(office, far, clock, to="utilities")
    assert rows(office, "SELECT count(*) FROM cas.correction GROUP BY stretch_id ORDER BY 1 DESC")[0] == (2,)


def test_a_roads_edge_is_where_its_right_of_way_ends(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, service_code="missed_garbage", place=STATE_ROAD)
    say(office, number, clock, to="fdot-d4")
    near_no_road = corrections(office)[0]
    assert near_no_road[7:9] != ("streets", "W Boynton Beach Blvd (SR 804)"), "no rule of this service names a road"
    pothole = anonymous(office, now=clock.now, place=STATE_ROAD)
    say(office, pothole, clock, to="public-works")
    kind, had, rightful, misrouted, rule, _, feet, layer, name, other = corrections(office)[1]
    assert (kind, had, rightful, misrouted, rule) == ("owner", "fdot-d4", "public-works", True, "state-road")
    assert (layer, name, other) == ("streets", "W Boynton Beach Blvd (SR 804)", None)
    assert feet <= 50, "inside its right-of-way"


def test_nobody_knows_whose_it_is(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now)
    assert say(office, number, clock, to=None) == office.city.administrator_queue
    assert shown(office, number).owner_type == "queue"
    assert [row[2:4] for row in corrections(office)] == [(None, True)]
    with pytest.raises(WrongState, match="waits for an owner already"):
        say(office, number, clock)


def test_what_was_moved_by_hand_is_no_misroute_of_the_decision(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now)
    reassign(office, number, to="utilities", actor="admin", reason="Their truck.", now=clock.now)
    assert corrections(office) == []
    say(office, number, clock)
    assert [row[1:4] for row in corrections(office)] == [("utilities", COUNTY, False)]


def test_r53_what_was_only_proposed_is_with_the_administrator(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now, channel=Channel.COMMISSIONER)
    with pytest.raises(WrongState, match="waits for an owner"):
        say(office, number, clock)


def test_r45_a_wrong_referral_is_void_once_however_often_it_moves(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    original = owed(office, number)[0][1]
    answer(office, number, now=clock.advance(hours=1))
    say(office, number, clock, to=None)
    assert owed(office, number) == [("first", original, True), ("first", original, False)]
    reassign(office, number, to=COUNTY, actor="admin", reason="Perhaps theirs.", now=clock.now)
    say(office, number, clock, to="public-works")
    assert owed(office, number) == [("first", original, True), ("first", original, False)]
    assert shown(office, number).due_at == original


def test_the_decision_replays_as_it_was(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now)
    before = replay(office, number)
    say(office, number, clock)
    assert replay(office, number) == before
    assert before.same


def test_a_service_without_a_place_has_no_edge(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, service_code="records_request", place=StatedPlace())
    say(office, number, clock, to="utilities")
    assert [row[3:] for row in corrections(office)] == [(True, None, None, None, None, None, None)]


def test_a_blanked_place_gives_no_edge_away(office: Office, clock: FixedClock, database: Database) -> None:
    number = beside(office, now=clock.now)
    with database.records.begin() as conn:
        conn.exec_driver_sql(
            "UPDATE cas.place SET geom = NULL, geom_ft = NULL, radius_ft = NULL, label = NULL, erased_at = now()"
        )
    say(office, number, clock)
    assert [row[6:] for row in corrections(office)] == [(None, None, None, None)]


@pytest.mark.parametrize(
    ("to", "reason", "field"),
    [
        (COUNTY, " ", "reason"),
        ("nobody-here", "No.", "to"),
        ("public-works", "No.", "to"),
        ("city-attorney", "No.", "to"),
    ],
)
def test_what_is_not_possible_is_said_by_field(
    office: Office, clock: FixedClock, to: str, reason: str, field: str
) -> None:
    number = beside(office, now=clock.now)
    with pytest.raises(BadInput) as refused:
        say(office, number, clock, to=to, reason=reason)
    assert list(refused.value.fields) == [field]
    assert corrections(office) == []
    assert shown(office, number).owner_slug == "public-works"


def test_a_closed_one_and_an_unknown_one_are_refused(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now)
    answer(office, number, now=clock.now)
    resolve(office, number, actor="public-works", text="Collected.", now=clock.now)
    answer(office, number, now=clock.now)
    close(office, number, actor="admin", text="Done.", now=clock.now)
    with pytest.raises(WrongState, match="closed"):
        say(office, number, clock)
    with pytest.raises(UnknownRequest):
        say(office, "123456782", clock)

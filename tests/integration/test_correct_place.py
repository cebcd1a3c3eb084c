"""R42: a wrong place is put right beside the one stated, decided again there, and no clock is touched."""

import pytest

from gis_cas.domain.place import StatedPlace
from gis_cas.domain.request import Channel, Person
from gis_cas.errors import BadInput, WrongState
from gis_cas.service_requests.assign import release
from gis_cas.service_requests.correct_place import wrong_place
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.replay import replay
from tests.factories.desk import STATE_ROAD, anonymous, answer, one, owed, rows, shown
from tests.factories.misroutes import beside, beside_the_limit, corrections
from tests.factories.service_requests import CITY_STREET, pin, received, words
from tests.fixtures.clock import FixedClock

ON_A_CITY_STREET = pin(CITY_STREET.lon, CITY_STREET.lat)
COUNTY = "palm-beach-county"


def put_right(office: Office, number: str, stated: StatedPlace, clock: FixedClock, reason: str = "Next street.") -> str:
    now = clock.advance(hours=1)
    return wrong_place(office, number, stated=stated, actor="public-works", reason=reason, now=now).slug


def test_r42_it_is_decided_again_where_it_is_and_the_clock_runs_on(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    before = owed(office, number)
    assert shown(office, number).owner_slug == "fdot-d4"
    assert put_right(office, number, ON_A_CITY_STREET, clock) == "public-works"
    assert owed(office, number) == before
    public = shown(office, number)
    assert (public.owner_slug, public.decision_kind, public.due_at) == ("public-works", "assigned", before[0][1])
    assert [row[:5] for row in corrections(office)] == [("place", "fdot-d4", "public-works", True, "state-road")]
    kinds = rows(office, "SELECT kind, actor FROM cas.event ORDER BY id")
    assert kinds[-2:] == [("place_corrected", "public-works"), ("located", "public-works")]


def test_what_was_stated_is_never_overwritten(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    put_right(office, number, words("100 E Ocean Ave"), clock)
    kept = one(
        office,
        "SELECT ST_X(s.geom) AS lon, s.stated_words, c.stated_words AS corrected, f.label FROM cas.service_request r"
        " JOIN cas.place s ON s.id = r.stated_place_id JOIN cas.place c ON c.id = r.corrected_place_id"
        " JOIN cas.place f ON f.id = r.place_id",
    )
    assert kept.lon == pytest.approx(-80.0700)
    assert (kept.stated_words, kept.corrected) == (None, "100 E Ocean Ave")
    assert "Ocean Ave" in kept.label
    assert one(office, "SELECT count(*) FROM cas.decision")[0] == 2
    assert replay(office, number).same


def test_the_requesters_answer_is_then_about_the_place_put_right(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    put_right(office, number, beside_the_limit(office, 2), clock)
    asked = one(office, "SELECT question->>'code' AS code, place_id FROM cas.decision ORDER BY id DESC LIMIT 1")
    if asked.code is not None:
        locate(office, number, now=clock.now, answers={asked.code: "unsure"})
    now_at = one(
        office,
        "SELECT ST_X(p.geom) FROM cas.place p JOIN cas.service_request r ON r.place_id = p.id",
    )
    assert now_at[0] != pytest.approx(-80.07, abs=1e-6)


def test_the_same_owner_at_the_right_place_is_no_misroute(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=ON_A_CITY_STREET)
    assert put_right(office, number, pin(-80.0655, 26.51953), clock) == "public-works"
    assert [row[:4] for row in corrections(office)] == [("place", "public-works", "public-works", False)]


def test_r45_a_referral_that_was_sent_is_void_when_the_owner_changes(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    original = owed(office, number)[0][1]
    answer(office, number, now=clock.advance(hours=1))
    put_right(office, number, ON_A_CITY_STREET, clock)
    assert owed(office, number) == [("first", original, True), ("first", original, False)]
    assert shown(office, number).due_at == original
    stays = anonymous(office, now=clock.now, place=STATE_ROAD)
    answer(office, stays, now=clock.advance(hours=1))
    put_right(office, stays, pin(-80.0702, 26.5280), clock)
    assert [paid for _, _, paid in owed(office, stays)] == [True]


def test_nobody_knows_where_it_is(office: Office, clock: FixedClock) -> None:
    number = beside(office, now=clock.now)
    assert put_right(office, number, StatedPlace(), clock) == office.city.administrator_queue
    assert [row[:4] for row in corrections(office)] == [("place", "public-works", None, True)]
    with pytest.raises(BadInput, match="say where") as refused:
        put_right(office, number, StatedPlace(), clock)
    assert list(refused.value.fields) == ["q"]
    assert put_right(office, number, words("100 E Ocean Ave"), clock) == "public-works"


def test_the_administrator_says_where_what_was_not_found_is(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, service_code="missed_garbage", place=words("Nowhere Road 5"))
    assert shown(office, number).owner_type == "queue"
    assert put_right(office, number, words("100 E Ocean Ave"), clock) == "public-works"
    assert [row[1:4] for row in corrections(office)] == [("city-manager", "public-works", False)]


def test_r53_what_was_proposed_stays_proposed_and_what_was_released_is_not_again(
    office: Office, clock: FixedClock
) -> None:
    waits, stands = (
        received(office, now=clock.now, place=STATE_ROAD, channel=Channel.COMMISSIONER, person=Person()).number
        for _ in range(2)
    )
    assert put_right(office, waits, ON_A_CITY_STREET, clock) == office.city.administrator_queue
    release(office, stands, actor="admin", now=clock.now)
    assert put_right(office, stands, ON_A_CITY_STREET, clock) == "public-works"
    proposed = rows(office, "SELECT proposed FROM cas.service_request ORDER BY id")
    assert proposed == [(True,), (False,)]


@pytest.mark.parametrize(
    ("said", "reason", "field", "sentence"),
    [
        ("Nowhere Road 5", "Wrong.", "q", "could not be found"),
        ("130 3rd St", "Wrong.", "q", "several places"),
        ("100 E Ocean Ave", " ", "reason", "what is wrong"),
    ],
)
def test_what_cannot_be_used_is_said_by_field(
    office: Office, clock: FixedClock, said: str, reason: str, field: str, sentence: str
) -> None:
    number = anonymous(office, now=clock.now)
    with pytest.raises(BadInput) as refused:
        put_right(office, number, words(said), clock, reason)
    assert list(refused.value.fields) == [field]
    assert sentence in refused.value.fields[field]
    assert corrections(office) == []
    assert one(office, "SELECT count(*) FROM cas.decision")[0] == 1


def test_where_the_place_does_not_matter_it_cannot_be_wrong(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, service_code="records_request", place=StatedPlace())
    with pytest.raises(WrongState, match="does not matter"):
        put_right(office, number, words("100 E Ocean Ave"), clock)

"""Commit 2 happens once, whoever comes first; stated and found places stay apart; questions can be answered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from gis_cas.domain.decision import DecisionKind
from gis_cas.domain.place import StatedPlace
from gis_cas.domain.request import Person
from gis_cas.errors import UnknownRequest, WrongState
from gis_cas.service_requests.ask import responsibility
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.store.prepared import prepared
from gis_cas.store.statements import Statements
from tests.factories.service_requests import pin, received, words
from tests.fakes.locators import DeadLocator, ListedLocator, candidate
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

CITY_HALL = candidate("100 E Ocean Ave", -80.0640, 26.5262, address_key="a1")
FAR_OFF = candidate("100 E Ocean Ave, Lantana", -80.0500, 26.5850, score=98.0)


def one(office: Office, statement: str, **values: Any) -> Any:
    with office.engine.connect() as conn:
        return conn.execute(text(statement), values).one()


def unlocated(office: Office, clock: FixedClock, stated: StatedPlace, **changes: Any) -> str:
    """A request whose locator was down when it came."""
    dead = replace(office, locator=DeadLocator(RuntimeError("down")))
    return received(dead, now=clock.now, place=stated, **changes).number


def test_a_request_is_found_by_its_number_also_by_a_plan_made_before_there_were_any(empty_database: Database) -> None:
    statement = prepared("store_decision")
    with Statements(empty_database.app).lean() as conn:
        statement.run(conn, dict.fromkeys(statement.binds))
        values = ", ".join(["NULL"] * len(statement.binds))
        plan = [str(line[0]).strip() for line in conn.exec_driver_sql(f"EXPLAIN EXECUTE {statement.name}({values})")]
    for index in ("uq_service_request_number", "pk_request"):
        scan = next(at for at, line in enumerate(plan) if f"using {index} on" in line)
        assert plan[scan + 1].startswith("Index Cond: (number = $"), plan[scan : scan + 2]


def test_eight_at_once_decide_once(office: Office, clock: FixedClock) -> None:
    number = unlocated(office, clock, words("100 E Ocean Ave"))
    with ThreadPoolExecutor(6) as pool:
        located = list(pool.map(lambda _: locate(office, number, now=clock.now), range(8)))
    assert sum(result.by_this_call for result in located) == 1
    assert len({result.decision.reason for result in located}) == 1
    counts = one(
        office,
        "SELECT (SELECT count(*) FROM cas.decision), (SELECT count(*) FROM cas.event WHERE kind = 'located'),"
        " (SELECT count(*) FROM published.request_event WHERE kind = 'located')",
    )
    assert tuple(counts) == (1, 1, 1)


def test_an_unknown_number_is_said_so(office: Office, clock: FixedClock) -> None:
    with pytest.raises(UnknownRequest, match="nine digits"):
        locate(office, "123456789", now=clock.now)


def test_words_become_a_place_of_their_own_and_the_words_stay(office: Office, clock: FixedClock) -> None:
    known = replace(office, locator=ListedLocator({"City Hall": [CITY_HALL]}))
    receipt = received(known, now=clock.now, place=words("City Hall"), service_code="missed_garbage")
    kept = one(
        office,
        "SELECT s.stated_words, s.geom IS NULL, f.label, f.match_type, f.address_key, f.radius_ft, f.stated_words,"
        " d.locator_version, round(ST_X(f.geom_ft)::numeric, 2)::float8"
        " FROM cas.service_request r JOIN cas.place s ON s.id = r.stated_place_id JOIN cas.place f ON f.id = r.place_id"
        " JOIN cas.decision d ON d.id = r.decision_id WHERE r.number = :n",
        n=receipt.number,
    )
    x_ft, _ = office.projection.to_ft(CITY_HALL.position)
    assert tuple(kept) == (
        *("City Hall", True, "100 E Ocean Ave", "PointAddress", "a1", 20.0, None, 7),
        pytest.approx(round(x_ft, 2), abs=0.011),
    )


def test_an_address_id_is_looked_up_and_the_words_are_not(office: Office, clock: FixedClock) -> None:
    known = replace(office, locator=ListedLocator({"elsewhere": [FAR_OFF], "x": [CITY_HALL]}))
    stated = StatedPlace(words="elsewhere", address_key="a1")
    answer = responsibility(known, service_code="missed_garbage", words=stated.words, address_key="a1", now=clock.now)
    assert [place.label for place in answer.places] == ["100 E Ocean Ave"]


def test_several_places_with_different_owners_are_not_decided_in_silence(office: Office, clock: FixedClock) -> None:
    known = replace(office, locator=ListedLocator({"100 Ocean": [CITY_HALL, FAR_OFF]}))
    receipt = received(known, now=clock.now, place=words("100 Ocean"), service_code="missed_garbage")
    decision = receipt.decision
    assert decision is not None
    assert decision.kind is DecisionKind.REVIEW
    assert decision.question is not None
    assert list(decision.question.options)[-1] == "unsure"
    kept = one(
        office,
        "SELECT r.owner_type, f.geom IS NULL, jsonb_array_length(f.candidates), p.geom IS NULL, p.place_label"
        " FROM cas.service_request r JOIN cas.place f ON f.id = r.place_id"
        " JOIN published.request p ON p.number = r.number WHERE r.number = :n",
        n=receipt.number,
    )
    assert tuple(kept) == ("queue", True, 2, True, None)


def test_an_answer_to_the_question_decides_again_once(office: Office, clock: FixedClock) -> None:
    known = replace(office, locator=ListedLocator({"100 Ocean": [CITY_HALL, FAR_OFF]}))
    number = received(known, now=clock.now, place=words("100 Ocean"), service_code="missed_garbage").number
    later = clock.advance(hours=1)
    located = locate(known, number, now=later, answers={"which_address": "place_1"}, actor="public")
    assert located.decision.kind is DecisionKind.ASSIGNED
    kept = one(
        office,
        "SELECT owner_slug, answers, (SELECT count(*) FROM cas.decision d WHERE d.request_id = r.id),"
        " (SELECT due_at FROM cas.answer_owed o WHERE o.request_id = r.id)"
        " FROM cas.service_request r WHERE number = :n",
        n=number,
    )
    assert kept[:3] == ("public-works", {"which_address": "place_1"}, 2)
    assert (kept[3] - clock.now).total_seconds() == 71 * 3600
    with pytest.raises(WrongState, match="no open question"):
        locate(known, number, now=later, answers={"which_address": "place_2"})


@pytest.mark.parametrize(
    ("said", "reason"),
    [("Nowhere Road 5", "could not be found"), ("SE 8th Ave", "Only the street is known")],
)
def test_what_is_not_found_waits_with_its_reason(office: Office, clock: FixedClock, said: str, reason: str) -> None:
    receipt = received(office, now=clock.now, place=words(said))
    assert receipt.status == "created"
    assert receipt.decision is not None
    assert receipt.decision.kind is DecisionKind.UNLOCATED
    assert reason in receipt.decision.reason


def test_a_desk_that_a_person_chose_is_not_taken_back(office: Office, clock: FixedClock) -> None:
    number = unlocated(office, clock, words("100 E Ocean Ave"), person=Person())
    reassign(office, number, to="utilities", actor="admin", reason="They are on site.", now=clock.now)
    assert locate(office, number, now=clock.advance(minutes=1)).by_this_call
    kept = one(
        office,
        "SELECT r.owner_slug, p.owner_slug, p.owner_name, r.decision_id IS NOT NULL FROM cas.service_request r"
        " JOIN published.request p ON p.number = r.number WHERE r.number = :n",
        n=number,
    )
    assert (kept[0], kept[1], kept[3]) == ("utilities", "utilities", True)
    assert kept[2].startswith("Utilities")


def test_asking_keeps_nothing_and_answers_like_receiving(office: Office, clock: FixedClock) -> None:
    place = pin(-80.0655, 26.5195)
    asked = responsibility(
        office, service_code="pothole", position=place.position, radius_ft=place.radius_ft, now=clock.now
    )
    assert one(office, "SELECT count(*) FROM cas.decision")[0] == 0
    assert asked.decision == received(office, now=clock.now, place=place).decision
    assert asked.valid_on.isoformat() == "2026-11-23"


def test_asking_late_in_the_evening_asks_for_the_citys_own_day(office: Office, clock: FixedClock) -> None:
    clock.set(clock.now.replace(hour=3))  # ten in the evening of the 22nd in the city
    place = pin(-80.0655, 26.5195)
    asked = responsibility(office, service_code="pothole", position=place.position, now=clock.now)
    assert asked.valid_on.isoformat() == "2026-11-22"

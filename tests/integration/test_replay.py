"""`replay` gives the same decision next year, whatever was republished, renumbered or rewritten since."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gis_cas.domain.decision import DecisionKind
from gis_cas.domain.place import StatedPlace
from gis_cas.errors import WrongState
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office, open_office
from gis_cas.service_requests.replay import replay
from tests.factories.desk import STATE_ROAD, anonymous, one, write
from tests.factories.misroutes import beside
from tests.factories.publications import city_limits_moved, first_version, in_force
from tests.factories.service_requests import pin, received, words
from tests.fakes.locators import DeadLocator, ListedLocator, candidate
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database


@pytest.mark.parametrize(
    ("service", "place"),
    [
        ("pothole", pin(-80.0655, 26.5195)),
        ("pothole", STATE_ROAD),
        ("pothole", pin(-80.0655, 26.5195, 400)),
        ("missed_garbage", words("100 E Ocean Ave")),
        ("pothole", words("Nowhere Road 5")),
        ("pothole", StatedPlace()),
        ("general_question", StatedPlace()),
        ("canal_bank", pin(-80.0800, 26.5400, 60)),
        ("abandoned_boat", pin(-80.0640, 26.5262)),
        ("water_leak", STATE_ROAD),
    ],
)
def test_every_kind_of_decision_comes_out_the_same(
    office: Office, clock: FixedClock, service: str, place: StatedPlace
) -> None:
    receipt = received(office, now=clock.now, service_code=service, place=place)
    assert receipt.status == "created"
    replayed = replay(office, receipt.number)
    assert replayed.stored == receipt.decision
    assert replayed.fresh == replayed.stored
    assert replayed.same


def test_answers_and_parts_are_kept_and_come_out_the_same(office: Office, clock: FixedClock) -> None:
    number = received(office, now=clock.now, service_code="abandoned_boat", place=pin(-80.0640, 26.5262)).number
    told = locate(office, number, now=clock.now, answers={"boat_lies": "on_land"}, actor="public")
    assert told.decision.owner is not None
    assert told.decision.owner.slug == "community-standards"
    split = received(office, now=clock.now, service_code="water_leak", place=STATE_ROAD)
    assert split.decision is not None
    assert [owner.slug for owner in split.decision.beside] == ["fdot-d4"]
    desk = one(office, "SELECT owner_type, owner_slug FROM cas.service_request WHERE number = :n", n=split.number)
    assert tuple(desk) == ("department", "utilities")
    write(office, "UPDATE cas.service SET questions = '[]' WHERE code = 'abandoned_boat'")
    write(office, "UPDATE cas.agency SET phone = '000-000-0000' WHERE slug = 'fdot-d4'")
    office.shelf.look_again()
    assert replay(office, number).same
    assert replay(office, split.number).same


def test_several_possible_places_come_out_the_same(office: Office, clock: FixedClock) -> None:
    two = [candidate("A", -80.0640, 26.5262), candidate("B", -80.0500, 26.5850)]
    known = replace(office, locator=ListedLocator({"x": two}))
    receipt = received(known, now=clock.now, place=words("x"), service_code="missed_garbage")
    assert receipt.decision is not None
    assert receipt.decision.kind is DecisionKind.REVIEW
    replayed = replay(office, receipt.number)
    assert replayed.same
    assert replayed.fresh.locator_version == 7


def test_later_publications_rules_and_phone_numbers_change_nothing(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    publication = one(office, "SELECT * FROM cas.layer_publication WHERE layer_slug = 'streets'")
    write(
        office,
        "INSERT INTO cas.layer_publication"
        " (layer_version_id, layer_slug, effective, published_by, approved_by, known_at)"
        " VALUES (:v, 'streets', daterange(:day, NULL), 'a', 'b', now())",
        v=publication.layer_version_id,
        day=date(2026, 2, 1),
    )
    write(office, "UPDATE cas.agency SET phone = '000-000-0000' WHERE slug = 'fdot-d4'")
    write(office, "UPDATE cas.service SET name = 'Hole' WHERE code = 'pothole'")
    write(office, "DELETE FROM cas.responsibility_rule WHERE id = 'state-road'")
    office.shelf.look_again()
    assert replay(office, number).same


def test_another_outcome_is_seen(office: Office, clock: FixedClock, database: Database) -> None:
    number = anonymous(office, now=clock.now, place=STATE_ROAD)
    with database.owner.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE cas.layer_feature DISABLE TRIGGER USER")
        conn.exec_driver_sql("UPDATE cas.layer_feature SET owner = 'city' WHERE owner = 'fdot-d4'")
    # features never change on file, so a process keeps them: another one sees what was tampered with
    elsewhere = open_office(engine=database.worker, public_engine=database.public)
    replayed = replay(elsewhere, number)
    assert not replayed.same
    assert replayed.stored.owner is not None
    assert replayed.stored.owner.slug == "fdot-d4"
    assert replayed.fresh.owner != replayed.stored.owner


def test_what_was_never_decided_or_was_blanked_says_so(office: Office, clock: FixedClock, database: Database) -> None:
    dead = replace(office, locator=DeadLocator(RuntimeError("down")))
    waiting = received(dead, now=clock.now, place=words("100 E Ocean Ave")).number
    with pytest.raises(WrongState, match="not been decided"):
        replay(office, waiting)
    blanked = anonymous(office, now=clock.now)
    with database.records.begin() as conn:
        conn.exec_driver_sql(
            "UPDATE cas.place SET geom = NULL, geom_ft = NULL, radius_ft = NULL, label = NULL, erased_at = now()"
        )
    with pytest.raises(WrongState, match="blanked"):
        replay(office, blanked)


def test_a_decision_says_which_day_it_is_for(office: Office, clock: FixedClock) -> None:
    number = anonymous(office, now=clock.now)
    inputs = one(
        office,
        "SELECT d.inputs FROM cas.decision d JOIN cas.service_request r ON r.decision_id = d.id WHERE r.number = :n",
        n=number,
    )[0]
    assert inputs["valid_on"] == (clock.now - timedelta(hours=5)).date().isoformat()
    assert not {"lon", "lat", "position", "name", "description"} & set(inputs)


def test_a_publication_rolled_back_and_one_corrected_for_the_past_change_nothing_that_was_decided(
    office: Office, clock: FixedClock
) -> None:
    """Each day's decision replays as it was, by the publications that it named."""
    monday = beside(office, now=clock.now, inside_ft=200)
    moved = city_limits_moved(office, -600)
    in_force(office, moved, from_on=date(2026, 11, 24), now=clock.advance(hours=1))
    tuesday = beside(office, now=clock.advance(hours=24), inside_ft=200)
    in_force(office, first_version(office), from_on=date(2026, 11, 25), now=clock.advance(hours=1))
    wednesday = beside(office, now=clock.advance(hours=24), inside_ft=200)
    in_force(office, moved, from_on=date(2026, 1, 1), until_on=date(2026, 11, 25), now=clock.advance(hours=1))
    in_force(office, city_limits_moved(office, -60), from_on=date(2026, 1, 1), now=clock.advance(hours=1))
    owners = {}
    for number in (monday, tuesday, wednesday):
        replayed = replay(office, number)
        assert replayed.same
        assert replayed.fresh.publications == replayed.stored.publications
        owners[number] = replayed.fresh.owner and replayed.fresh.owner.slug
    assert list(owners.values()) == ["public-works", "swa", "public-works"]
    assert len({replay(office, number).stored.publications["municipalities"] for number in owners}) == 3

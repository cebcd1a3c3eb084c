"""The day of the decision routes the work; where the day of receipt would have said otherwise, both are shown."""

from dataclasses import replace
from datetime import date

import pytest

from gis_cas.domain.request import Person
from gis_cas.geo.position import Position
from gis_cas.service_requests.as_received import AsReceived, as_received
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.replay import replay
from tests.factories.desk import one, shown, write
from tests.factories.misroutes import beside, beside_the_limit
from tests.factories.publications import city_limits_moved, in_force
from tests.factories.service_requests import received, words
from tests.fakes.locators import DeadLocator, ListedLocator, candidate
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
CITY, COUNTY = "public-works", "swa"


@pytest.fixture
def inside(office: Office) -> Position:
    """A spot 200 ft inside the limits of Monday, and 400 ft outside of what they become."""
    position = beside_the_limit(office, 200).position
    assert position is not None
    return position


def waiting(office: Office, clock: FixedClock) -> str:
    """A request whose place cannot be looked up yet."""
    dead = replace(office, locator=DeadLocator(RuntimeError("down")))
    return received(dead, now=clock.now, place=words("x"), service_code="missed_garbage", person=Person()).number


def found_at(office: Office, number: str, position: Position, clock: FixedClock) -> str:
    """The owner, once the place is found."""
    knows = ListedLocator({"x": [candidate("A house", position.lon, position.lat)]})
    decision = locate(replace(office, locator=knows), number, now=clock.now).decision
    assert decision.owner is not None
    return decision.owner.slug


def test_limits_that_moved_between_receipt_and_decision_are_shown_with_both_days(
    office: Office, clock: FixedClock, inside: Position
) -> None:
    number = waiting(office, clock)
    assert as_received(office, number) is None, "nothing was decided yet"
    version = city_limits_moved(office, -600)
    in_force(office, version, from_on=TUESDAY, now=clock.advance(hours=1))
    clock.advance(hours=23)
    assert found_at(office, number, inside, clock) == COUNTY
    then = as_received(office, number)
    assert then is not None
    assert (then.decided_on, then.received_on, then.owner and then.owner.slug) == (TUESDAY, MONDAY, CITY)
    assert shown(office, number).owner_slug == COUNTY, "the day of the decision routes the work"
    assert one(office, "SELECT received_on FROM cas.service_request").received_on == MONDAY, "and reports count Monday"
    assert replay(office, number).same


def test_another_day_of_the_same_map_is_nothing_to_show(office: Office, clock: FixedClock, inside: Position) -> None:
    number = waiting(office, clock)
    clock.advance(hours=24)
    assert found_at(office, number, inside, clock) == CITY
    assert as_received(office, number) is None


def test_a_map_that_changed_elsewhere_is_nothing_to_show(office: Office, clock: FixedClock, inside: Position) -> None:
    number = waiting(office, clock)
    in_force(office, city_limits_moved(office, -20), from_on=TUESDAY, now=clock.advance(hours=1))
    clock.advance(hours=23)
    assert found_at(office, number, inside, clock) == CITY
    assert as_received(office, number) is None


def test_a_correction_of_last_spring_was_not_known_at_receipt(
    office: Office, clock: FixedClock, inside: Position
) -> None:
    number = waiting(office, clock)
    in_force(office, city_limits_moved(office, -600), from_on=date(2026, 3, 1), now=clock.advance(minutes=10))
    clock.advance(minutes=10)
    assert found_at(office, number, inside, clock) == COUNTY
    then = as_received(office, number)
    assert then is not None
    assert (then.decided_on, then.received_on, then.owner and then.owner.slug) == (MONDAY, MONDAY, CITY)


def test_rules_that_changed_in_between_count_too(office: Office, clock: FixedClock, inside: Position) -> None:
    beside(office, now=clock.now, inside_ft=200)  # the rules of Monday have decided
    number = waiting(office, clock)
    write(office, "DELETE FROM cas.responsibility_rule WHERE id = 'city-limits'")
    office.shelf.look_again()
    clock.advance(hours=24)
    knows = replace(office, locator=ListedLocator({"x": [candidate("A house", inside.lon, inside.lat)]}))
    decided = locate(knows, number, now=clock.now).decision.owner
    assert decided is None or decided.slug != CITY
    then = as_received(office, number)
    assert then is not None
    assert then.owner is not None
    assert then.owner.slug == CITY


def test_what_was_decided_at_once_or_before_any_map_is_nothing_to_show(office: Office, clock: FixedClock) -> None:
    at_once = beside(office, now=clock.now, inside_ft=200)
    assert as_received(office, at_once) is None
    in_force(office, city_limits_moved(office, -600), from_on=TUESDAY, now=clock.advance(hours=1))
    assert as_received(office, at_once) is None
    write(office, "UPDATE cas.service_request SET received_at = '2025-06-01T12:00:00Z'")
    assert as_received(office, at_once) is None


def test_a_blanked_place_says_nothing(office: Office, clock: FixedClock, inside: Position, database: Database) -> None:
    number = waiting(office, clock)
    in_force(office, city_limits_moved(office, -600), from_on=TUESDAY, now=clock.advance(hours=1))
    clock.advance(hours=23)
    found_at(office, number, inside, clock)
    assert isinstance(as_received(office, number), AsReceived)
    with database.records.begin() as conn:
        conn.exec_driver_sql(
            "UPDATE cas.place SET geom = NULL, geom_ft = NULL, radius_ft = NULL, label = NULL, match_type = NULL,"
            " segment_key = NULL, address_key = NULL, stated_words = NULL, erased_at = now()"
        )
    assert as_received(office, number) is None

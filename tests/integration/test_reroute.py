"""A layer changes: only requests on changed ground are decided again, and it comes to the same as deciding all."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import geopandas as gpd
import pytest
from shapely.affinity import translate
from sqlalchemy import Connection

from gis_cas.domain.request import Channel, Person
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position
from gis_cas.service_requests.assign import reassign, release
from gis_cas.service_requests.office import Office, open_office
from gis_cas.service_requests.replay import replay
from gis_cas.service_requests.reroute import Change, Move, moves, reroute
from gis_cas.store.changed_ground import on_changed_ground
from layers.city_folder import read_city_folder
from layers.draft import compared
from layers.load import load_version
from layers.publish import publish
from layers.read import read
from tests.factories.desk import answer, one, owed, rows, shown
from tests.factories.service_requests import pin, received, words
from tests.fakes.locators import ListedLocator, candidate
from tests.fixtures.clock import MONDAY_MORNING, FixedClock
from tests.fixtures.database import TINY_CITY, Database
from tests.layers.tiny import tiny_manifest

CITY = read_city_folder(TINY_CITY).city
TODAY = date(2026, 11, 23)
IN_THE_PARK = Position(lon=-121.7986, lat=48.1908)

Frame: TypeAlias = gpd.GeoDataFrame
Spoil: TypeAlias = Callable[[Frame], Frame]


@pytest.fixture
def town(tiny_database: Database) -> Office:
    """The town with requests all over it: pins with every radius, addresses, and words that fit two places."""
    office = open_office(engine=tiny_database.app, public_engine=tiny_database.public)
    _publish(office, "parks", _other_owner)
    chance = random.Random(5)
    for _ in range(70):
        lon, lat = chance.uniform(-121.822, -121.775), chance.uniform(48.178, 48.222)
        place = pin(lon, lat, chance.choice([3, 15, 33, 120, 450]))
        received(office, now=MONDAY_MORNING, service_code=chance.choice(["pothole", "park_care"]), place=place)
    for number in (110, 150, 210, 250):
        received(office, now=MONDAY_MORNING, place=words(f"{number} Main St"))
    doubtful = ListedLocator({"x": [candidate("A", -121.79, 48.19), candidate("B", -121.79, 48.21)]})
    in_doubt = open_office(engine=tiny_database.app, public_engine=tiny_database.public, locator=doubtful)
    received(in_doubt, now=MONDAY_MORNING, service_code="park_care", place=words("x"))
    for east in (0, 0.0004, 0.002):
        at = pin(IN_THE_PARK.lon + east, IN_THE_PARK.lat)
        received(office, now=MONDAY_MORNING, service_code="park_care", place=at)
    received(office, now=MONDAY_MORNING, place=pin(-121.8052, 48.1994, 10))
    return office


def _moved_border(frame: Frame) -> Frame:
    """The town takes a strip of its neighbour."""
    west, east = frame.geometry.iloc[0], frame.geometry.iloc[1]
    strip = translate(west, xoff=0.004).intersection(east)
    return frame.set_geometry([west.union(strip), east.difference(strip)], crs=frame.crs)


def _smaller_park(frame: Frame) -> Frame:
    return _other_owner(frame.set_geometry([frame.geometry.iloc[0].buffer(-120)], crs=frame.crs))


def _other_owner(frame: Frame) -> Frame:
    return frame.assign(owner=["alder-county", *frame["owner"].iloc[1:]])


def _renamed(frame: Frame) -> Frame:
    return _other_owner(frame.assign(name=["Renamed Park", *frame["name"].iloc[1:]]))


def _state_owner(frame: Frame) -> Frame:
    return frame.assign(owner=["state-roads", *frame["owner"].iloc[1:]])


def _wider(frame: Frame) -> Frame:
    return frame.assign(half_width_right_ft=[400.0, *frame["half_width_right_ft"].iloc[1:]])


def _one_fewer(frame: Frame) -> Frame:
    return frame.iloc[1:]


def _another_version(connection: Connection, layer: str, spoil: Spoil, **manifest: Any) -> int:
    told = tiny_manifest(layer)
    for name, value in manifest.items():
        object.__setattr__(told, name, value)
    frame = read(told)
    return load_version(connection, manifest=told, frame=spoil(frame), city=CITY, by="gis").id


def _change(office: Office, version: int, *, everything: bool = False) -> tuple[list[Move], Change, int]:
    """What moves, the change, and how many requests were decided again for it."""
    with office.engine.connect() as connection:
        with compared(connection, version, day=TODAY, now=MONDAY_MORNING) as found:
            change = Change(
                layer=found.layer,
                before=found.before,
                after=found.after,
                valid_on=TODAY,
                publications=found.publications,
            )
            asked = on_changed_ground(
                connection, city=office.city, before=change.before, after=change.after, everything=everything
            )
            moved = moves(office, connection, change, everything=everything)
        connection.rollback()
    return moved, change, len(asked)


def _told(found: list[Move]) -> list[tuple[str, str, str | None]]:
    owners = (move.decided.decision.owner for move in found)
    return [
        (move.number, move.desk.slug, owner.slug if owner else None) for move, owner in zip(found, owners, strict=True)
    ]


@pytest.mark.parametrize(
    ("layer", "spoil", "manifest"),
    [
        ("municipalities", _moved_border, {}),
        ("municipalities", _other_owner, {}),
        ("municipalities", _one_fewer, {}),
        ("parks", _smaller_park, {}),
        ("parks", _state_owner, {}),
        ("parks", _one_fewer, {}),
        ("parks", _other_owner, {"accuracy_ft": 200.0}),
        ("streets", _other_owner, {}),
        ("streets", _wider, {}),
        ("streets", _one_fewer, {}),
    ],
)
def test_what_moves_is_what_deciding_every_request_says(
    town: Office, layer: str, spoil: Spoil, manifest: dict[str, Any]
) -> None:
    with town.engine.begin() as connection:
        version = _another_version(connection, layer, spoil, **manifest)
    some, _, asked = _change(town, version)
    every, _, of_all = _change(town, version, everything=True)
    assert _told(some) == _told(every)
    assert some, "the change was made to move somebody"
    assert asked < of_all == 79
    assert rows(town, "SELECT count(*) FROM cas.layer_publication") == [(7,)], "a preview puts nothing in force"
    assert not rows(town, "SELECT 1 FROM cas.event WHERE kind = 'located' AND facts ? 'from'")


def test_a_layer_that_was_not_in_force_concerns_everybody(town: Office) -> None:
    with town.engine.connect() as connection:
        known = on_changed_ground(connection, city=town.city, before=None, after=1)
    assert len(known) == 79


def _publish(office: Office, layer: str, spoil: Spoil) -> int:
    with office.engine.begin() as connection:
        version = _another_version(connection, layer, spoil)
        publish(connection, version, effective_from=TODAY, by="ann", approved_by="ben", now=MONDAY_MORNING)
    return version


def test_moved_requests_have_a_new_decision_in_their_history_and_the_old_clock(town: Office, clock: FixedClock) -> None:
    at = pin(IN_THE_PARK.lon, IN_THE_PARK.lat)
    free, begun, proposed = (
        received(town, now=clock.now, service_code="park_care", place=at, **more).number
        for more in ({}, {"person": Person()}, {"channel": Channel.COMMISSIONER})
    )
    answer(town, begun, now=clock.advance(hours=1))
    before = {number: owed(town, number) for number in (free, begun, proposed)}
    version = _publish(town, "parks", _state_owner)
    found, change, _ = _change(town, version)
    assert {free, begun, proposed} <= {move.number for move in found}
    moved = reroute(town, found, change, by="ann", now=clock.advance(hours=1))
    assert {move.number for move in moved} == {move.number for move in found if not move.in_hand}
    assert begun not in {move.number for move in moved}
    assert {number: owed(town, number) for number in before} == before
    assert (shown(town, free).owner_slug, shown(town, begun).owner_slug) == ("state-roads", "alder-county")
    assert (shown(town, proposed).owner_type, shown(town, proposed).owner_slug) == ("queue", "town-clerk")
    event = one(
        town,
        "SELECT e.actor, e.at, e.facts, d.publications FROM cas.event e"
        " JOIN cas.service_request r ON r.id = e.request_id JOIN cas.decision d ON d.id = r.decision_id"
        " WHERE r.number = :n AND e.facts ? 'from'",
        n=free,
    )
    assert (event.actor, event.at) == ("ann", clock.now)
    assert event.facts["from"] == {"type": "agency", "slug": "alder-county"}
    assert event.facts["publication"] == event.publications["parks"] == change.publications["parks"]
    assert replay(town, free).same
    assert reroute(town, _change(town, version)[0], change, by="ann", now=clock.now) == [], "a second time moves nobody"


def test_r53_what_was_released_is_not_proposed_again(town: Office, clock: FixedClock) -> None:
    at = pin(IN_THE_PARK.lon, IN_THE_PARK.lat)
    number = received(town, now=clock.now, service_code="park_care", place=at, channel=Channel.COMMISSIONER).number
    assert release(town, number, actor="ann", now=clock.now).slug == "alder-county"
    with town.engine.begin() as connection:
        renamed = _another_version(connection, "parks", _renamed)
    assert _change(town, renamed)[0] == [], "whose it is did not change"
    version = _publish(town, "parks", _state_owner)
    moved = {move.number: move for move in _change(town, version)[0]}
    assert (moved[number].desk.slug, moved[number].in_hand) == ("state-roads", True)
    assert not moved[number].decided.decision.proposed


def test_who_was_moved_by_hand_meanwhile_stays_there(town: Office, clock: FixedClock) -> None:
    version = _publish(town, "parks", _state_owner)
    found, change, _ = _change(town, version)
    with pytest.raises(BadInput):
        reroute(town, found, change, by=" ", now=clock.now)
    number = found[0].number
    reassign(town, number, to="streets", actor="clerk", reason="They said so.", now=clock.now)
    moved = reroute(town, found, change, by="ann", now=clock.now)
    assert len(moved) == len(found) - 1
    assert shown(town, number).owner_slug == "streets"
    assert [move.in_hand for move in _change(town, version)[0]] == [True]

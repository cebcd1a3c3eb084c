"""The locator on the demonstration city: oracles that hold for any city."""

import random
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Row, Select, select

from gis_cas.domain.candidate import MatchType
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding import addresses
from gis_cas.geocoding.ground import Ground, Shelf
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.readings import AddressRead
from gis_cas.geocoding.reversing import REACH_FT
from gis_cas.geocoding.scoring import SURE, WITHIN
from gis_cas.store.city import load_city
from gis_cas.store.tables.locator import locator_address, locator_intersection, locator_street, locator_version
from tests.fixtures.database import Database

SAMPLE = 250


@dataclass(frozen=True, slots=True)
class Ready:
    database: Database
    locator: CityLocator
    projection: Projection

    def distance_ft(self, one: Position, other: Position) -> float:
        (x1, y1), (x2, y2) = self.projection.to_ft(one), self.projection.to_ft(other)
        return float(((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5)


@pytest.fixture(scope="module")
def ready(shared_database: Database) -> Ready:
    with shared_database.app.connect() as connection:
        city = load_city(connection)
    assert city is not None
    projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
    return Ready(shared_database, CityLocator(shared_database.app, city, projection), projection)


def sample(ready: Ready, statement: Select[Any], count: int = SAMPLE) -> list[Row[Any]]:
    with ready.database.app.connect() as connection:
        rows = connection.execute(statement).all()
    return random.Random(2002).sample(rows, min(count, len(rows)))


def test_every_address_point_finds_itself(ready: Ready) -> None:
    table = locator_address.c
    columns = (table.address_key, table.number, table.street, table.unit, table.zip)
    for row in sample(ready, select(*columns).order_by(table.id)):
        words = f"{row.number} {row.street}" + (f" {row.unit}" if row.unit else "") + f", {row.zip}"
        found = ready.locator.find(words)
        assert found[0].score == 100, words
        assert row.address_key in {one.address_key for one in found if one.score == 100}, words
        by_key = ready.locator.by_address_key(row.address_key)
        assert by_key is not None
        assert by_key in found, words


def test_reverse_of_an_address_point_is_that_address_point(ready: Ready) -> None:
    table = locator_address.c
    for row in sample(ready, select(table.address_key, table.unit).order_by(table.id), 100):
        forward = ready.locator.by_address_key(row.address_key)
        assert forward is not None
        back = ready.locator.reverse(forward.position)
        assert back[0].score == pytest.approx(100, abs=0.1)
        assert forward.label.partition(",")[0] in {one.label.partition(",")[0] for one in back if one.score > 99}


def test_both_ends_of_every_range_are_on_their_segment_and_side(ready: Ready) -> None:
    table = locator_street.c
    statement = select(
        table.segment_key, table.name, table.zip, table.from_left, table.to_left, table.from_right, table.to_right
    ).order_by(table.id)
    for row in sample(ready, statement):
        for side, number in (
            ("left", row.from_left),
            ("left", row.to_left),
            ("right", row.from_right),
            ("right", row.to_right),
        ):
            if not number:
                continue
            words = f"{number} {row.name} {row.zip}"
            found = ready.locator.find(words)
            on_segment = [one for one in found if one.segment_key == row.segment_key]
            assert on_segment, words
            assert on_segment[0].score == 100, words
            if on_segment[0].match_type is MatchType.STREET_ADDRESS:
                assert on_segment[0].side == side, words


def test_both_orders_of_an_intersection_are_the_same(ready: Ready) -> None:
    table = locator_intersection.c
    for row in sample(ready, select(table.intersection_key, table.name).order_by(table.id)):
        names = row.name.split(" & ")
        for one, other in combinations(names, 2):
            forward = ready.locator.find(f"{one} & {other}")
            assert ready.locator.find(f"{other} and {one}") == forward
            assert row.name in {found.label for found in forward}, row.name


def test_the_declared_radius_of_a_range_covers_the_address_points(ready: Ready) -> None:
    """What the range says of a number is compared with where its address point lies, as if the point were unknown."""
    table = locator_address.c
    statement = select(table.number, table.street, table.segment_key, table.address_key).where(table.unit.is_(None))
    covered = 0
    rows = sample(ready, statement.order_by(table.id))
    with ready.database.app.connect() as connection:
        city = load_city(connection)
        assert city is not None
        gazetteer = Shelf().in_force(connection)
        stand = Ground(conn=connection, projection=ready.projection, city=city, gazetteer=gazetteer)
        for row in rows:
            read = AddressRead(number=row.number, street=street_key(row.street))
            segments = gazetteer.spanning(gazetteer.of_names(names=[read.street]), read.number)
            found = [
                one
                for one in addresses.weigh(stand, read, [], segments, whole=True)
                if one.segment_key == row.segment_key
            ]
            known = ready.locator.by_address_key(row.address_key)
            assert known is not None
            covered += bool(found) and ready.distance_ft(found[0].position, known.position) <= found[0].error_radius_ft
    assert covered / len(rows) >= 0.93


def test_a_street_alone_is_one_candidate_and_never_a_place(ready: Ready) -> None:
    for words in ("E Ocean Ave", "SR 804", "US-1", "I-95"):
        (only,) = ready.locator.find(words)
        assert only.street_only
        assert only.segment_key is None
        assert only.error_radius_ft > 500


def test_every_answer_is_an_answer(ready: Ready) -> None:
    for words in ("130 3rd St", "3rd & 4th", "100 SR 804", "130 NE 3rd Pl", "172 SE 16"):
        found = ready.locator.find(words)
        assert len(found) > 1
        best = found[0].score
        assert all(one.score >= min(best - WITHIN, SURE) for one in found)
        assert [one.label for one in found] == sorted(
            (one.label for one in found), key=lambda label: next(-one.score for one in found if one.label == label)
        )


def test_at_most_limit_candidates_come_back(ready: Ready) -> None:
    assert len(ready.locator.find("130 3rd St", limit=3)) == 3


def test_nothing_is_offered_far_from_everything(ready: Ready) -> None:
    assert ready.locator.reverse(Position(lon=-79.95, lat=26.5)) == ()
    for one in ready.locator.reverse(Position(lon=-80.064, lat=26.5262)):
        assert one.error_radius_ft <= REACH_FT + 50


def test_an_unknown_address_key_is_nothing(ready: Ready) -> None:
    assert ready.locator.by_address_key("no such key") is None


def test_the_version_is_the_newest_on_file(ready: Ready) -> None:
    with ready.database.app.connect() as connection:
        versions = connection.execute(select(locator_version.c.id)).scalars().all()
    assert ready.locator.version == max(versions)


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE cas.locator_street; --", "100 <script>", "100 %s %(x)s St", "\x00", "100 \\"]
)
def test_hostile_words_find_nothing_and_harm_nothing(ready: Ready, words: str) -> None:
    assert ready.locator.find(words) == ()
    assert ready.locator.find("100 E Ocean Ave")

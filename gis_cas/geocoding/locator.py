"""The city's own locator: words looked up in what is on file at that moment."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol, cast

import psycopg2
from sqlalchemy import Connection, Engine

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.domain.city import City
from gis_cas.errors import LocatorUnavailable
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding import addresses
from gis_cas.geocoding.gazetteer import Gazetteer
from gis_cas.geocoding.ground import Ground, Shelf
from gis_cas.geocoding.ladders import look_up
from gis_cas.geocoding.reversing import around
from gis_cas.geocoding.suggesting import Suggestion
from gis_cas.store.locator import address_by_key, locator_version
from gis_cas.store.statements import Statements

UNAVAILABLE = "The address finder does not answer at the moment. Please try again, or point to the place on the map."


class Locator(Protocol):
    """Whoever can turn words into places. No words raise anything; LocatorUnavailable is raised when it is down."""

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:
        """Every place the words could mean, best first; equals in the order of their labels, none of them preferred."""

    def suggest(self, words: str, *, most: int = 8) -> Sequence[Suggestion]:
        """What somebody who has typed so far may mean."""

    def by_address_key(self, key: str) -> Candidate | None:
        """The address point of this key."""

    def reverse(self, position: Position) -> Sequence[Candidate]:
        """What is on file around a position, nearest first."""

    @property
    def version(self) -> int:
        """The version of what is on file; recorded with every decision."""


class CityLocator:
    """Looks words up in the city's streets, address points and intersections in force at that moment.

    Give it an engine of its own, or call it while holding no connection of the same pool: it takes one for a moment.
    """

    def __init__(self, engine: Engine, city: City, projection: Projection) -> None:
        self._statements = Statements(engine)
        self.city = city
        self._projection = projection
        self._shelf = Shelf()

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:
        """Every place the words could mean: candidates as good as the best one, or good in themselves."""
        with self._connection() as conn:
            return look_up(self._ground(conn), words, limit=limit)

    def find_each(self, words: Iterable[str], *, limit: int = 10) -> list[Sequence[Candidate]]:
        """As `find`, for many at once: all of them with the version that is in force as the first one is asked."""
        with self._connection() as conn:
            ground = self._ground(conn)
            return [look_up(ground, one, limit=limit) for one in words]

    def suggest(self, words: str, *, most: int = 8) -> Sequence[Suggestion]:
        """What somebody who has typed so far may mean."""
        return self.gazetteer.suggestions(words, most=most)

    def by_address_key(self, key: str) -> Candidate | None:
        """The address point of this key, in force now."""
        with self._connection() as conn:
            ground = self._ground(conn)
            row = ground.gazetteer.told.get(key) or address_by_key(conn, key)
            if row is None:
                return None
            accuracy_ft = ground.gazetteer.accuracy_ft("address_points")
        return Candidate(
            label=addresses.label(f"{row.number} {row.street}", unit=row.unit, row=row),
            position=row.position,
            score=100.0,
            match_type=MatchType.SUBADDRESS if row.unit else MatchType.POINT_ADDRESS,
            error_radius_ft=accuracy_ft,
            segment_key=row.segment_key,
            address_key=row.address_key,
            locator_version=ground.gazetteer.version,
        )

    def reverse(self, position: Position) -> Sequence[Candidate]:
        """The nearest address points, crossing and street within reach; a derived address is never a stated one."""
        with self._connection() as conn:
            return around(self._ground(conn), position)

    @property
    def version(self) -> int:
        """The version of the locator's tables in force; 0 before anything was published."""
        with self._connection() as conn:
            return locator_version(conn)

    @property
    def gazetteer(self) -> Gazetteer:
        """The streets in force, as this process keeps them."""
        with self._connection() as conn:
            return self._shelf.in_force(conn)

    def _ground(self, conn: Connection) -> Ground:
        gazetteer = self._shelf.in_force(conn)
        return Ground(conn=conn, projection=self._projection, city=self.city, gazetteer=gazetteer)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self._statements.lean() as conn:
                yield cast("Connection", conn)
        except psycopg2.Error as error:
            raise LocatorUnavailable(UNAVAILABLE) from error

"""What every stage of the locator stands on: a connection, the city's feet, and the streets of the version in force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection

from gis_cas.domain.city import City
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.calibration import SAMPLE
from gis_cas.geocoding.filing import Numbers
from gis_cas.geocoding.gazetteer import Gazetteer
from gis_cas.store import locator as store
from gis_cas.store.locator_parcels import parcels_at
from gis_cas.store.locator_rows import AddressRow

MOST_POINTS_KEPT = 100_000
"""Address points above which a process asks the database for them instead of keeping them."""


class Shelf:
    """Keeps the newest gazetteer; every look-up asks which version is in force, and another one is read at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: Gazetteer | None = None

    def in_force(self, conn: Connection) -> Gazetteer:
        """The gazetteer of the version in force."""
        version = store.locator_version(conn)
        newest = self._newest
        if newest is None or newest.version != version:
            with self._lock:
                newest = self._newest
                if newest is None or newest.version != version:
                    newest = self._newest = _read(conn)
        return newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Handed to each stage."""

    conn: Connection
    projection: Projection
    city: City
    gazetteer: Gazetteer

    def points(
        self, streets: Numbers, *, number: int, names: Sequence[str] = (), bases: Sequence[str] = ()
    ) -> list[AddressRow]:
        """The address points of a house number on the streets of these keys, each with every key it answers to."""
        wanted = self.gazetteer.keys_of(tuple(names), tuple(bases))
        kept = self.gazetteer.points(number=number, names=wanted)
        found = self._asked(number, wanted) if kept is None else kept
        found = [*found, *self.gazetteer.points_told(number=number, names=wanted)]
        if (bases or not found) and self.gazetteer.has("parcels"):
            found += parcels_at(self.conn, number=number, names=sorted(wanted))
        return self.gazetteer.answering(found, streets) if found else []

    def _asked(self, number: int, names: Collection[str]) -> list[AddressRow]:
        """What the database has, unless no address point is on any such street."""
        names = self.gazetteer.point_streets.intersection(names)
        return store.addresses(self.conn, number=number, names=sorted(names)) if names else []


def _read(conn: Connection) -> Gazetteer:
    """The tables as they are now, whole: read again when a version came in between."""
    while True:
        state = store.locator_state(conn)
        points = store.all_addresses(conn, most=MOST_POINTS_KEPT)
        gazetteer = Gazetteer(
            state,
            segments=store.all_segments(conn),
            crossings_on_file=store.all_crossings(conn),
            points=points,
            sample=store.some_addresses(conn, most=SAMPLE) if points is None else (),
            landmarks=store.all_landmarks(conn),
            corrections=store.corrections(conn),
            markers=store.all_markers(conn),
        )
        if store.locator_version(conn) == state.version:
            return gazetteer

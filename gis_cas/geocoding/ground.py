"""What every stage of the locator stands on: a connection, the city's feet, and what goes with the version on file."""

from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Connection

from gis_cas.domain.city import City
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.postal import Postal
from gis_cas.store.locator import locator_state
from gis_cas.store.locator_rows import LocatorState

UNKNOWN_ACCURACY_FT = 33.0
"""The 95 % accuracy assumed of a layer that came without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One version of the tables on file, and what was derived from it."""

    state: LocatorState
    postal: Postal

    def accuracy_ft(self, kind: str) -> float:
        """The 95 % accuracy in feet of the layer of a kind: streets, address_points or intersections."""
        return self.state.accuracy_ft.get(kind, UNKNOWN_ACCURACY_FT)


class EditionShelf:
    """Keeps the newest edition; it is read again as soon as a look-up meets rows of another version."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._newest: Edition | None = None

    def edition(self, conn: Connection, version: int) -> Edition:
        """The edition of this version."""
        with self._lock:
            newest = self._newest
        if newest is None or newest.state.version != version:
            state = locator_state(conn)
            newest = Edition(state=state, postal=Postal(state))
            with self._lock:
                self._newest = newest
        return newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Handed to each stage."""

    conn: Connection
    projection: Projection
    city: City
    shelf: EditionShelf
    _met: list[int] = field(default_factory=list, init=False)

    def edition(self, version: int) -> Edition:
        """What goes with the version that the rows on hand are of."""
        self._met.append(version)
        return self.shelf.edition(self.conn, version)

    @property
    def version(self) -> int:
        """The newest version that rows were met of; 0 when nothing on file was needed."""
        return max(self._met, default=0)

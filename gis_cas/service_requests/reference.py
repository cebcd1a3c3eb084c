"""The city, its directory and its ruleset, kept in the process and read again when a row of them was written."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from gis_cas.domain.city import City
from gis_cas.domain.directory import Directory
from gis_cas.domain.rules import Ruleset
from gis_cas.domain.service import Service
from gis_cas.errors import Misconfigured, UnknownService
from gis_cas.store.city import load_city, load_directory, load_ruleset
from gis_cas.store.prepared import prepared

STALE_AFTER_S = 1.0
"""How long a process may work with a directory row that was changed elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The city as it stands: one consistent set."""

    city: City
    directory: Directory
    ruleset: Ruleset
    version: str

    def service(self, code: str) -> Service:
        """The service with this code; raises UnknownService."""
        service = self.ruleset.services.get(code)
        if service is None:
            raise UnknownService(f"There is no service with the code {code[:60]!r}.")
        return service


class ReferenceShelf:
    """Keeps one Reference, and looks once a second whether it is still the present one.

    Layers are not kept here: which publication is in force is read in the statement that locates.
    """

    def __init__(self, engine: Engine, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._kept: Reference | None = None
        self._looked_at = 0.0

    def current(self) -> Reference:
        """The present reference; raises Misconfigured when no city is loaded."""
        kept = self._kept
        if kept is not None and self._monotonic() - self._looked_at < STALE_AFTER_S:
            return kept
        with self._lock:
            if self._kept is None or self._monotonic() - self._looked_at >= STALE_AFTER_S:
                with self._engine.begin() as conn:
                    self._kept = self._read(conn)
                self._looked_at = self._monotonic()
            return self._kept

    def look_again(self) -> None:
        """Make the next reader look, whatever the time."""
        self._looked_at = float("-inf")

    def _read(self, conn: Connection) -> Reference:
        version = str(prepared("reference_version").run(conn, {}).scalar_one())
        if self._kept is not None and self._kept.version == version:
            return self._kept
        city = load_city(conn)
        if city is None:
            raise Misconfigured("No city is loaded. Load one with: gis-cas city load FOLDER")
        return Reference(city=city, directory=load_directory(conn), ruleset=load_ruleset(conn), version=version)

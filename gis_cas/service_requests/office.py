"""What every use case works with; built once by a door."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Engine

from gis_cas.domain.city import City
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator, Locator
from gis_cas.geocoding.remote import Remote, RemoteFallback, remote_ask
from gis_cas.geocoding.timed import TimedLocator
from gis_cas.service_requests.reference import Reference, ReferenceShelf
from gis_cas.store.statements import Statements

LOCATOR_LIMIT_S = 3.0
"""How long a requester waits for a locator that is not ours; the city's own ends with its statements' time limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The engines by role, the city, and how to find a place in it.

    `statements` is the app engine's pool with each statement its own transaction; `demo` marks every row shown.
    """

    engine: Engine
    public_engine: Engine
    statements: Statements
    shelf: ReferenceShelf
    projection: Projection
    locator: Locator
    random: Callable[[int], int] = field(default=secrets.randbelow)
    demo: bool = False

    @property
    def reference(self) -> Reference:
        """City, directory and ruleset as they stand now."""
        return self.shelf.current()

    @property
    def city(self) -> City:
        """The city as it stands now."""
        return self.reference.city


def open_office(
    *,
    engine: Engine,
    public_engine: Engine,
    locator: Locator | None = None,
    remote: Remote | None = None,
    random: Callable[[int], int] = secrets.randbelow,
    demo: bool = False,
) -> Office:
    """An office over these engines with the city's own locator, or another one that is waited for only so long.

    Raises Misconfigured without a city.
    """
    shelf = ReferenceShelf(engine)
    city = shelf.current().city
    projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
    own: Locator = CityLocator(engine, city, projection)
    if remote is not None:
        own = RemoteFallback(own, remote_ask(remote, city=city), city=city)
    return Office(
        engine=engine,
        public_engine=public_engine,
        statements=Statements(engine),
        shelf=shelf,
        projection=projection,
        locator=TimedLocator(locator, seconds=LOCATOR_LIMIT_S) if locator else own,
        random=random,
        demo=demo,
    )

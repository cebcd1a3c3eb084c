"""Words to candidates, for whoever may wait only so long."""

from datetime import datetime

from gis_cas.domain.candidate import Candidate
from gis_cas.geo.position import Position
from gis_cas.service_requests.office import Office
from gis_cas.store.locator import areas_at


def candidates(office: Office, words: str, *, most: int = 10) -> tuple[Candidate, ...]:
    """The locator's candidates, best first; raises LocatorUnavailable when it does not answer in time."""
    return tuple(office.locator.find(words, limit=most))


def around(office: Office, position: Position) -> tuple[Candidate, ...]:
    """What the locator knows around a position, nearest first; raises LocatorUnavailable."""
    return tuple(office.locator.reverse(position))


def areas(office: Office, position: Position, *, now: datetime) -> list[tuple[str, str]]:
    """Layer and name of every named area in force today that holds a position."""
    city = office.city
    with office.statements.connect() as conn:
        return areas_at(
            conn,
            xy_ft=office.projection.to_ft(position),
            srid_ft=city.srid_ft,
            valid_on=now.astimezone(city.time_zone).date(),
        )

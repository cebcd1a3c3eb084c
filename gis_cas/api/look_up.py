"""Words to candidates, for whoever may wait only so long."""

from gis_cas.domain.candidate import Candidate
from gis_cas.geo.position import Position
from gis_cas.service_requests.office import Office


def candidates(office: Office, words: str, *, most: int = 10) -> tuple[Candidate, ...]:
    """The locator's candidates, best first; raises LocatorUnavailable when it does not answer in time."""
    return tuple(office.locator.find(words, limit=most))


def around(office: Office, position: Position) -> tuple[Candidate, ...]:
    """What the locator knows around a position, nearest first; raises LocatorUnavailable."""
    return tuple(office.locator.reverse(position))

"""Whose job is it here? The same geocoding and the same decision as for a request, and nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gis_cas.domain.decision import Decision
from gis_cas.domain.place import Place, PlaceSource, StatedPlace
from gis_cas.geo.position import Position
from gis_cas.service_requests.decide import Question, decide_for, needs_place
from gis_cas.service_requests.geocode import Found, geocode
from gis_cas.service_requests.office import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """The decision, the places it was made for (none, one, or several readings of the words), and its city day."""

    decision: Decision
    places: tuple[Place, ...]
    valid_on: date


def responsibility(  # noqa: PLR0913 - one for each parameter of the question on the wire
    office: Office,
    *,
    service_code: str,
    now: datetime,
    position: Position | None = None,
    words: str | None = None,
    radius_ft: float | None = None,
    source: PlaceSource | None = None,
    address_key: str | None = None,
    valid_on: date | None = None,
    known_at: datetime | None = None,
    answers: Mapping[str, str] | None = None,
) -> Responsibility:
    """Who is responsible for a service at a place, on a city day, as known at an instant.

    position EPSG:4326, radius_ft a 95 % radius. Raises UnknownService, LocatorUnavailable, StoreUnavailable.
    """
    reference = office.reference
    service = reference.service(service_code)
    stated = StatedPlace(position=position, radius_ft=radius_ft, source=source, words=words, address_key=address_key)
    found = Found()
    if needs_place(service):
        found = geocode(office.locator, stated, city=reference.city)
    question = Question(
        service=service,
        valid_on=valid_on or now.astimezone(reference.city.time_zone).date(),
        known_at=known_at,
        answers=answers or {},
    )
    with office.statements.lean() as conn:
        decided = decide_for(conn, question, found=found, reference=reference, projection=office.projection)
    return Responsibility(decision=decided.decision, places=decided.found.places, valid_on=question.valid_on)

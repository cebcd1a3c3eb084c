"""Rows of a file whose place is given in words, or not at all: found and decided as a request would be."""

from collections.abc import Sequence
from datetime import date, datetime

from gis_cas.domain.decision import Decision
from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.service_requests.decide import Question, decide_for
from gis_cas.service_requests.geocode import geocode
from gis_cas.service_requests.office import open_office
from gis_cas.store.engine import create_engine_for


class WordsDesk:
    """Asks the city's locator, and the layers in the database."""

    def __init__(self, url: str, *, valid_on: date, known_at: datetime | None) -> None:
        engine = create_engine_for(url, pool_size=2, application_name="gis_cas route")
        self._office = open_office(engine=engine, public_engine=engine)
        self._valid_on, self._known_at = valid_on, known_at

    def decide(self, asked: Sequence[tuple[str, str]]) -> list[Decision]:
        """The decisions for service codes and words; words that say nothing are no place."""
        office, reference = self._office, self._office.reference
        decisions = []
        with office.statements.lean() as conn:
            for code, words in asked:
                question = Question(
                    service=reference.service(code), valid_on=self._valid_on, known_at=self._known_at, answers={}
                )
                stated = StatedPlace(words=words, source=PlaceSource.ADDRESS) if words else StatedPlace()
                found = geocode(office.locator, stated, city=reference.city)
                decided = decide_for(conn, question, found=found, reference=reference, projection=office.projection)
                decisions.append(decided.decision)
        return decisions

"""Rows of a file whose place is given in words, or not at all: found and decided as a request would be."""

from collections.abc import Sequence
from datetime import date, datetime

from gis_cas.domain.decision import Decision
from gis_cas.domain.place import Place
from gis_cas.geocoding.locator import CityLocator
from gis_cas.service_requests.decide import Question, decide_for
from gis_cas.service_requests.geocode import Found, geocode_each
from gis_cas.service_requests.office import open_office
from gis_cas.store.engine import create_engine_for


class WordsDesk:
    """Asks the city's locator for many words at once, and the layers in the database."""

    def __init__(self, url: str, *, valid_on: date, known_at: datetime | None) -> None:
        engine = create_engine_for(url, pool_size=2, application_name="gis_cas route")
        self._office = open_office(engine=engine, public_engine=engine)
        self._locator = CityLocator(engine, self._office.city, self._office.projection)
        self._valid_on, self._known_at = valid_on, known_at
        self._found: dict[str, Found] = {}

    def places(self, words: Sequence[str]) -> list[Place | None]:
        """The place that each of the words mean; None where it is none or several."""
        self._look_up(words)
        return [self._only(self._found[one]) for one in words]

    def decide(self, asked: Sequence[tuple[str, str]]) -> list[Decision]:
        """The decisions for service codes and words; words that say nothing are no place."""
        office, reference = self._office, self._office.reference
        unknown = [words for _, words in asked if words not in self._found]
        if unknown:
            self._look_up(unknown)
        decisions = []
        with office.statements.lean() as conn:
            for code, words in asked:
                question = Question(
                    service=reference.service(code), valid_on=self._valid_on, known_at=self._known_at, answers={}
                )
                found = self._found[words]
                decided = decide_for(conn, question, found=found, reference=reference, projection=office.projection)
                decisions.append(decided.decision)
        return decisions

    def _look_up(self, words: Sequence[str]) -> None:
        """Find these words; what was found before is forgotten."""
        once = list(dict.fromkeys(words))
        self._found = dict(zip(once, geocode_each(self._locator, once, city=self._office.city), strict=True))

    @staticmethod
    def _only(found: Found) -> Place | None:
        return found.places[0] if len(found.places) == 1 else None

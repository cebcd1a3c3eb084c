"""A locator that answers in time or says that it cannot."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from gis_cas.domain.candidate import Candidate
from gis_cas.errors import LocatorUnavailable
from gis_cas.geo.position import Position
from gis_cas.geocoding.locator import UNAVAILABLE, Locator
from gis_cas.geocoding.suggesting import Suggestion

Answer = TypeVar("Answer")

MOST_WAITING = 16


class TimedLocator:
    """Asks another locator and raises LocatorUnavailable after `seconds`.

    At most `most_waiting` questions may hang: the next one is refused after the same time without being asked, so a
    dead locator costs a bounded number of threads. They are daemons; a hanging one does not keep the process alive.
    """

    def __init__(self, inner: Locator, *, seconds: float, most_waiting: int = MOST_WAITING) -> None:
        self._inner = inner
        self._seconds = seconds
        self._places = threading.BoundedSemaphore(most_waiting)

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:
        """As the inner locator's, in time."""
        return self._ask(lambda: self._inner.find(words, limit=limit))

    def suggest(self, words: str, *, most: int = 8) -> Sequence[Suggestion]:
        """As the inner locator's, in time."""
        return self._ask(lambda: self._inner.suggest(words, most=most))

    def by_address_key(self, key: str) -> Candidate | None:
        """As the inner locator's, in time."""
        return self._ask(lambda: self._inner.by_address_key(key))

    def reverse(self, position: Position) -> Sequence[Candidate]:
        """As the inner locator's, in time."""
        return self._ask(lambda: self._inner.reverse(position))

    @property
    def version(self) -> int:
        """As the inner locator's, in time."""
        return self._ask(lambda: self._inner.version)

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        if not self._places.acquire(timeout=self._seconds):
            raise LocatorUnavailable(UNAVAILABLE)
        answers: list[Answer] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                answers.append(question())
            except BaseException as error:  # noqa: BLE001 - handed on to who waits
                errors.append(error)
            finally:
                self._places.release()

        waiting = threading.Thread(target=run, name="locator", daemon=True)
        waiting.start()
        waiting.join(self._seconds)
        if errors:
            raise errors[0]
        if not answers:
            raise LocatorUnavailable(UNAVAILABLE)
        return answers[0]

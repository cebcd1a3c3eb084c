"""A locator that hangs and counts who asks."""

import threading
from collections.abc import Sequence

from gis_cas.domain.candidate import Candidate
from gis_cas.geo.position import Position
from gis_cas.geocoding.suggesting import Suggestion


class HangingLocator:
    """Never answers until `release` is called; counts how many ask."""

    def __init__(self) -> None:
        self._released = threading.Event()
        self._lock = threading.Lock()
        self.asked = 0

    def release(self) -> None:
        """Let everyone go."""
        self._released.set()

    def _hang(self) -> None:
        with self._lock:
            self.asked += 1
        self._released.wait()

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:  # noqa: ARG002 - the protocol's
        self._hang()
        return ()

    def suggest(self, words: str, *, most: int = 8) -> Sequence[Suggestion]:  # noqa: ARG002 - the protocol's names
        return ()

    def by_address_key(self, key: str) -> Candidate | None:  # noqa: ARG002 - the protocol's
        self._hang()
        return None

    def reverse(self, position: Position) -> Sequence[Candidate]:  # noqa: ARG002 - the protocol's
        self._hang()
        return ()

    @property
    def version(self) -> int:
        self._hang()
        return 0

"""Locators that answer as a test needs them to, or do not."""

import threading
from collections.abc import Iterable, Mapping, Sequence

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.position import Position
from gis_cas.geocoding.suggesting import Suggestion


class ListedLocator:
    """Answers from a list."""

    version = 7

    def __init__(self, found: Mapping[str, Sequence[Candidate]]) -> None:
        self._found = found

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:
        return self._found.get(words, ())[:limit]

    def find_each(self, words: Iterable[str], *, limit: int = 10) -> list[Sequence[Candidate]]:
        return [self.find(one, limit=limit) for one in words]

    def suggest(self, words: str, *, most: int = 8) -> Sequence[Suggestion]:  # noqa: ARG002 - the protocol's names
        return ()

    def by_address_key(self, key: str) -> Candidate | None:
        every = (candidate for listed in self._found.values() for candidate in listed)
        return next((candidate for candidate in every if candidate.address_key == key), None)

    def reverse(self, position: Position) -> Sequence[Candidate]:
        raise NotImplementedError


class HangingLocator(ListedLocator):
    """Does not answer until it is let go."""

    def __init__(self) -> None:
        super().__init__({})
        self._gate = threading.Event()

    def let_go(self) -> None:
        self._gate.set()

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:
        self._gate.wait(60)
        return super().find(words, limit=limit)


class DeadLocator(ListedLocator):
    """Raises what it was given."""

    def __init__(self, error: Exception) -> None:
        super().__init__({})
        self._error = error

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:  # noqa: ARG002 - the protocol's names
        raise self._error


def candidate(
    label: str,
    lon: float,
    lat: float,
    *,
    score: float = 100.0,
    match_type: MatchType = MatchType.POINT_ADDRESS,
    segment_key: str | None = None,
    address_key: str | None = None,
) -> Candidate:
    return Candidate(
        label=label,
        position=Position(lon=lon, lat=lat),
        score=score,
        match_type=match_type,
        error_radius_ft=20.0,
        segment_key=segment_key,
        address_key=address_key,
        locator_version=ListedLocator.version,
    )

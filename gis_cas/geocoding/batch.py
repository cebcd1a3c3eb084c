"""Many words at once, in order: in this process, or spread over several that each read the streets for themselves."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from typing import Protocol, TypeVar

from gis_cas.domain.candidate import Candidate
from gis_cas.domain.city import City
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.store.engine import create_engine_for

AT_ONCE = 500
"""Words handed to a process at a time."""

AHEAD = 4
"""Handfuls under way for each process; so much is read ahead of what is written."""

_locator: CityLocator | None = None


class ManyLocator(Protocol):
    """Whoever finds places for many words at once."""

    def find_each(self, words: Iterable[str], *, limit: int = 10) -> Sequence[Sequence[Candidate]]:
        """The candidates for each of the words, in their order."""


Shown = TypeVar("Shown")
"""What is made of the candidates for some words."""


def find_each(
    words: Iterable[str], *, locator: ManyLocator, shown: Callable[[Sequence[Candidate]], Shown], at_once: int = AT_ONCE
) -> Iterator[Shown]:
    """What `shown` makes of the candidates for each of the words, in their order, found in this process."""
    for handful in _handfuls(words, at_once):
        yield from map(shown, locator.find_each(handful))


def find_each_in(
    words: Iterable[str], *, url: str, city: City, jobs: int, shown: Callable[[Sequence[Candidate]], Shown]
) -> Iterator[Shown]:
    """The same, found in several processes; what is read ahead is bounded.

    They also call `shown`, a module's function: rows of text are handed over much sooner than candidates.
    """
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin, initargs=(url, city))
    with pool:
        under_way: deque[Future[list[Shown]]] = deque()
        for handful in _handfuls(words, AT_ONCE):
            under_way.append(pool.submit(_answer, handful, shown))
            if len(under_way) >= AHEAD * jobs:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


def _handfuls(words: Iterable[str], at_once: int) -> Iterator[list[str]]:
    rest = iter(words)
    while handful := list(islice(rest, at_once)):
        yield handful


def _begin(url: str, city: City) -> None:
    global _locator  # noqa: PLW0603 - what a process of the pool keeps between its handfuls
    engine = create_engine_for(url, pool_size=1, application_name="gis_cas geocode")
    _locator = CityLocator(engine, city, Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft))


def _answer(words: list[str], shown: Callable[[Sequence[Candidate]], Shown]) -> list[Shown]:
    if _locator is None:
        raise AssertionError("_begin runs before the first handful")
    return [shown(found) for found in _locator.find_each(words)]

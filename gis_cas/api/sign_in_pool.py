"""Where passwords are checked: a few threads of their own, so that log-ins never take the threads of other doors."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import anyio
from anyio.to_thread import run_sync

from gis_cas.accounts.passwords import AT_ONCE
from gis_cas.errors import Unavailable

MOST_WAITING = 100
FULL = "Very many people are signing in at this moment. Please try again in a few seconds."

Found = TypeVar("Found")


class SignInPool:
    """As many threads as passwords may be worked on at once; who waits for one holds a place in line, no thread."""

    def __init__(self) -> None:
        self._limiter = anyio.CapacityLimiter(AT_ONCE)

    async def run(self, what: Callable[[], Found]) -> Found:
        """Run it in one of the threads; raises Unavailable when too many wait already."""
        if self._limiter.statistics().tasks_waiting >= MOST_WAITING:
            raise Unavailable(FULL)
        return await run_sync(what, limiter=self._limiter)

    async def rest(self, length: timedelta) -> None:
        """Wait without holding anything."""
        if length > timedelta():
            await anyio.sleep(length.total_seconds())

"""When to try again: a message after longer and longer waits up to a day, a server that is away with one probe."""

from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 480))
"""Waits after each attempt that was refused for now, a day in all; after the last one the message has failed."""

SHORTEST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=5)
BREAKS_BORNE = 3
"""Lines that may break one after another before the server counts as away."""

REFUSALS_BORNE = 20
"""Messages refused one after another before something is thought to be wrong with us or the server, not with them."""

AFTER_REFUSALS = timedelta(minutes=15)


def wait_after(attempts: int, *, share: float) -> timedelta | None:
    """How long to wait after so many attempts; None when it is given up. `share` (0 to 1) adds up to a fifth."""
    return WAITS[attempts - 1] * (1 + share / 5) if attempts <= len(WAITS) else None


class Circuit:
    """Whether the server is worth trying: while it is away one message at a time finds out if it is back."""

    def __init__(self) -> None:
        self._closed_until: datetime | None = None
        self._pause = SHORTEST_PAUSE
        self._breaks = 0
        self._put_off = 0
        self._refusals = 0

    def open_at(self, now: datetime) -> bool:
        """Whether a message may be tried now."""
        return self._closed_until is None or now >= self._closed_until

    @property
    def closed_until(self) -> datetime | None:
        """When the next probe is due; None while all is well."""
        return self._closed_until

    def taken(self) -> None:
        """The server took a message: all is well."""
        self._closed_until, self._pause = None, SHORTEST_PAUSE
        self._breaks = self._put_off = self._refusals = 0

    def put_off(self, now: datetime) -> None:
        """The server is there and asks for a message later; from one message after another, it means all of them."""
        self._closed_until, self._breaks = None, 0
        self._put_off += 1
        if self._put_off >= REFUSALS_BORNE:
            self.away(now)

    def away(self, now: datetime) -> datetime:
        """The server is away: pause, longer each time; answers the instant of the next probe."""
        self._closed_until = now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return self._closed_until

    def broke(self, now: datetime) -> None:
        """A line broke; too many in a row and the server counts as away."""
        self._breaks += 1
        if self._breaks >= BREAKS_BORNE:
            self.away(now)

    def refused(self, now: datetime) -> None:
        """A message was refused for good; too many in a row and nothing is sent for a while."""
        self._closed_until, self._pause, self._breaks = None, SHORTEST_PAUSE, 0
        self._refusals += 1
        if self._refusals >= REFUSALS_BORNE:
            self._refusals = 0
            self._closed_until = now + AFTER_REFUSALS

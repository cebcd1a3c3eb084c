"""The wire's patience: a caller who does not finish saying what they want is hung up on.

uvicorn waits for ever for the rest of a request's headers, so a thousand callers who send a byte a minute would keep
everybody else out. Bodies have a limit of their own in the application.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEADERS_WITHIN_S = 10.0


class PatientProtocol(H11Protocol):
    """uvicorn's protocol with a limit to the time from a connection, or a request's first byte, to its last header."""

    headers_within_s = HEADERS_WITHIN_S
    _hang_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on while headers are missing; a request that is whole, or being answered, is not hurried."""
        super().data_received(data)
        under_way: RequestResponseCycle | None = self.cycle
        if under_way is not None and not under_way.response_complete:
            self._stop_waiting()
        elif self._hang_up is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Between two requests uvicorn's own limit for idle connections holds."""
        self._stop_waiting()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is left to wait for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._hang_up = self.loop.call_later(self.headers_within_s, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._hang_up is not None:
            self._hang_up.cancel()
            self._hang_up = None

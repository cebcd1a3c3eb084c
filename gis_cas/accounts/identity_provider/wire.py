"""Asking the provider: within a few seconds, within a few kilobytes, and never with more than a few threads at once.

A provider that hangs must not take the threads that everybody else's pages need: so many questions at a time, each with
a deadline, and after one that failed none for a while.
"""

import threading
import time
from collections.abc import Mapping
from typing import Any

import httpx
import orjson
from authlib.common.security import is_secure_transport

from gis_cas.errors import DirectoryUnavailable

SILENT = "The city's sign-in does not answer now. Sign in here with login and password, or try again in a minute."
AT_ONCE = 2
WAIT_FOR_TURN_S = 0.5
SILENCE_S = 3.0
DEADLINE_S = 6.0
REST_S = 15.0
MOST_BYTES = 256 * 1024


class Wire:
    """One HTTP client for the provider; made once, used by every thread."""

    def __init__(self, *, silence_s: float = SILENCE_S, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._resting_until = 0.0
        self._client = httpx.Client(
            timeout=httpx.Timeout(silence_s), follow_redirects=False, headers={"Accept": "application/json"}
        )

    def get(self, url: str) -> dict[str, Any]:
        """A JSON object; raises DirectoryUnavailable when none came in time."""
        status, document = self._ask("GET", url)
        if status != httpx.codes.OK:
            raise self._failed()
        return document

    def post(self, url: str, form: Mapping[str, str], *, auth: httpx.Auth | None) -> tuple[int, dict[str, Any]]:
        """Status and JSON object of an answer that is a yes or a no; raises DirectoryUnavailable otherwise."""
        return self._ask("POST", url, form=form, auth=auth)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _ask(
        self, method: str, url: str, *, form: Mapping[str, str] | None = None, auth: httpx.Auth | None = None
    ) -> tuple[int, dict[str, Any]]:
        if not is_secure_transport(url):
            raise DirectoryUnavailable(SILENT)
        if time.monotonic() < self._resting_until or not self._turns.acquire(timeout=WAIT_FOR_TURN_S):
            raise DirectoryUnavailable(SILENT)
        try:
            if time.monotonic() < self._resting_until:
                raise DirectoryUnavailable(SILENT)
            return self._answer(method, url, form=form, auth=auth)
        finally:
            self._turns.release()

    def _answer(
        self, method: str, url: str, *, form: Mapping[str, str] | None, auth: httpx.Auth | None
    ) -> tuple[int, dict[str, Any]]:
        deadline = time.monotonic() + self._deadline_s
        body = bytearray()
        try:
            with self._client.stream(method, url, data=form, auth=auth) as response:
                for part in response.iter_bytes():
                    body += part
                    if len(body) > MOST_BYTES or time.monotonic() > deadline:
                        raise self._failed()
            document = orjson.loads(bytes(body))
        except (httpx.HTTPError, httpx.InvalidURL, orjson.JSONDecodeError):
            raise self._failed() from None
        if not isinstance(document, dict) or response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise self._failed()
        return response.status_code, document

    def _failed(self) -> DirectoryUnavailable:
        self._resting_until = time.monotonic() + REST_S
        return DirectoryUnavailable(SILENT)

"""One line a request: its id, route, status and time. No address, number, name or query is ever written.

Lying around everything else, it also catches what nobody foresaw: the caller gets a plain sentence with the request id,
the log the kind of error and where it happened, not its text, which may hold what somebody typed.
"""

import logging
import re
import secrets
import time
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gis_cas.api.metrics import Metrics
from gis_cas.api.problems import fault
from gis_cas.logs import described
from gis_cas.trace import working_for

log = logging.getLogger("gis_cas.requests")

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestLog:
    """Gives each request an id (`request.state.request_id`, header X-Request-ID), counts it, and logs it."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("x-request-id", "")
        request_id = stated if _REQUEST_ID.fullmatch(stated) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        with working_for(request_id):
            await self._answer(scope, receive, send, request_id=request_id)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, *, request_id: str) -> None:
        status = 0
        began = time.perf_counter()

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message.setdefault("headers", []).append((b"x-request-id", request_id.encode("ascii")))
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except Exception as error:  # noqa: BLE001 - the last door: everything else has had its turn
            log.error("fault: %s", described(error))  # noqa: TRY400 - the text is left out on purpose
            if status == 0:
                await fault(Request(scope))(scope, receive, send_noted)
        seconds = time.perf_counter() - began
        method, route = scope["method"] if scope["method"] in _METHODS else "OTHER", route_of(scope)
        self._metrics.count(method=method, route=route, status=status, seconds=seconds)
        log.info("%s %s %d %.1f ms", method, route, status, seconds * 1000)


def route_of(scope: Any) -> str:
    """The template of the route that answered, such as /requests/{number}; `-` when none did."""
    return str(getattr(scope.get("route"), "path", "-"))

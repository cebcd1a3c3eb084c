"""How much one client may send: bytes in one body, posts in one minute."""

import ipaddress
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gis_cas.api.problems import TooLarge, TooMany, WrongMediaType, answer

MOST_BYTES = 1_000_000
POSTS_PER_MINUTE = 120
_MOST_CLIENTS = 10_000
_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRule:
    """A row of the table: what may be sent to the addresses whose whole path the pattern matches.

    `multipart`: whether a form with files is read there; everywhere else such a body is refused unread.
    """

    path: str
    most_bytes: int
    multipart: bool = False
    sentence: str = ""


LARGEST_SENDING = 151_000_000
"""Bytes of a form with files: as much as the settings can allow, and its words."""

BODY_RULES: tuple[BodyRule, ...] = (
    BodyRule(
        path=r"/report|(/api/v1|/staff)?/requests/[^/]+/attachments",
        most_bytes=LARGEST_SENDING,
        multipart=True,
        sentence="The files together are larger than 150 million bytes, so nothing was sent. Please go back and choose "
        "fewer or smaller ones; what you typed is still there.",
    ),
)
"""Doors that take more than the usual, first match wins; a room that takes files adds its row here."""

EVERYWHERE = BodyRule(
    path="/.*",
    most_bytes=MOST_BYTES,
    sentence="This is more than one million bytes. A description can have up to 4,000 characters; please send less.",
)
NO_FILES_HERE = "Files cannot be sent to this address. Please send the form without files."
TOO_MANY = "This connection has sent more than 120 forms in a minute. Please wait a minute and send again."


class BodyLimit:
    """Refuses a body over its door's limit by its stated length, or while it arrives; the rest is never read."""

    def __init__(self, app: ASGIApp, *, rules: Sequence[BodyRule] = BODY_RULES) -> None:
        self.app = app
        self._rules = [(re.compile(rule.path), rule) for rule in rules]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        rule = self._rule(scope["path"])
        headers = Headers(scope=scope)
        if headers.get("content-type", "").lower().startswith("multipart/") and not rule.multipart:
            await answer(Request(scope), WrongMediaType({"request": NO_FILES_HERE}))(scope, receive, send)
            return
        stated = headers.get("content-length", "")
        if stated.isdigit() and int(stated) > rule.most_bytes:
            await answer(Request(scope), TooLarge({"request": rule.sentence}))(scope, receive, send)
            return
        arrived = 0

        async def receive_counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > rule.most_bytes:
                raise TooLarge({"request": rule.sentence})
            return message

        await self.app(scope, receive_counted, send)

    def _rule(self, path: str) -> BodyRule:
        return next((rule for pattern, rule in self._rules if pattern.fullmatch(path)), EVERYWHERE)


class PostLimit:
    """At most so many posts a minute from one client, counted in this process.

    Generous enough for a city office behind one address. The machine itself (loopback) is not counted.
    """

    def __init__(self, app: ASGIApp, *, per_minute: int = POSTS_PER_MINUTE) -> None:
        self.app = app
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._tokens: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] == "http" and scope["method"] == "POST" and not self._allows(_client(scope), time.monotonic()):
            await answer(Request(scope), TooMany(TOO_MANY))(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _allows(self, client: str, at: float) -> bool:
        if _is_this_machine(client):
            return True
        with self._lock:
            left, since = self._tokens.pop(client, (float(self._per_minute), at))
            left = min(float(self._per_minute), left + (at - since) * self._per_minute / _MINUTE_S)
            allowed = left >= 1.0
            self._tokens[client] = (left - 1.0 if allowed else left, at)
            while len(self._tokens) > _MOST_CLIENTS:
                self._tokens.popitem(last=False)
        return allowed


def _client(scope: Any) -> str:
    return str((scope.get("client") or ("", 0))[0])


def _is_this_machine(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return False

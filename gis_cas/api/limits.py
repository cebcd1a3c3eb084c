"""How much one request may hold: bytes of a body, letters of an address; and how long it may take to come."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gis_cas.api.problems import TooLarge, TooLong, TooSlow, WrongMediaType, answer

MOST_BYTES = 1_000_000
MOST_LETTERS = 8_000
"""Of an address with its query; the longest of ours, a report with answers and candidates, has under 3,000."""

COMES_WITHIN_S = 30.0
LEAST_BYTES_PER_S = 20_000


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
TOO_LONG = "This address is longer than 8,000 letters. Please send the rest as a form."
TOO_SLOW = "This came too slowly to wait for. Nothing of it was kept; please send it again."
NO_FILES_HERE = "Files cannot be sent to this address. Please send the form without files."


class BodyLimit:
    """Refuses a body over its door's limit by its stated length, or while it arrives; the rest is never read.

    A body has 30 seconds to come, and a second more for every 20,000 bytes its door takes; so a caller who sends a byte
    now and then holds nothing up.
    """

    def __init__(self, app: ASGIApp, *, rules: Sequence[BodyRule] = BODY_RULES) -> None:
        self.app = app
        self._rules = [(re.compile(rule.path), rule) for rule in rules]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if len(scope["path"]) + len(scope["query_string"]) > MOST_LETTERS:
            await answer(Request(scope), TooLong({"request": TOO_LONG}))(scope, receive, send)
            return
        headers = Headers(scope=scope)
        kind = headers.get("content-type", "").lower()
        rule = self._rule(scope["path"], plain_form=kind.startswith("application/x-www-form-urlencoded"))
        if kind.startswith("multipart/") and not rule.multipart:
            await answer(Request(scope), WrongMediaType({"request": NO_FILES_HERE}))(scope, receive, send)
            return
        stated = headers.get("content-length", "")
        if stated.isdigit() and int(stated) > rule.most_bytes:
            await answer(Request(scope), TooLarge({"request": rule.sentence}))(scope, receive, send)
            return
        arrived, whole = 0, False
        patience = asyncio.get_running_loop().time() + COMES_WITHIN_S + rule.most_bytes / LEAST_BYTES_PER_S

        async def receive_counted() -> Message:
            nonlocal arrived, whole
            if whole:
                return await receive()  # waits for the caller to leave, as long as that takes
            try:
                async with asyncio.timeout_at(patience):
                    message = await receive()
            except TimeoutError:
                raise TooSlow({"request": TOO_SLOW}) from None
            whole = not message.get("more_body", False)
            arrived += len(message.get("body", b""))
            if arrived > rule.most_bytes:
                raise TooLarge({"request": rule.sentence})
            return message

        await self.app(scope, receive_counted, send)

    def _rule(self, path: str, *, plain_form: bool) -> BodyRule:
        """The door's row; a plain form, which holds no files, is nowhere larger than elsewhere."""
        rule = next((rule for pattern, rule in self._rules if pattern.fullmatch(path)), EVERYWHERE)
        return EVERYWHERE if rule.multipart and plain_form else rule

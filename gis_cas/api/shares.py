"""Each door's share: how often one browser, and one network, may come in a minute, counted in this process.

A city office is hundreds of people behind one address. So a browser that we gave a signed cookie has a budget of its
own, callers we know nothing about share one for each network, and only a generous last bound holds for a network as a
whole: a script that floods a door stops itself and the other strangers beside it, not the clerks.
"""

import ipaddress
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from gis_cas.api.budgets import Budgets
from gis_cas.api.problems import TooMany, answer
from gis_cas.api.tokens import FORM_COOKIE

_MOST_KEPT = 50_000
_V6_PREFIX = 64
"""The bits of an IPv6 address that a provider gives to one household or office."""

TOO_MANY = "More came at once than this address takes. Nothing was kept of it. Please wait a minute and send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A row of the table: requests a minute through one door.

    browser: each browser with a cookie of ours; strangers: all callers of one network without one, together;
    network: everybody of one network, together.
    """

    door: str
    methods: frozenset[str]
    path: str
    browser: int
    strangers: int
    network: int


_READ, _SEND = frozenset({"GET", "HEAD"}), frozenset({"POST", "PUT", "PATCH", "DELETE"})

SHARES = (
    Share(door="intake", methods=_SEND, path="/api/v1/requests", browser=60, strangers=600, network=6_000),
    Share(door="programs", methods=_SEND, path="/api/.*", browser=60, strangers=600, network=6_000),
    Share(door="report", methods=_SEND, path="/report", browser=60, strangers=120, network=1_800),
    Share(door="desk", methods=_SEND, path="/staff/.*", browser=240, strangers=120, network=6_000),
    Share(door="forms", methods=_SEND, path="/.*", browser=60, strangers=120, network=1_800),
    Share(door="ask", methods=_READ, path="/api/v1/.*", browser=600, strangers=3_000, network=12_000),
    Share(door="pages", methods=_READ, path="/.*", browser=3_000, strangers=12_000, network=30_000),
)
"""First match wins; other methods are answered without being counted."""


class FairShare:
    """Refuses what goes beyond a door's share; this machine itself (loopback) is not counted."""

    def __init__(self, app: ASGIApp, *, known: Callable[[str], bool], shares: Sequence[Share] = SHARES) -> None:
        self.app = app
        self._known = known
        self._shares = [(re.compile(share.path), share) for share in shares]
        self._budgets = Budgets(most_callers=_MOST_KEPT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] == "http" and not self._allows(scope, at=time.monotonic()):
            await answer(Request(scope), TooMany(TOO_MANY))(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _allows(self, scope: Scope, *, at: float) -> bool:
        network = network_of(str((scope.get("client") or ("", 0))[0]))
        share = self._share(scope["method"], scope["path"])
        if network is None or share is None:
            return True
        headers = Headers(scope=scope)
        cookie = _form_cookie(headers.get("cookie", ""))
        if scope["path"].startswith("/api/") and headers.get("authorization", "").lower().startswith("bearer "):
            own = True  # a client program's key has a budget of its own, which its door counts
        elif cookie is not None and self._known(cookie):
            own = self._budgets.take(f"{share.door} {cookie}", per_minute=share.browser, at=at)
        else:
            own = self._budgets.take(f"{share.door} strangers {network}", per_minute=share.strangers, at=at)
        # What was refused draws nothing from the network's bound: a flood does not use up its neighbours' share.
        return own and self._budgets.take(f"{share.door} {network}", per_minute=share.network, at=at)

    def _share(self, method: str, path: str) -> Share | None:
        for pattern, share in self._shares:
            if method in share.methods and pattern.fullmatch(path):
                return share
        return None


@lru_cache(maxsize=4096)
def network_of(client: str) -> str | None:
    """The network that a client counts as: its IPv4 address, or its IPv6 /64; None for this machine itself."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.is_loopback:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, _V6_PREFIX), strict=False))
    return str(address)


def _form_cookie(text: str) -> str | None:
    if FORM_COOKIE not in text:
        return None
    try:
        found: SimpleCookie = SimpleCookie(text)
    except CookieError:
        return None
    morsel = found.get(f"__Host-{FORM_COOKIE}") or found.get(FORM_COOKIE)
    return morsel.value if morsel else None

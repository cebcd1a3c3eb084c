"""Who is asking: `X-Forwarded-*` is believed only from the one proxy that the settings name."""

import ipaddress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_SCHEMES = frozenset({"http", "https"})


class TrustedProxy:
    """Puts the forwarded client and scheme into the scope when the peer is the trusted proxy, and only then."""

    def __init__(self, app: ASGIApp, *, network: str | None) -> None:
        self.app = app
        self._network = ipaddress.ip_network(network, strict=False) if network else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] == "http" and self._trusts(scope):
            headers = Headers(scope=scope)
            # The proxy appends the peer it saw; what stands further left is the client's own claim.
            stated = headers.get("x-forwarded-for", "").rsplit(",", 1)[-1].strip()
            if _address(stated) is not None:
                scope["client"] = (stated, 0)
            scheme = headers.get("x-forwarded-proto", "").rsplit(",", 1)[-1].strip().lower()
            if scheme in _SCHEMES:
                scope["scheme"] = scheme
        await self.app(scope, receive, send)

    def _trusts(self, scope: Scope) -> bool:
        peer = _address((scope.get("client") or ("", 0))[0])
        return self._network is not None and peer is not None and peer in self._network


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None

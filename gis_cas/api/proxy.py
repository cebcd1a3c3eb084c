"""Who is asking: `X-Forwarded-*` is believed only from the named proxy, and `Forwarded` from nobody.

A proxy sets one of the two families of headers and passes what the caller sent in the other; only one can be believed.
"""

import ipaddress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_SCHEMES = frozenset({"http", "https"})
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TrustedProxy:
    """Puts the forwarded client and scheme into the scope when the peer is the trusted proxy, and only then."""

    def __init__(self, app: ASGIApp, *, network: str | None) -> None:
        self.app = app
        self._network = ipaddress.ip_network(network, strict=False) if network else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        peer = (scope.get("client") or ("", 0))[0]
        if self._network is not None and scope["type"] == "http" and self._is_trusted(_address(peer)):
            headers = Headers(scope=scope)
            client = self._client(_entries(headers, "x-forwarded-for"))
            if client is not None:
                scope["client"] = (str(client), 0)
            scheme = next(reversed(_entries(headers, "x-forwarded-proto")), "").lower()
            if scheme in _SCHEMES:
                scope["scheme"] = scheme
        await self.app(scope, receive, send)

    def _client(self, hops: list[str]) -> _Address | None:
        """The nearest hop that is no proxy of ours: each proxy appends whom it saw, further left is hearsay."""
        for hop in reversed(hops):
            address = _address(hop)
            if address is None or not self._is_trusted(address):
                return address
        return None

    def _is_trusted(self, address: _Address | None) -> bool:
        return self._network is not None and address is not None and address in self._network


def _entries(headers: Headers, name: str) -> list[str]:
    """Every entry of a header, in order, whether it came in one line or in several."""
    return [entry.strip() for line in headers.getlist(name) for entry in line.split(",") if entry.strip()]


def _address(text: str) -> _Address | None:
    """An address as proxies write it: bare, with a port, or in brackets; an IPv4 one inside IPv6 is the IPv4 one."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address

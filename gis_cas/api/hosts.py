"""Under which names the service answers: a request for another host is refused, so none can speak for it."""

import ipaddress
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from gis_cas.api.problems import WrongHost, answer

FOR_MACHINES = ("/healthz", "/readyz", "/metrics")
"""Asked by address by whoever watches the process."""

WRONG_HOST = "This service does not answer under this name. Please use the address that the city gives."


class AllowedHosts:
    """Refuses a `Host` that is none of ours; this machine's own names always are. None: every host is taken."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] | None) -> None:
        self.app = app
        self._hosts = None if hosts is None else frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] == "http" and self._hosts is not None and scope["path"] not in FOR_MACHINES:
            stated = Headers(scope=scope).getlist("host")
            if len(stated) != 1 or not self._is_ours(host_name(stated[0])):
                await answer(Request(scope), WrongHost({"host": WRONG_HOST}))(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        if host in (self._hosts or ()) or host == "localhost":
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


def host_name(stated: str) -> str:
    """The name or address in a `Host` header, lower case, without port and brackets."""
    if stated.startswith("["):
        return stated[1:].partition("]")[0].lower()
    return stated.partition(":")[0].rstrip(".").lower()

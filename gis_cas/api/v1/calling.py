"""Which program is calling: the client behind `Authorization: Bearer KEY`, what its key is good for, how often."""

import time
from collections.abc import Callable
from typing import Any

from fastapi import Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from gis_cas.accounts.api_client import ApiClient, ApiScope, client_of
from gis_cas.api.problems import TooMany, UnknownKey
from gis_cas.api.wiring import Wiring, now_of, wiring_of
from gis_cas.errors import NotAllowed

UNKNOWN = "This key is not known here, was withdrawn or has run out. Ask the city for another, or call without one."
NEEDED = "This city takes requests from programs with a key only. Ask the city for one, or use the form on the website."
NOT_FOR_THIS = "This key is not good for this call ({scope}). Ask the city to widen it."
TOO_MANY = "This program may call {per_minute:,} times a minute and has. Please wait a moment and call again."


def calling(scope: ApiScope, *, needed: Callable[[Wiring], bool] = lambda _wired: False) -> Any:
    """The calling client program as a dependency, None for a call without a key; raises NotAllowed, TooMany.

    `needed` says whether this door wants a key at all. A call without a key costs no look-up and no thread.
    """

    async def client(request: Request) -> ApiClient | None:
        wired, key = wiring_of(request.app), presented(request)
        if key is None:
            if needed(wired):
                raise NotAllowed(NEEDED)
            return None
        return await run_in_threadpool(_admitted, request, wired, key, scope)

    return Depends(client)


def presented(request: Request) -> str | None:
    """The key that came with the request, if any."""
    kind, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" else None


def _admitted(request: Request, wired: Wiring, key: str, scope: ApiScope) -> ApiClient:
    with wired.office.statements.connect() as conn:
        client = client_of(conn, key, now=now_of(request.app), zone=wired.office.city.time_zone)
    if client is None:
        raise UnknownKey(UNKNOWN)
    if not wired.budgets.take(client.idempotency_client, per_minute=client.per_minute, at=time.monotonic()):
        raise TooMany(TOO_MANY.format(per_minute=client.per_minute))
    if scope not in client.scopes:
        raise NotAllowed(NOT_FOR_THIS.format(scope=scope.value))
    return client

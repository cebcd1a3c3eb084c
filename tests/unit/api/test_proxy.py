"""X-Forwarded-* counts only from the one named proxy."""

import asyncio
from typing import Any

import pytest

from gis_cas.api.proxy import TrustedProxy

FORWARDED = {"x-forwarded-for": "198.51.100.7, 203.0.113.9", "x-forwarded-proto": "https"}


def _seen(*, network: str | None, peer: str, headers: dict[str, str]) -> tuple[str, str]:
    seen: dict[str, Any] = {}

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.update(scope)

    scope = {
        "type": "http",
        "client": (peer, 9),
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(TrustedProxy(app, network=network)(scope, None, None))  # type: ignore[arg-type]
    return seen["client"][0], seen["scheme"]


def test_without_a_named_proxy_nothing_is_believed() -> None:
    assert _seen(network=None, peer="127.0.0.1", headers=FORWARDED) == ("127.0.0.1", "http")


def test_another_peer_is_not_believed() -> None:
    assert _seen(network="10.0.0.0/8", peer="192.0.2.1", headers=FORWARDED) == ("192.0.2.1", "http")


def test_the_named_proxy_is_believed_for_the_peer_it_saw_itself() -> None:
    assert _seen(network="10.0.0.0/8", peer="10.1.2.3", headers=FORWARDED) == ("203.0.113.9", "https")


@pytest.mark.parametrize("headers", [{"x-forwarded-for": "unknown"}, {"x-forwarded-proto": "javascript"}, {}])
def test_what_makes_no_sense_changes_nothing(headers: dict[str, str]) -> None:
    assert _seen(network="10.1.2.3", peer="10.1.2.3", headers=headers) == ("10.1.2.3", "http")

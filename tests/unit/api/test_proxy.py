"""X-Forwarded-* counts only from the one named proxy."""

import asyncio
from typing import Any

import pytest

from gis_cas.api.proxy import TrustedProxy

FORWARDED = {"x-forwarded-for": "198.51.100.7, 203.0.113.9", "x-forwarded-proto": "https"}


def _seen(*, network: str | None, peer: str, headers: dict[str, str] | list[tuple[str, str]]) -> tuple[str, str]:
    seen: dict[str, Any] = {}

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.update(scope)

    scope = {
        "type": "http",
        "client": (peer, 9),
        "scheme": "http",
        "headers": [
            (name.encode(), value.encode())
            for name, value in (headers.items() if isinstance(headers, dict) else headers)
        ],
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


@pytest.mark.parametrize("network", ["10.0.0.0/8", "2001:db8::/32"])
def test_what_a_caller_claims_to_have_come_through_is_hearsay(network: str) -> None:
    peer = "10.1.2.3" if "." in network else "2001:db8::1"
    spoofed = {"x-forwarded-for": "127.0.0.1, 198.51.100.7"}
    assert _seen(network=network, peer=peer, headers=spoofed)[0] == "198.51.100.7"


def test_several_proxies_of_ours_are_walked_back_to_the_first_hop_that_is_none() -> None:
    hops = {"x-forwarded-for": "1.2.3.4, 198.51.100.7, 10.0.0.8, 10.0.0.9"}
    assert _seen(network="10.0.0.0/8", peer="10.1.2.3", headers=hops)[0] == "198.51.100.7"
    only_ours = {"x-forwarded-for": "10.0.0.8"}
    assert _seen(network="10.0.0.0/8", peer="10.1.2.3", headers=only_ours)[0] == "10.1.2.3"


def test_a_second_line_of_the_header_is_read_too() -> None:
    """Some proxies add a line of their own below the caller's, instead of appending to it."""
    lines = [("x-forwarded-for", "127.0.0.1"), ("x-forwarded-for", "198.51.100.7"), ("x-forwarded-proto", "http")]
    lines.append(("x-forwarded-proto", "https"))
    assert _seen(network="10.1.2.3", peer="10.1.2.3", headers=lines) == ("198.51.100.7", "https")


@pytest.mark.parametrize(
    ("written", "client"),
    [
        ("2001:db8::7", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("198.51.100.7:4711", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_addresses_are_read_as_proxies_write_them(written: str, client: str) -> None:
    assert _seen(network="10.1.2.3", peer="::ffff:10.1.2.3", headers={"x-forwarded-for": written})[0] == client


def test_the_other_family_of_headers_and_the_forwarded_host_are_believed_from_nobody() -> None:
    headers = {"forwarded": "for=198.51.100.7;proto=https", "x-forwarded-host": "evil.example", "x-real-ip": "1.2.3.4"}
    assert _seen(network="10.1.2.3", peer="10.1.2.3", headers=headers) == ("10.1.2.3", "http")

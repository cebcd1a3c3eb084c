"""What the provider says of itself (OpenID Connect Discovery) and the keys it signs with, both kept for a while."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from authlib.common.security import is_secure_transport
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from gis_cas.accounts.identity_provider.wire import SILENT, Wire
from gis_cas.errors import DirectoryUnavailable

KEPT_FOR = timedelta(hours=1)
KEYS_ASKED_AGAIN_AFTER = timedelta(minutes=1)
SAFE_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that need the provider's private key: neither `none` nor anything made with a shared secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The addresses of a provider, its own name for itself, and the signatures it may use."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    keys_address: str
    algorithms: tuple[str, ...]
    posts_secret: bool


class Provider:
    """One provider's metadata and keys; asked again after an hour, keys also when a token names one not seen yet."""

    def __init__(self, issuer: str, *, wire: Wire) -> None:
        self._issuer = issuer
        self._wire = wire
        self._lock = threading.Lock()
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    def metadata(self, *, now: datetime) -> Metadata:
        """The metadata; raises DirectoryUnavailable when the provider is silent or is not the one that was set."""
        kept = self._metadata
        if kept is None or not timedelta() <= now - kept[0] < KEPT_FOR:
            address = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            kept = (now, _metadata(self._wire.get(address), issuer=self._issuer))
            self._metadata = kept
        return kept[1]

    def keys(self, *, now: datetime, newer: bool = False) -> KeySet:
        """The keys; with `newer` asked again, though at most once a minute: anybody can make up a key's name."""
        with self._lock:
            kept = self._keys
            oldest = KEYS_ASKED_AGAIN_AFTER if newer else KEPT_FOR
            if kept is None or not timedelta() <= now - kept[0] < oldest:
                kept = (now, _keys(self._wire.get, self.metadata(now=now).keys_address))
                self._keys = kept
            return kept[1]


def _metadata(document: dict[str, Any], *, issuer: str) -> Metadata:
    def address(name: str) -> str:
        value = document.get(name)
        if not isinstance(value, str) or not is_secure_transport(value):
            raise DirectoryUnavailable(SILENT)
        return value

    named = document.get("issuer")
    if not isinstance(named, str) or named.rstrip("/") != issuer.rstrip("/"):
        raise DirectoryUnavailable(SILENT)
    offered = document.get("id_token_signing_alg_values_supported") or ["RS256"]
    ways = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Metadata(
        issuer=named,
        authorization_endpoint=address("authorization_endpoint"),
        token_endpoint=address("token_endpoint"),
        keys_address=address("jwks_uri"),
        algorithms=tuple(one for one in SAFE_ALGORITHMS if one in offered),
        posts_secret="client_secret_basic" not in ways and "client_secret_post" in ways,
    )


def _keys(get: Callable[[str], dict[str, Any]], address: str) -> KeySet:
    document = get(address)
    try:
        return KeySet.import_key_set(document)  # type: ignore[arg-type] # checked by the import itself
    except (JoseError, KeyError, TypeError, ValueError):
        raise DirectoryUnavailable(SILENT) from None

"""Secrets that must be read again: sealed with a key derived from the signing key, each for one purpose.

AES-256-GCM; `about` (whose secret it is) is authenticated with it, so that a sealed value moved to another row does not
open. A changed signing key opens nothing that the old one sealed.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32
_NONCE_BYTES = 12


class Seal:
    """Seals and opens for one purpose."""

    def __init__(self, signing_key: str, *, purpose: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=f"gis-cas {purpose}".encode())
        self._cipher = AESGCM(derived.derive(signing_key.encode()))

    def close(self, secret: bytes, *, about: str) -> bytes:
        """The secret, sealed: twelve bytes of nonce, then what only `open` reads."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, about.encode())

    def open(self, sealed: bytes, *, about: str) -> bytes | None:
        """The secret again; None when another key sealed it, when it is about something else, or was changed."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError):
            return None

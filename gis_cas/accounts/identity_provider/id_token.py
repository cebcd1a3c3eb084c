"""Believing an id_token: the provider's own signature, for us, now, for the sign-in that this browser began."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from gis_cas.errors import SignInRefused

SKEW_S = 120
"""How far the provider's clock may be from ours."""
LONGEST_SUBJECT = 255
NOT_BELIEVED = "The answer of the city's sign-in could not be trusted, so nobody was signed in. Please start again."


class Keys(Protocol):
    """The provider's keys."""

    def __call__(self, *, newer: bool) -> KeySet:
        """As they are known; `newer`: asked for again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A person as the provider knows them; issuer and subject name them for ever."""

    issuer: str
    subject: str
    email: str | None = None
    email_verified: bool = False
    groups: frozenset[str] = frozenset()
    second_factor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a token must say to be meant for this sign-in."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    algorithms: tuple[str, ...]
    groups_claim: str | None


def believe(id_token: str, expected: Expected, *, keys: Keys, now: datetime) -> Identity:
    """Who the token names; raises SignInRefused, whose `why` says which check failed."""
    header, claims = _verified(id_token, expected.algorithms, keys)
    told = CodeIDToken(
        claims,
        header,
        options={
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
        },
        params={
            "nonce": expected.nonce,
            "client_id": expected.client_id,
            "access_token": expected.access_token,
        },
    )
    try:
        told.validate(now=int(now.timestamp()), leeway=SKEW_S)
    except (JoseError, TypeError, ValueError) as error:
        raise SignInRefused(NOT_BELIEVED, why=_reason(error)) from None
    return _identity(claims, expected)


def _verified(id_token: str, algorithms: tuple[str, ...], keys: Keys) -> tuple[dict[str, Any], dict[str, Any]]:
    registry = JWSRegistry(algorithms=list(algorithms), strict_check_header=False)
    try:
        try:
            token = jwt.decode(id_token, keys(newer=False), registry=registry)
        except (InvalidKeyIdError, BadSignatureError):  # it may have changed its keys since we asked
            token = jwt.decode(id_token, keys(newer=True), registry=registry)
    except (JoseError, TypeError, ValueError) as error:
        raise SignInRefused(NOT_BELIEVED, why=_reason(error)) from None
    return token.header, token.claims


def _identity(claims: dict[str, Any], expected: Expected) -> Identity:
    subject, email = claims["sub"], claims.get("email")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise SignInRefused(NOT_BELIEVED, why="sub")
    listed = claims.get(expected.groups_claim) if expected.groups_claim else None
    methods = claims.get("amr")
    return Identity(
        issuer=expected.issuer,
        subject=subject,
        email=email if isinstance(email, str) else None,
        email_verified=claims.get("email_verified") is True,
        groups=frozenset(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else frozenset(),
        second_factor=isinstance(methods, list) and "mfa" in methods,
    )


def _reason(error: Exception) -> str:
    """A word for the log and the audit: the failed check, never what stood in the token."""
    claim = getattr(error, "claim", None)
    return str(claim or getattr(error, "error", None) or type(error).__name__)

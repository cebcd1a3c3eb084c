"""Every reason not to believe an id_token, each made with a real key; and the one token that is believed."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from gis_cas.accounts.identity_provider.id_token import SKEW_S, Expected, Identity, believe
from gis_cas.accounts.identity_provider.metadata import SAFE_ALGORITHMS
from gis_cas.errors import SignInRefused

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
ISSUER = "https://login.example.gov"
OURS = RSAKey.generate_key(2048, parameters={"kid": "one"})
OTHERS = RSAKey.generate_key(2048, parameters={"kid": "one"})
EXPECTED = Expected(
    issuer=ISSUER,
    client_id="gis-cas",
    nonce="the nonce of this sign-in",
    access_token="",
    algorithms=SAFE_ALGORITHMS,
    groups_claim="groups",
)


def claims(**changes: Any) -> dict[str, Any]:
    told = {
        "iss": ISSUER,
        "aud": "gis-cas",
        "sub": "4711",
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(minutes=5)).timestamp()),
        "nonce": EXPECTED.nonce,
        "email": "ann@example.gov",
        "email_verified": True,
        "groups": ["records", 7],
    } | changes
    return {name: value for name, value in told.items() if value is not None}


def signed(told: dict[str, Any], *, key: RSAKey = OURS) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, told, key)


def encoded(what: bytes) -> str:
    return urlsafe_b64encode(what).rstrip(b"=").decode()


def part(document: dict[str, Any]) -> str:
    return encoded(json.dumps(document).encode())


def public(*keys: RSAKey) -> KeySet:
    return KeySet([RSAKey.import_key(key.as_dict(private=False)) for key in keys])


def keys(*, newer: bool) -> KeySet:  # noqa: ARG001 - this provider has one set of keys
    return public(OURS)


def refused(token: str) -> str:
    with pytest.raises(SignInRefused) as caught:
        believe(token, EXPECTED, keys=keys, now=NOW)
    assert "4711" not in caught.value.message
    return caught.value.why


def test_a_token_that_is_meant_for_us_is_believed() -> None:
    assert believe(signed(claims()), EXPECTED, keys=keys, now=NOW) == Identity(
        issuer=ISSUER,
        subject="4711",
        email="ann@example.gov",
        email_verified=True,
        groups=frozenset({"records"}),
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "somebody-else"}, "aud"),
        ({"aud": ["somebody-else"]}, "aud"),
        ({"aud": None}, "aud"),
        ({"aud": ["gis-cas", "another"], "azp": "another"}, "azp"),
        ({"iss": "https://login.example.org"}, "iss"),
        ({"iss": None}, "iss"),
        ({"exp": int((NOW - timedelta(seconds=SKEW_S + 1)).timestamp())}, "exp"),
        ({"exp": None}, "exp"),
        ({"exp": "tomorrow"}, "exp"),
        ({"iat": int((NOW + timedelta(seconds=SKEW_S + 1)).timestamp())}, "iat"),
        ({"nbf": int((NOW + timedelta(seconds=SKEW_S + 1)).timestamp())}, "nbf"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": "x" * 256}, "sub"),
        ({"sub": 4711}, "sub"),
    ],
)
def test_a_token_that_says_something_else_is_not(changes: dict[str, Any], why: str) -> None:
    assert refused(signed(claims(**changes))) == why


def test_the_clocks_may_differ_a_little() -> None:
    late = claims(exp=int((NOW - timedelta(seconds=SKEW_S - 5)).timestamp()))
    early = claims(iat=int((NOW + timedelta(seconds=SKEW_S - 5)).timestamp()))
    for told in (late, early):
        assert believe(signed(told), EXPECTED, keys=keys, now=NOW).subject == "4711"


def test_another_key_under_the_same_name_is_a_forgery() -> None:
    assert refused(signed(claims(), key=OTHERS)) == "bad_signature"


def test_a_changed_payload_is_a_forgery() -> None:
    head, _, signature = signed(claims()).split(".")
    assert refused(f"{head}.{part(claims(sub='admin'))}.{signature}") == "bad_signature"


@pytest.mark.parametrize("name", ["none", "None", "NONE"])
def test_a_token_that_nobody_signed_is_not_believed(name: str) -> None:
    assert refused(f"{part({'alg': name, 'kid': 'one'})}.{part(claims())}.") == "unsupported_algorithm"


def test_the_public_key_is_no_shared_secret() -> None:
    told = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims())}"
    made = hmac.digest(OURS.as_pem(private=False), told.encode(), "sha256")
    assert refused(f"{told}.{encoded(made)}") == "unsupported_algorithm"


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "..", "\x00.\x00.\x00", "é.é.é", "e30.e30.e30"])
def test_what_is_no_token_at_all_is_refused_too(token: str) -> None:
    assert refused(token)


def test_keys_that_changed_are_asked_for_again() -> None:
    asked = []

    def changing(*, newer: bool) -> KeySet:
        asked.append(newer)
        return public(OURS) if newer else public(RSAKey.generate_key(2048, parameters={"kid": "zero"}))

    assert believe(signed(claims()), EXPECTED, keys=changing, now=NOW).subject == "4711"
    assert asked == [False, True]


def test_an_unverified_email_and_odd_claims_stay_what_they_are() -> None:
    told = claims(email_verified="true", groups="records", email=7, amr=["pwd", "mfa"])
    identity = believe(signed(told), EXPECTED, keys=keys, now=NOW)
    assert (identity.email, identity.email_verified, identity.groups) == (None, False, frozenset())
    assert identity.second_factor

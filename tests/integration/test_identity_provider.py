"""Signing in at a real provider in its own process: the whole way, and every way that leads nowhere."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gis_cas.accounts.identity_provider import CodeFlow, Registration
from gis_cas.errors import DirectoryUnavailable, SignInRefused
from tests.fixtures.identity_provider import CLIENT_SECRET, ProviderProcess, log_in_at_provider

REDIRECT = "http://testserver/staff/login/city/back"


def registration(provider: ProviderProcess) -> Registration:
    return Registration(
        issuer=provider.issuer,
        client_id="gis-cas",
        client_secret=CLIENT_SECRET,
        redirect_uri=REDIRECT,
        groups_claim="groups",
    )


@pytest.fixture
def flow(identity_provider: ProviderProcess) -> Iterator[CodeFlow]:
    made = CodeFlow(registration(identity_provider))
    yield made
    made.close()


def present() -> datetime:
    """The provider signs with the machine's own clock."""
    return datetime.now(UTC)


def refused(flow: CodeFlow, said: dict[str, str], departure: object, *, now: datetime | None = None) -> str:
    with pytest.raises(SignInRefused) as caught:
        flow.come_back(said, departure, now=now or present())  # type: ignore[arg-type] # None is one of the cases
    return caught.value.why


def test_who_logs_in_there_is_known_here(flow: CodeFlow, identity_provider: ProviderProcess) -> None:
    address, departure = flow.leave(now=present())
    back, said = log_in_at_provider(address, "ann")
    assert back == REDIRECT
    identity = flow.come_back(said, departure, now=present())
    assert identity.issuer == identity_provider.issuer
    assert identity.subject.startswith("city-")
    assert (identity.email, identity.email_verified) == ("ann@example.gov", True)
    assert identity.groups == {"records", "everybody"}
    assert refused(flow, said, departure) == "code", "a code is good once"


def test_an_answer_for_another_sign_in_is_not_taken(flow: CodeFlow) -> None:
    address, departure = flow.leave(now=present())
    _, said = log_in_at_provider(address, "ann")
    assert refused(flow, said, None) == "state"
    assert refused(flow, {**said, "state": "another"}, departure) == "state"
    assert refused(flow, {name: value for name, value in said.items() if name != "state"}, departure) == "state"
    assert refused(flow, {**said, "state": "ü"}, departure) == "state"
    assert refused(flow, {**said, "iss": "https://login.example.org"}, departure) == "iss"
    assert refused(flow, {"state": departure.state}, departure) == "code"
    assert refused(flow, {"state": departure.state, "error": "access_denied"}, departure) == "provider"
    assert refused(flow, said, replace(departure, verifier="x" * 64)) == "code", "another browser's code"


def test_a_code_given_for_another_nonce_is_not_taken(flow: CodeFlow) -> None:
    address, departure = flow.leave(now=present())
    _, said = log_in_at_provider(address, "ann")
    assert refused(flow, said, replace(departure, nonce="another")) == "nonce"


def test_a_token_that_ran_out_is_not_taken(flow: CodeFlow) -> None:
    address, departure = flow.leave(now=present())
    _, said = log_in_at_provider(address, "ann")
    assert refused(flow, said, departure, now=present() + timedelta(days=2)) == "exp"


def test_new_keys_at_the_provider_are_found(identity_provider: ProviderProcess, flow: CodeFlow) -> None:
    address, departure = flow.leave(now=present())
    _, said = log_in_at_provider(address, "ann")
    flow.come_back(said, departure, now=present())
    identity_provider.stop()
    identity_provider.start(new_key=True)
    address, departure = flow.leave(now=present())
    _, said = log_in_at_provider(address, "ann")
    identity = flow.come_back(said, departure, now=present() + timedelta(seconds=61))
    assert identity.email == "ann@example.gov"


def test_a_silent_provider_is_told_in_a_sentence_and_soon(identity_provider: ProviderProcess) -> None:
    flow = CodeFlow(registration(identity_provider))
    identity_provider.stop()
    try:
        began = time.monotonic()
        for _ in range(50):
            with pytest.raises(DirectoryUnavailable, match="login and password"):
                flow.leave(now=present())
        assert time.monotonic() - began < 3.0, "after one failure the provider is left alone for a while"
    finally:
        identity_provider.start()
        flow.close()


def test_another_provider_at_the_address_is_not_asked(identity_provider: ProviderProcess) -> None:
    wrong = replace(registration(identity_provider), issuer=f"{identity_provider.issuer}/authorize/..")
    flow = CodeFlow(wrong)
    with pytest.raises(DirectoryUnavailable):
        flow.leave(now=present())
    flow.close()

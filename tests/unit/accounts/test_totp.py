"""Six digits: RFC 6238's own examples, one step either way, and never the same step twice."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_cas.accounts.totp import STEP_S, code_at, matching_step, new_secret, otpauth_uri, typed_in_fours

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_examples_of_the_rfc(seconds: int, eight_digits: str) -> None:
    at = datetime.fromtimestamp(seconds, tz=UTC)
    assert code_at(RFC_SECRET, at) == eight_digits[-6:]
    assert matching_step(RFC_SECRET, eight_digits[-6:], now=at, used_step=None) == seconds // STEP_S


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(steps: int, taken: bool) -> None:  # noqa: FBT001 - a column of the table
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - a test's own
    typed = code_at(secret, NOW + timedelta(seconds=steps * STEP_S))
    assert (matching_step(secret, typed, now=NOW, used_step=None) is not None) is taken


def test_a_step_is_taken_once_and_no_earlier_one_after_it() -> None:
    secret = new_secret()
    typed = code_at(secret, NOW)
    step = matching_step(secret, typed, now=NOW, used_step=None)
    assert step is not None
    assert matching_step(secret, typed, now=NOW, used_step=step) is None
    earlier = code_at(secret, NOW - timedelta(seconds=STEP_S))
    assert matching_step(secret, earlier, now=NOW, used_step=step) is None
    later = NOW + timedelta(seconds=STEP_S)
    assert matching_step(secret, code_at(secret, later), now=later, used_step=step) == step + 1


@given(st.text(max_size=12))
def test_whatever_is_typed_is_an_answer_not_a_fault(typed: str) -> None:
    step = matching_step(RFC_SECRET, typed, now=NOW, used_step=None)
    assert step is None or "".join(typed.split()).isdigit()


def test_spaces_in_a_code_do_not_matter() -> None:
    secret = new_secret()
    code = code_at(secret, NOW)
    assert matching_step(secret, f" {code[:3]} {code[3:]} ", now=NOW, used_step=None) is not None


def test_the_secret_as_an_app_and_as_a_person_takes_it() -> None:
    secret = new_secret()
    assert len(base64.b32decode(secret)) == 20
    assert typed_in_fours(secret).replace(" ", "") == secret
    uri = otpauth_uri(secret, login="ann.clerk", service="Boynton Beach")
    assert uri.startswith("otpauth://totp/Boynton%20Beach:ann.clerk?")
    assert f"secret={secret}" in uri

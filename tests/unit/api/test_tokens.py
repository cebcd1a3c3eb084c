"""Form tokens."""

import pytest
from itsdangerous import TimestampSigner

from gis_cas.api.tokens import FORM_MAX_AGE_S, Tokens

KEY = "a key of at least thirty-two characters"
BROWSER = "a browser's own secret"


def test_a_form_token_is_good_in_its_own_browser_only() -> None:
    tokens = Tokens(KEY)
    token = tokens.form_token(BROWSER)
    assert tokens.form_is_genuine(token, BROWSER)
    assert not tokens.form_is_genuine(token, "another browser's secret")
    assert not tokens.form_is_genuine(token, None)


def test_two_forms_never_share_a_token() -> None:
    tokens = Tokens(KEY)
    assert len({tokens.form_token(BROWSER) for _ in range(100)}) == 100


@pytest.mark.parametrize("token", ["", ".", "a.b", "a" * 4000, "a.b.c"])
def test_a_made_up_token_is_refused(token: str) -> None:
    assert not Tokens(KEY).form_is_genuine(token, BROWSER)


def test_a_token_of_another_key_is_refused() -> None:
    assert not Tokens(KEY).form_is_genuine(Tokens("another key of thirty-two characters").form_token(BROWSER), BROWSER)


def _later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    present = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: present(self) + seconds)


def test_a_form_lies_open_for_twelve_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = Tokens(KEY)
    token = tokens.form_token(BROWSER)
    _later(monkeypatch, FORM_MAX_AGE_S - 60)
    assert tokens.form_is_genuine(token, BROWSER)
    _later(monkeypatch, 120)
    assert not tokens.form_is_genuine(token, BROWSER)

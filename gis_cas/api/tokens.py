"""Signatures: the forms' double-submit tokens; and the cookies' names."""

import secrets

from itsdangerous import BadData, TimestampSigner

FORM_COOKIE = "gis_cas_form"
SESSION_COOKIE = "gis_cas_session"
FORM_MAX_AGE_S = 12 * 3600
_LEAST_SECRET = 16


class Tokens:
    """Makes and checks them with one key, each kind under its own salt."""

    def __init__(self, key: str) -> None:
        self._forms = TimestampSigner(key, salt="gis-cas form")
        self._browsers = TimestampSigner(key, salt="gis-cas browser")

    def browser_secret(self, cookie: str | None) -> str:
        """The browser's own secret: what its cookie holds, or a new one to set."""
        return cookie if cookie and len(cookie) >= _LEAST_SECRET else secrets.token_urlsafe(24)

    def form_token(self, browser_secret: str) -> str:
        """A token for one form in one browser; used once as the idempotency key of what the form sends."""
        once = secrets.token_urlsafe(12)
        signature = self._forms.sign(f"{once}.{browser_secret}").decode()
        return f"{once}.{signature.removeprefix(f'{once}.{browser_secret}.')}"

    def form_is_genuine(self, token: str, browser_secret: str | None) -> bool:
        """Whether the token was made here, for this browser, less than 12 hours ago."""
        once, dot, signature = token.partition(".")
        if not (once and dot and browser_secret):
            return False
        try:
            self._forms.unsign(f"{once}.{browser_secret}.{signature}", max_age=FORM_MAX_AGE_S)
        except BadData:
            return False
        return True

    def signed_browser(self, text: str) -> str:
        """What a browser is to remember, signed."""
        return self._browsers.sign(text).decode()

    def browser_signed(self, cookie: str, *, max_age_s: int) -> str:
        """What a browser remembers, if it was signed here; else nothing."""
        try:
            return self._browsers.unsign(cookie, max_age=max_age_s).decode()
        except BadData:
            return ""

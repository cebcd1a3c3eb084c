"""Signatures: the forms' double-submit tokens and the staff's session cookie."""

import secrets

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

FORM_COOKIE = "gis_cas_form"
SESSION_COOKIE = "gis_cas_session"
FORM_MAX_AGE_S = 12 * 3600
SESSION_MAX_AGE_S = 8 * 3600
_LEAST_SECRET = 16


class Tokens:
    """Makes and checks them all with one key, each kind under its own salt."""

    def __init__(self, key: str) -> None:
        self._forms = TimestampSigner(key, salt="gis-cas form")
        self._sessions = URLSafeTimedSerializer(key, salt="gis-cas session")

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

    def session(self, account_id: int) -> str:
        """The value of a session cookie."""
        return str(self._sessions.dumps({"account": account_id}))

    def account_id_of(self, cookie: str | None) -> int | None:
        """Whose the session cookie is, if it was made here less than 8 hours ago."""
        try:
            document = self._sessions.loads(cookie or "", max_age=SESSION_MAX_AGE_S)
        except BadData:
            return None
        return int(document["account"])

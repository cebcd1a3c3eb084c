"""Signatures: the forms' double-submit tokens, proof of being a sender, files held for a form; the cookies' names."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from itsdangerous import BadData, Signer, TimestampSigner, URLSafeTimedSerializer

from gis_cas.domain.attachment import AttachmentState, Outcome, Refusal

FORM_COOKIE = "gis_cas_form"
SESSION_COOKIE = "gis_cas_session"
FORM_MAX_AGE_S = 12 * 3600
PROOF_MAX_AGE_S = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Who holds it sent this request less than a day ago; `outcomes` is what became of the files sent last."""

    number: str
    outcomes: tuple[Outcome, ...] = ()


class Tokens:
    """Makes and checks them all with one key, each kind under its own salt."""

    def __init__(self, key: str) -> None:
        self._forms = TimestampSigner(key, salt="gis-cas form")
        self._proofs = URLSafeTimedSerializer(key, salt="gis-cas sender")
        self._held = URLSafeTimedSerializer(key, salt="gis-cas held files")
        self._browsers = TimestampSigner(key, salt="gis-cas browser")
        self._cookies = Signer(key, salt="gis-cas form cookie")

    def browser_secret(self, cookie: str | None) -> str:
        """The browser's own secret: what its cookie holds, or a new one to set."""
        return cookie if cookie and self.is_ours(cookie) else self._cookies.sign(secrets.token_urlsafe(24)).decode()

    def is_ours(self, cookie: str) -> bool:
        """Whether we gave this cookie to a browser, as opposed to somebody making one up."""
        return bool(self._cookies.validate(cookie))

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

    def proof(self, number: str, outcomes: Sequence[Outcome] = ()) -> str:
        """Proof of having sent a request, for whoever was given its number."""
        told = [[one.ordinal, one.state.value, one.refusal.value if one.refusal else ""] for one in outcomes]
        return str(self._proofs.dumps([number, told]))

    def proven(self, token: str | None) -> Proof | None:
        """What the token proves, if it was made here less than a day ago."""
        try:
            number, told = self._proofs.loads(token or "", max_age=PROOF_MAX_AGE_S)
        except BadData:
            return None
        outcomes = tuple(
            Outcome(ordinal=ordinal, state=AttachmentState(state), refusal=Refusal(refusal) if refusal else None)
            for ordinal, state, refusal in told
        )
        return Proof(number=number, outcomes=outcomes)

    def held(self, browser_secret: str, files: Sequence[tuple[str, str]]) -> str:
        """Names files (hash, name) that this browser sent with a form that is shown again."""
        return str(self._held.dumps([browser_secret, list(files)]))

    def held_of(self, token: str, browser_secret: str) -> tuple[tuple[str, str], ...]:
        """Those files, if this browser sent them less than 12 hours ago."""
        try:
            secret, files = self._held.loads(token, max_age=FORM_MAX_AGE_S)
        except BadData:
            return ()
        same = secrets.compare_digest(str(secret), browser_secret)
        return tuple((str(sha256), str(name)) for sha256, name in files) if same else ()

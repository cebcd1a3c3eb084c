"""Authorization code with PKCE: leaving for the provider, and coming back from it."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import quote_plus

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from gis_cas.accounts.identity_provider.id_token import NOT_BELIEVED, Expected, Identity, believe
from gis_cas.accounts.identity_provider.metadata import Metadata, Provider
from gis_cas.accounts.identity_provider.registration import Registration
from gis_cas.accounts.identity_provider.wire import Wire
from gis_cas.errors import SignInRefused

GIVEN_UP = "The city's sign-in let nobody in. Please start again, or sign in here with your login and password."
OTHER_BROWSER = "This sign-in was not begun in this browser, or it took too long. Please start again."
LONGEST_CODE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What a browser must bring back: kept in its own signed cookie, and good for one return."""

    state: str
    nonce: str
    verifier: str


class CodeFlow:
    """Signing in at one provider; nothing is asked of it before somebody leaves."""

    def __init__(self, registration: Registration) -> None:
        self.registration = registration
        self._wire = Wire()
        self._provider = Provider(registration.issuer, wire=self._wire)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def leave(self, *, now: datetime) -> tuple[str, Departure]:
        """Where to send the browser, and what it keeps; raises DirectoryUnavailable."""
        agreed = self.registration
        departure = Departure(
            state=secrets.token_urlsafe(24), nonce=secrets.token_urlsafe(24), verifier=secrets.token_urlsafe(48)
        )
        address = prepare_grant_uri(
            self._provider.metadata(now=now).authorization_endpoint,
            agreed.client_id,
            "code",
            redirect_uri=agreed.redirect_uri,
            scope=agreed.scopes,
            state=departure.state,
            nonce=departure.nonce,
            code_challenge=create_s256_code_challenge(departure.verifier),
            code_challenge_method="S256",
        )
        return str(address), departure

    def come_back(self, said: Mapping[str, str], departure: Departure | None, *, now: datetime) -> Identity:
        """Who the provider says has come; raises SignInRefused, DirectoryUnavailable."""
        if departure is None or not hmac.compare_digest(said.get("state", "").encode(), departure.state.encode()):
            raise SignInRefused(OTHER_BROWSER, why="state")
        if "error" in said:
            raise SignInRefused(GIVEN_UP, why="provider")
        metadata = self._provider.metadata(now=now)
        if said.get("iss", metadata.issuer) != metadata.issuer:  # RFC 9207: another provider's answer
            raise SignInRefused(NOT_BELIEVED, why="iss")
        code = said.get("code", "")
        if not 0 < len(code) <= LONGEST_CODE:
            raise SignInRefused(NOT_BELIEVED, why="code")
        id_token, access_token = self._redeem(code, departure, metadata)
        expected = Expected(
            issuer=metadata.issuer,
            client_id=self.registration.client_id,
            nonce=departure.nonce,
            access_token=access_token,
            algorithms=metadata.algorithms,
            groups_claim=self.registration.groups_claim,
        )
        return believe(id_token, expected, keys=partial(self._provider.keys, now=now), now=now)

    def _redeem(self, code: str, departure: Departure, metadata: Metadata) -> tuple[str, str]:
        """The id_token and the access token for a code; the provider refuses one that was redeemed before."""
        agreed = self.registration
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": agreed.redirect_uri,
            "code_verifier": departure.verifier,
        }
        auth: httpx.Auth | None = httpx.BasicAuth(quote_plus(agreed.client_id), quote_plus(agreed.client_secret))
        if metadata.posts_secret:
            form |= {"client_id": agreed.client_id, "client_secret": agreed.client_secret}
            auth = None
        status, answer = self._wire.post(metadata.token_endpoint, form, auth=auth)
        id_token, access_token = answer.get("id_token"), answer.get("access_token")
        if status != httpx.codes.OK or not isinstance(id_token, str):
            raise SignInRefused(GIVEN_UP, why="code")
        return id_token, access_token if isinstance(access_token, str) else ""

"""What signing in needs besides an account: tokens, seals, the city's sign-in, the site's address."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from gis_cas.accounts.identity_provider import CodeFlow, Departure, Registration
from gis_cas.accounts.sealing import Seal
from gis_cas.accounts.second_factor import PURPOSE
from gis_cas.api.tokens import Tokens

DEPARTURE_COOKIE = "gis_cas_departure"
DEPARTURE_LASTS = timedelta(minutes=10)
_ABOUT = "departure"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheWay:
    """Somebody who left for the city's sign-in, and where they want to go afterwards."""

    departure: Departure
    then: str


class SigningIn:
    """Built once by the door, from the signing key and the settings."""

    def __init__(self, signing_key: str, *, site: str, city: Registration | None) -> None:
        self.site = site
        self.tokens = Tokens(signing_key)
        self.factors = Seal(signing_key, purpose=PURPOSE)
        self.city = CodeFlow(city) if city is not None else None
        self._departures = Seal(signing_key, purpose="departure")

    @property
    def city_button(self) -> str | None:
        """What the city's sign-in is called; None where there is none."""
        return self.city.registration.button if self.city is not None else None

    def close(self) -> None:
        """Close the connections to the provider."""
        if self.city is not None:
            self.city.close()

    def note_departure(self, departure: Departure, *, then: str, now: datetime) -> str:
        """What the browser keeps while somebody is away, sealed."""
        kept = {
            "state": departure.state,
            "nonce": departure.nonce,
            "verifier": departure.verifier,
            "then": then,
            "at": now.timestamp(),
        }
        return base64.urlsafe_b64encode(self._departures.close(orjson.dumps(kept), about=_ABOUT)).decode()

    def read_departure(self, cookie: str | None, *, now: datetime) -> OnTheWay | None:
        """Who left from this browser less than ten minutes ago."""
        try:
            opened = self._departures.open(base64.urlsafe_b64decode(cookie or ""), about=_ABOUT)
        except (binascii.Error, ValueError):
            return None
        if opened is None:
            return None
        kept: Mapping[str, str] = orjson.loads(opened)
        if not 0 <= now.timestamp() - float(kept["at"]) <= DEPARTURE_LASTS.total_seconds():
            return None
        departure = Departure(state=kept["state"], nonce=kept["nonce"], verifier=kept["verifier"])
        return OnTheWay(departure=departure, then=kept["then"])

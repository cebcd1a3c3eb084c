"""Another finder asked when the city's own is not sure, if an operator says so. It offers, it never decides."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import ArcGIS, Nominatim, Pelias

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.domain.city import City
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position
from gis_cas.geocoding.locator import Locator
from gis_cas.geocoding.scoring import SURE
from gis_cas.geocoding.shortlist import shortlist
from gis_cas.geocoding.suggesting import Suggestion

log = logging.getLogger(__name__)

REMOTE_SCORE = 75.0
"""Below what is sure, whatever the other finder thinks of itself: it does not know the city's streets."""

AGENT = "gis_cas"
MOST = 3

_KINDS: Mapping[str, MatchType] = {
    **dict.fromkeys(("house", "building", "place", "address", "PointAddress", "Subaddress"), MatchType.POINT_ADDRESS),
    **dict.fromkeys(("interpolated", "StreetAddress", "StreetAddressExt"), MatchType.STREET_ADDRESS),
    **dict.fromkeys(("intersection", "StreetInt"), MatchType.STREET_INTERSECTION),
    **dict.fromkeys(("road", "highway", "street", "StreetName"), MatchType.STREET_NAME),
    **dict.fromkeys(("amenity", "leisure", "venue", "POI"), MatchType.POINT_OF_INTEREST),
}
"""What other finders call their matches; towns, ZIP codes and all else are left out, as a centroid is no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """Which other finder, at which address, and how long it is waited for."""

    via: str
    url: str | None = None
    key: str | None = None
    timeout_s: float = 2.0


Ask = Callable[[str], Sequence[Any]]


def remote_ask(remote: Remote, *, city: City) -> Ask:
    """How to ask the other finder for words around the city; what it answers are geopy's locations."""
    where = urlsplit(remote.url or "")
    server: dict[str, Any] = {"domain": where.netloc, "scheme": where.scheme} if where.netloc else {}
    common: dict[str, Any] = {"timeout": remote.timeout_s, "user_agent": AGENT, **server}
    box = city.surroundings
    corners = [(box.south, box.west), (box.north, box.east)]
    if remote.via == "nominatim":
        nominatim = Nominatim(**common)
        return lambda words: (
            nominatim.geocode(words, exactly_one=False, limit=MOST, viewbox=corners, bounded=True, addressdetails=True)
            or ()
        )
    if remote.via == "pelias":
        pelias = Pelias(api_key=remote.key, **common)
        return lambda words: pelias.geocode(words, exactly_one=False, boundary_rect=corners) or ()
    arcgis = ArcGIS(**common)
    return lambda words: arcgis.geocode(words, exactly_one=False, out_fields="Addr_type") or ()


class RemoteFallback:
    """The city's own locator, and another finder behind it. Trouble with the other one is no trouble of ours."""

    def __init__(self, own: Locator, ask: Ask, *, city: City) -> None:
        self._own = own
        self._ask = ask
        self._city = city

    def find(self, words: str, *, limit: int = 10) -> Sequence[Candidate]:
        """What the own locator is sure of; else that, and what the other one offers, never surer than a doubt."""
        own = self._own.find(words, limit=limit)
        if any(one.score >= SURE for one in own):
            return own
        try:
            offered = [one for one in map(self._candidate, self._ask(words)[:MOST]) if one is not None]
        except (GeopyError, OSError, ValueError) as error:
            log.warning("the other finder gave no answer: %s", type(error).__name__)
            return own
        return shortlist([*own, *offered], limit=limit)

    def _candidate(self, location: Any) -> Candidate | None:
        kind = _KINDS.get(_kind_of(location.raw))
        try:
            position = Position(lon=float(location.longitude), lat=float(location.latitude))
        except BadInput:
            return None
        if kind is None or not self._city.surroundings.holds(position):
            return None
        return Candidate(
            label=str(location.address),
            position=position,
            score=REMOTE_SCORE,
            match_type=kind,
            error_radius_ft=self._city.max_radius_ft,
            note="Offered by another address finder; not on the city's own file.",
        )

    def suggest(self, words: str, *, most: int = 8) -> Sequence[Suggestion]:
        """As the own locator's."""
        return self._own.suggest(words, most=most)

    def by_address_key(self, key: str) -> Candidate | None:
        """As the own locator's."""
        return self._own.by_address_key(key)

    def reverse(self, position: Position) -> Sequence[Candidate]:
        """As the own locator's."""
        return self._own.reverse(position)

    @property
    def version(self) -> int:
        """As the own locator's."""
        return self._own.version


def _kind_of(raw: Mapping[str, Any]) -> str:
    """What the other finder calls its match, wherever it says so."""
    properties = raw.get("properties") or {}
    if properties:
        return "interpolated" if properties.get("match_type") == "interpolated" else str(properties.get("layer", ""))
    attributes = raw.get("attributes") or {}
    if attributes:
        return str(attributes.get("Addr_type", ""))
    if (raw.get("address") or {}).get("house_number"):
        return "house"
    return str(raw.get("addresstype") or raw.get("class") or "")

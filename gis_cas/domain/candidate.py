"""What the locator answers: candidates, each honest about how it was found."""

from dataclasses import dataclass
from enum import StrEnum

from gis_cas.geo.position import Position


class MatchType(StrEnum):
    """How a candidate was found, in Esri's words."""

    POINT_ADDRESS = "PointAddress"
    SUBADDRESS = "Subaddress"
    STREET_ADDRESS = "StreetAddress"
    STREET_ADDRESS_EXT = "StreetAddressExt"
    STREET_MID_BLOCK = "StreetMidBlock"
    STREET_BETWEEN = "StreetBetween"
    DISTANCE_MARKER = "DistanceMarker"
    POINT_OF_INTEREST = "POI"
    PARCEL = "Parcel"
    STREET_INTERSECTION = "StreetInt"
    STREET_NAME = "StreetName"
    LAT_LONG = "LatLong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One possible place for some words.

    position EPSG:4326; score 0-100; error_radius_ft a 95 % radius; locator_version what was on file when it was found
    (0: nothing on file was needed). `street_only` candidates are a line and never route. `note` says in a sentence what
    was repaired or assumed, where the score alone would not tell.
    """

    label: str
    position: Position
    score: float
    match_type: MatchType
    error_radius_ft: float
    segment_key: str | None = None
    address_key: str | None = None
    side: str | None = None
    locator_version: int = 0
    note: str | None = None

    @property
    def street_only(self) -> bool:
        """Whether only a street is known, which is no place yet."""
        return self.match_type is MatchType.STREET_NAME

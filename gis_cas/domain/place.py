"""A place as stated and as found: the two are kept apart, and a pin is never overwritten."""

from dataclasses import dataclass, field
from enum import StrEnum

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.position import Position


class PlaceSource(StrEnum):
    """Who said where; a photo only where its sender said that it is right and the pin is not."""

    PIN = "pin"
    PHONE = "phone"
    ADDRESS = "address"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPlace:
    """What the requester gave: a pin (EPSG:4326, with a 95 % radius in feet), words, or an address id; or nothing."""

    position: Position | None = None
    radius_ft: float | None = None
    source: PlaceSource | None = None
    words: str | None = None
    address_key: str | None = None

    @property
    def given(self) -> bool:
        """Whether anything at all was said about the place."""
        return self.position is not None or bool(self.words) or self.address_key is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place that can be decided on: a position in EPSG:4326 with its 95 % radius in feet.

    `segment_key` names the addressed street segment when the place came from an address; score 0-100 says how well
    the words fit; `candidates` holds what else they could mean (a certain owner is not a certain place).
    """

    position: Position
    radius_ft: float
    source: PlaceSource
    label: str | None = None
    match_type: MatchType | None = None
    segment_key: str | None = None
    address_key: str | None = None
    score: float | None = None
    candidates: tuple[Candidate, ...] = field(default=())

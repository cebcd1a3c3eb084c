"""A file that belongs to a request: how it stands, why one was not kept, and what a photo says about itself."""

from dataclasses import dataclass
from enum import StrEnum

from gis_cas.geo.position import Position


class AttachmentState(StrEnum):
    """`waiting`: in quarantine until it was looked at; `refused`: looked at later, and not kept."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"


class Scan(StrEnum):
    """What the virus scanner said; `not_scanned`: none is set up."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    FOUND = "found"


class Refusal(StrEnum):
    """Why a file was not kept; pages and the API say it in a sentence."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    REQUEST_FULL = "request_full"
    UNKNOWN_KIND = "unknown_kind"
    BROKEN = "broken"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    VIRUS = "virus"
    NO_ROOM = "no_room"
    AWAY = "away"


FAR_FROM_PLACE_FT = 300.0
"""A photo taken farther away than this from the place it was sent for makes us ask which of the two is right."""


class WhichPlace(StrEnum):
    """What somebody says when a photo was taken somewhere else than where they pointed: which of the two is right."""

    PIN = "pin"
    PHOTO = "photo"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDoubt:
    """A photo that was taken far from its request's place; `pinned`: the place is a pin, not an address.

    `answer` is what the sender said to it, None before that.
    """

    attachment_id: int
    feet: float
    pinned: bool
    answer: WhichPlace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoEvidence:
    """What a photo's EXIF said, kept apart from every copy: the camera's position (EPSG:4326) and its own clock.

    `taken_at` is the camera's text, with its offset only when it wrote one. `feet_from_pin` is the distance from the
    request's place when the photo came, in US survey feet of the city's CRS.
    """

    position: Position | None = None
    taken_at: str | None = None
    feet_from_pin: float | None = None

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to keep."""
        return self.position is not None or self.taken_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file of a sending; `ordinal` counts from 1 in the order they were sent."""

    ordinal: int
    state: AttachmentState
    refusal: Refusal | None = None
    id: int | None = None

"""What the public reads answer, as frozen values; positions are EPSG:4326, instants aware."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gis_cas.geo.position import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRequest:
    """One request in a list; `distance_ft` is true ground distance, only in lists by nearness."""

    number: str
    service_code: str
    service_name: str
    state: str
    received_at: datetime
    due_at: datetime | None
    owner_name: str
    place_label: str | None
    distance_ft: float | None = None
    position: Position | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list; `more`: another one follows."""

    rows: tuple[ListedRequest, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent:
    """One event anyone may see."""

    at: datetime
    kind: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRequest:
    """Everything public about one request; `position` and `place_precision` follow its publication rule (R50).

    `parts`: type, slug, name, address, phone and state of each that somebody else than the owner has in it (R13).
    """

    number: str
    service_code: str
    service_name: str
    group_name: str
    status: str
    state: str
    received_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    first_answered_at: datetime | None
    located: bool
    decision_kind: str | None
    owner_type: str
    owner_slug: str
    owner_name: str
    owner_address: str | None
    owner_phone: str | None
    owner_verified_on: str | None
    reason: str | None
    place_label: str | None
    place_precision: str
    released_text: str | None
    parts: Sequence[Mapping[str, Any]]
    demo: bool
    position: Position | None
    events: tuple[PublicEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedPhoto:
    """A photo that staff released: the hashes of its two copies; width and height of the larger one in pixels."""

    sha256: str
    small_sha256: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Open requests by state, and the median hours to a first answer of the last 90 days (None: none was answered)."""

    by_state: Mapping[str, int]
    median_answer_hours: float | None = None

    @property
    def open(self) -> int:
        """All open requests."""
        return sum(self.by_state.values())

    @property
    def past_promise(self) -> int:
        """Those with an answer owed and late."""
        return self.by_state.get("past", 0) + self.by_state.get("long_past", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicService:
    """One service as the public sees it."""

    code: str
    name: str
    group_name: str
    description: str
    location: str
    urgency: str
    locus: str
    keywords: tuple[str, ...]

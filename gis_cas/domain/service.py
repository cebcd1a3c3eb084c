"""A service: one kind of thing a requester can ask for."""

from dataclasses import dataclass
from enum import StrEnum

KEYWORDS_APART = ", "
"""How keywords stand in one line: they are translated together, since words rarely match one to one."""


class Locus(StrEnum):
    """Where such a thing can lie at all: a pothole cannot lie in a yard."""

    ROADWAY = "roadway"
    ROADSIDE = "roadside"
    SIGNAL = "signal"
    WATER = "water"
    PARCEL = "parcel"
    CITY_ASSET = "city_asset"
    AREA = "area"
    NONE = "none"


class LocationNeed(StrEnum):
    """Whether a place must be given (R46)."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Urgency(StrEnum):
    """How fast the work must start; 72 hours is the ceiling, not the pace (R47)."""

    EMERGENCY = "911"
    ON_CALL = "on_call"
    SAME_DAY = "same_day"
    NORMAL = "normal"


class PublicationRule(StrEnum):
    """What of the place the public may see (R50)."""

    EXACT = "exact"
    BLOCK = "block"
    MASKED = "masked"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceQuestion:
    """What a service may ask about the thing itself, an attribute in Open311's words.

    It is asked only where the answer changes the owner.
    `options` are code and label of each answer, in order; "I'm not sure" is always offered beside them.
    """

    code: str
    text: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service as the city folder or the administrator set it; `service_code` is Open311's."""

    code: str
    name: str
    group: str
    description: str
    department: str
    county_agency: str
    locus: Locus
    location: LocationNeed
    urgency: Urgency
    publication: PublicationRule
    code_enforcement: bool = False
    long_running: bool = False
    target_days: int = 5
    keywords: tuple[str, ...] = ()
    questions: tuple[ServiceQuestion, ...] = ()

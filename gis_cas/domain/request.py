"""A service request on its way in, and the answers owed for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from gis_cas.domain.place import StatedPlace


class Channel(StrEnum):
    """The policy's seven channels (R14-R20)."""

    CALL = "call"
    LETTER_TO_COMMISSIONER = "letter_to_commissioner"
    LETTER_TO_STAFF = "letter_to_staff"
    COMMISSIONER = "commissioner"
    WALK_IN = "walk_in"
    FAX_OR_EMAIL = "fax_or_email"
    WEB = "web"


class RequestKind(StrEnum):
    """For action, for information, or for staff's information and follow-up (R2, R10)."""

    ACTION = "action"
    INFORMATION = "information"
    FYI = "fyi"


class AnswerKind(StrEnum):
    """The two answers owed to each person (R24, R27)."""

    FIRST = "first"
    OUTCOME = "outcome"


class AnswerChannel(StrEnum):
    """How an answer was given (R27); `posted` is an answer under the number for who left no contact (R44)."""

    LETTER = "letter"
    FAX = "fax"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"
    POSTED = "posted"


class RequestStatus(StrEnum):
    """Open311's two words."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asked; all of it optional, all of it personal data (R43)."""

    name: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    language: str = "en"

    @property
    def reachable(self) -> bool:
        """Whether an answer can be sent at all."""
        return bool(self.address or self.phone or self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewServiceRequest:
    """A request as parsed at the door, before it has a number; `seat` is the Commissioner's who passed it on (R17)."""

    service_code: str
    description: str
    channel: Channel
    person: Person = field(default_factory=Person)
    place: StatedPlace = field(default_factory=StatedPlace)
    kind: RequestKind = RequestKind.ACTION
    received_on: date | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    facility: str | None = None
    seat: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOwed:
    """One answer owed to one person: the clock belongs to it, not to the case (R44). part: whose part it is about."""

    kind: AnswerKind
    starts_at: datetime
    due_at: datetime
    answered_at: datetime | None = None
    part: str | None = None

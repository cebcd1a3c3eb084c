"""One message to one person, and what came of handing it over."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An e-mail as a sender is handed it; `id` names it for ever, so that handing it over again changes nothing."""

    id: UUID
    to: str
    subject: str
    body: str
    language: str
    written_at: datetime


class Came(Enum):
    """What came of handing a message over."""

    TAKEN = auto()
    LATER = auto()
    """Not now: this message should be tried again."""
    NEVER = auto()
    """Not this message to this address: trying again is in vain."""
    BROKEN = auto()
    """The line broke before the last byte: it was not taken."""
    UNSURE = auto()
    """The line broke after the last byte: it may have been taken."""
    AWAY = auto()
    """The server does not answer or wants nothing from us: nothing is wrong with the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it; `code` is the server's number or one of our own words, never anything about the person."""

    came: Came
    code: str

"""One message to one person."""

from dataclasses import dataclass
from enum import StrEnum


class Medium(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a sender is handed; `key` names this delivery for ever, so that sending it again changes nothing."""

    key: str
    medium: Medium
    to: str
    subject: str
    body: str
    language: str

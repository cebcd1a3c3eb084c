"""The words of the outbox: how a message travels, where it stands, and what has been done with it."""

from enum import StrEnum


class Medium(StrEnum):
    """How a message travels; `phone` only when somebody told the person instead (R27)."""

    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"


class MessageState(StrEnum):
    """Where a message stands; a letter waits until somebody has printed and posted it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"


class Step(StrEnum):
    """What was done with a message, one row of its history each."""

    SENT = "sent"
    LATER = "later"
    UNSURE = "unsure"
    FAILED = "failed"
    HELD = "held"
    AGAIN = "again"
    MADE_LETTER = "made_letter"
    PRINTED = "printed"
    POSTED = "posted"
    PHONED = "phoned"

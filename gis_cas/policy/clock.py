"""The two clocks: every request is answered within 72 hours (R24), and every outcome is told within 72 hours (R27).

Reading of R24: consecutive hours, weekends and holidays included, counted in UTC, so that a night of daylight saving
neither gives nor takes an hour. The length of both clocks stands once, in city.toml, and reaches here inside `City`.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from gis_cas.domain.city import City

SOON: Final = timedelta(hours=24)
URGENT: Final = timedelta(hours=6)
LONG_PAST: Final = timedelta(hours=72)


class AnswerState(StrEnum):
    """How a request stands with its worst open answer (R44): the legend of every map and list."""

    FRESH = "fresh"
    SOON = "soon"
    URGENT = "urgent"
    PAST = "past"
    LONG_PAST = "long_past"
    ANSWERED = "answered"
    REFERRED = "referred"


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("An instant needs its time zone: naive datetimes stop at the door.")
    return instant.astimezone(UTC)


def first_due(received_at: datetime, city: City) -> datetime:
    """The instant (UTC) by which the first answer is owed: so many elapsed hours after receipt (R24)."""
    return _utc(received_at) + city.first_response


def outcome_due(resolved_at: datetime, city: City) -> datetime:
    """The instant (UTC) by which the outcome is owed, counted from the resolution (R27)."""
    return _utc(resolved_at) + city.outcome_response


def received_at_from_stamp(received_on: date, city: City) -> datetime:
    """When a letter with a date stamp but no time was received (UTC): that day at the opening hour (R21, R24)."""
    local = datetime.combine(received_on, time(hour=city.date_stamp_hour), tzinfo=city.time_zone)
    return local.astimezone(UTC)


def answer_state(due_at: datetime | None, now: datetime, *, referred: bool = False) -> AnswerState:
    """The state of a request whose earliest answer still owed is due at `due_at`; None when nothing is owed (R24, R44).

    An answer given in the last second is in time. A referral that still owes its letter keeps its colour (R45).
    """
    if due_at is None:
        return AnswerState.REFERRED if referred else AnswerState.ANSWERED
    left = _utc(due_at) - _utc(now)
    if left < -LONG_PAST:
        return AnswerState.LONG_PAST
    if left < timedelta(0):
        return AnswerState.PAST
    if left < URGENT:
        return AnswerState.URGENT
    if left <= SOON:
        return AnswerState.SOON
    return AnswerState.FRESH

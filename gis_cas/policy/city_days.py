"""Which city dates a daily or monthly run is for: by the city's own wall clock, whatever the night does to it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


def every_day(_day: date) -> bool:
    """A run for each date."""
    return True


def first_of_month(day: date) -> bool:
    """A run for each month, on its first date."""
    return day.day == 1


def due_days(
    *,
    now: datetime,
    at: time,
    zone: ZoneInfo,
    after: date | None,
    falls_on: Callable[[date], bool] = every_day,
    most: int = 400,
) -> list[date]:
    """The dates after `after` whose hour has come, oldest first and at most so many; without `after` the latest alone.

    In the night that has no half past two, a run at half past two comes an hour later by the wall; in the night that
    has two of them it comes at the first.
    """
    latest = now.astimezone(zone).date()
    if instant_of(latest, at=at, zone=zone) > now:
        latest -= _DAY
    if after is None:
        while not falls_on(latest):
            latest -= _DAY
        return [latest]
    days = (after + _DAY * n for n in range(1, (latest - after).days + 1))
    return [day for day in days if falls_on(day)][:most]


def instant_of(day: date, *, at: time, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a time on the city's wall."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)

"""Instants as people say them, in city time: "Thursday 26 Nov, 2:10 pm"."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class CityTimes:
    """Formats aware instants in one city's time zone and one language."""

    def __init__(self, *, zone: ZoneInfo, language: str) -> None:
        self._zone = zone
        self._language = language

    def moment(self, at: datetime, *, now: datetime) -> str:
        """The instant with its weekday; the year when it is not this one, the zone where the hour occurs twice.

        In the night when daylight saving ends, 1:30 am happens twice; only then is "EDT" or "EST" said.
        """
        local = at.astimezone(self._zone)
        return f"{self._day(local.date(), now=now)}, {self.clock(at)}"

    def clock(self, at: datetime) -> str:
        """The time of day: "2:10 pm"."""
        local = at.astimezone(self._zone)
        text = format_datetime(local, "h:mm a", locale=self._language).replace("AM", "am").replace("PM", "pm")
        return f"{text} {local.tzname()}" if self._occurs_twice(local) else text

    def day(self, day: date | datetime, *, now: datetime) -> str:
        """The day: "3 Nov", with the year when it is not this one."""
        if isinstance(day, datetime):
            day = day.astimezone(self._zone).date()
        pattern = "d MMM" if day.year == now.astimezone(self._zone).year else "d MMM y"
        return format_date(day, pattern, locale=self._language)

    def iso(self, at: datetime) -> str:
        """The instant for a `datetime` attribute, with the city's own offset."""
        return at.astimezone(self._zone).isoformat(timespec="minutes")

    def _day(self, day: date, *, now: datetime) -> str:
        pattern = "EEEE d MMM" if day.year == now.astimezone(self._zone).year else "EEEE d MMM y"
        return format_date(day, pattern, locale=self._language)

    def _occurs_twice(self, local: datetime) -> bool:
        first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
        return first is not None and second is not None and first > second


def whole_hours(length: timedelta) -> int:
    """Full hours in a length of time."""
    return int(length // _HOUR)


def whole_days(length: timedelta) -> int:
    """Full days in a length of time."""
    return int(length // _DAY)

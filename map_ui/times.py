"""Instants as people say them, in city time: "Thursday 26 Nov, 2:10 pm", "jueves 26 de noviembre, 2:10 p. m."."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_DAY_PATTERNS = {"es": "d 'de' MMMM"}
_DAY_PATTERN = "d MMM"
_YEAR_PATTERNS = {"es": " 'de' y"}
_HALVES = {"en": ("am", "pm"), "ht": ("am", "pm")}
"""How the halves of the day are written where not as CLDR has them."""
_KREYOL_DAYS = ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch")
_KREYOL_MONTHS = (
    *("janvye", "fevriye", "mas", "avril", "me", "jen"),
    *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
)
"""CLDR has no Haitian Creole: Babel would answer in French."""


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
        if halves := _HALVES.get(self._language):
            text = f"{local.hour % 12 or 12}:{local.minute:02d} {halves[local.hour // 12]}"
        else:
            text = format_time(local, "h:mm a", locale=self._language)
        return f"{text} {local.tzname()}" if self._occurs_twice(local) else text

    def day(self, day: date | datetime, *, now: datetime) -> str:
        """The day: "3 Nov", with the year when it is not this one."""
        if isinstance(day, datetime):
            day = day.astimezone(self._zone).date()
        return self._format(day, "", now=now)

    def months(self) -> list[str]:
        """The months as `day` writes them, for the scripts."""
        return [self._format(date(2000, month, 1), "", now=None).partition(" ")[2] for month in range(1, 13)]

    def iso(self, at: datetime) -> str:
        """The instant for a `datetime` attribute, with the city's own offset."""
        return at.astimezone(self._zone).isoformat(timespec="minutes")

    def _day(self, day: date, *, now: datetime) -> str:
        return self._format(day, "EEEE ", now=now)

    def _format(self, day: date, weekday: str, *, now: datetime | None) -> str:
        this_year = now is None or day.year == now.astimezone(self._zone).year
        if self._language == "ht":
            name = f"{_KREYOL_DAYS[day.weekday()]} " if weekday else ""
            return f"{name}{day.day} {_KREYOL_MONTHS[day.month - 1]}{'' if this_year else f' {day.year}'}"
        pattern = weekday + _DAY_PATTERNS.get(self._language, _DAY_PATTERN)
        return format_date(
            day, pattern if this_year else pattern + _YEAR_PATTERNS.get(self._language, " y"), locale=self._language
        )

    def _occurs_twice(self, local: datetime) -> bool:
        first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
        return first is not None and second is not None and first > second


def whole_hours(length: timedelta) -> int:
    """Full hours in a length of time."""
    return int(length // _HOUR)


def whole_days(length: timedelta) -> int:
    """Full days in a length of time."""
    return int(length // _DAY)

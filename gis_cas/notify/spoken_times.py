"""Instants as a promise in the city's own time, in the reader's language: `Thursday 26 Nov, 2:10 pm`."""

from datetime import date, datetime

from babel.dates import format_date

from gis_cas.domain.city import City

_NOON = 12
_KREYOL_DAYS = ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch")
_KREYOL_MONTHS = ("janv.", "fev.", "mas", "avr.", "me", "jen", "jiyè", "out", "sept.", "okt.", "nov.", "des.")
"""Babel's data for Haitian Creole are French."""


def promised(instant: datetime, city: City, *, language: str = "en") -> str:
    """The instant with its weekday; in the hour that the clocks go back, with its time zone too."""
    local = instant.astimezone(city.time_zone)
    clock = f"{local.hour % _NOON or _NOON}:{local:%M} {'am' if local.hour < _NOON else 'pm'}"
    zone = f" {local.tzname()}" if _occurs_twice(local) else ""
    return f"{_day(local.date(), language)}, {clock}{zone}"


def day_of_letter(instant: datetime, city: City, *, language: str = "en") -> str:
    """The day as a letter is dated: `26 November 2026`."""
    day = instant.astimezone(city.time_zone).date()
    if language == "ht":
        return f"{day.day} {_KREYOL_FULL[day.month - 1]} {day.year}"
    return format_date(day, "d 'de' MMMM 'de' y" if language == "es" else "d MMMM y", locale=language)


_KREYOL_FULL = (
    *("janvye", "fevriye", "mas", "avril", "me", "jen"),
    *("jiyè", "out", "septanm", "oktòb", "novanm", "desanm"),
)


def _day(day: date, language: str) -> str:
    if language == "ht":
        return f"{_KREYOL_DAYS[day.weekday()]} {day.day} {_KREYOL_MONTHS[day.month - 1]}"
    if language == "es":
        month = format_date(day, "MMM", locale="es").rstrip(".")
        return f"{format_date(day, 'EEEE d', locale='es')} de {month}."
    return format_date(day, "EEEE d MMM", locale="en")


def _occurs_twice(local: datetime) -> bool:
    first, second = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return first is not None and second is not None and first > second

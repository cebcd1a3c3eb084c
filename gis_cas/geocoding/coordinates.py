"""Coordinates typed as decimal degrees, latitude first as people write them."""

import math
import re

from gis_cas.domain.city import City
from gis_cas.errors import BadInput
from gis_cas.geo.position import stated_position
from gis_cas.geocoding.readings import CoordinatesRead

_FT_PER_DEGREE = 365_000.0
"""A degree of latitude, rounded up: good to one per cent, which is plenty for a radius."""

_DEGREES = r"([-+]?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEWO]\b)?"
_PAIR = re.compile(
    rf"^[\s(\[]*(?:GPS[:\s]*)?(?:LAT(?:ITUDE?)?[.:=\s]*)?{_DEGREES}\s*[,;/\s]\s*"
    rf"(?:LON(?:G(?:ITUDE?)?)?[.:=\s]*|LNG[.:=\s]*)?{_DEGREES}[\s)\]]*$",
)
_EITHER_HAS_DECIMALS = re.compile(r"\d\.\d")
_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "‐": "-"})  # noqa: RUF001 - what word processors make of a minus


def typed_numbers(words: str) -> tuple[float, float, int] | None:
    """Latitude, longitude and the fewest decimals given, exactly as typed; None when the words are no such pair.

    Signs and order are taken as they stand: nothing is swapped or repaired here.
    """
    match = _PAIR.match(words.upper().translate(_MINUS_SIGNS).strip())
    if match is None or not _EITHER_HAS_DECIMALS.search(words):
        return None
    first, first_side, second, second_side = match.groups()
    if first_side in {"E", "W", "O"} or second_side in {"N", "S"}:
        return None
    lat = -abs(float(first)) if first_side == "S" else float(first)
    long = -abs(float(second)) if second_side in {"W", "O"} else float(second)
    return lat, long, min(_decimals(first), _decimals(second))


def typed_position(words: str, *, city: City) -> CoordinatesRead | None:
    """The place typed coordinates name; None when the words are none.

    The radius (feet, 95 %) joins a pin's own uncertainty with half the last decimal in both directions.
    Raises BadInput, with a sentence, for coordinates that cannot be meant.
    """
    numbers = typed_numbers(words)
    if numbers is None:
        return None
    lat, long, decimals = numbers
    position = stated_position(lat=lat, long=long, surroundings=city.surroundings, place_name=city.surroundings_name)
    half_step_ft = 0.5 * 10.0**-decimals * _FT_PER_DEGREE
    radius_ft = math.hypot(
        city.radius_ft["default_pin"], half_step_ft, half_step_ft * math.cos(math.radians(position.lat))
    )
    return CoordinatesRead(position=position, radius_ft=radius_ft)


def usable_position(words: str, *, city: City) -> CoordinatesRead | None:
    """As `typed_position`, but None also for coordinates that cannot be meant."""
    try:
        return typed_position(words, city=city)
    except BadInput:
        return None


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])

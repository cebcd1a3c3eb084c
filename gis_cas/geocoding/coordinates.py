"""Coordinates as people paste them, repaired only where just one repair makes them a place around the city."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import mgrs
from openlocationcode import openlocationcode

from gis_cas.domain.city import City
from gis_cas.errors import BadInput
from gis_cas.geo.position import Position, stated_position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.readings import CoordinatesRead

REPAIRED = 5.0
"""What a sign or an order set right takes off the score."""

_FT_PER_DEGREE = 365_000.0
"""A degree of latitude, rounded up: good to one per cent, which is plenty for a radius."""

_FT_PER_M = 3937 / 1200
_LEAST_FEET = 10_000.0
"""Eastings and northings in feet are longer than any degrees."""

_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "‐": "-", "º": "°", "’": "'", "′": "'", "”": '"', "″": '"'})  # noqa: RUF001 - what word processors and phones make of minus, degree, minute and second
_LABELS = re.compile(r"\b(?:GPS|LAT(?:ITUDE?|ITUD)?|LON(?:G(?:ITUDE?|ITUD)?)?|LNG)\b\.?\s*[:=]?", re.IGNORECASE)
_NEVER = re.compile(r"\b(?!(?:EASTING|NORTHING|FEET)\b)[A-Z]{4,}")
"""A longer word than any that coordinates have, once their labels are off."""

_SIDE = "[NSEWO]"
_DEGREES = rf"(?P<{{0}}degrees>[-+]?\d{{{{1,3}}}}(?:\.\d+)?)(?:\s*[°D]\s*|\s+|:|(?={_SIDE}\b)|$)"
_MINUTES = rf"(?P<{{0}}minutes>\d{{{{1,2}}}}(?:\.\d+)?)(?:\s*['M]\s*|\s+|:|(?=[,;]|{_SIDE}\b)|$)"
_SECONDS = r"(?:(?P<{0}seconds>\d{{1,2}}(?:\.\d+)?)\s*(?:\"|\'\')?)?"
_ANGLE = _DEGREES + _MINUTES + _SECONDS
_A, _B = _ANGLE.format("a_"), _ANGLE.format("b_")
_SEXAGESIMAL = (
    re.compile(rf"^(?P<a_side>{_SIDE})\s*{_A}[\s,;/]*(?P<b_side>{_SIDE})\s*{_B}\s*$"),
    re.compile(rf"^{_A}\s*(?P<a_side>{_SIDE}\b)?[\s,;/]*{_B}\s*(?P<b_side>{_SIDE}\b)?$"),
)
_NUMBER = r"(?P<{0}>[-+]?\d{{1,3}}(?:\.\d+)?)\s*°?"
_DECIMAL = (
    re.compile(rf"^(?P<a_side>{_SIDE})\s*{_NUMBER.format('a')}[\s,;/]*(?P<b_side>{_SIDE})\s*{_NUMBER.format('b')}$"),
    re.compile(
        rf"^[(\[]?\s*{_NUMBER.format('a')}\s*(?P<a_side>{_SIDE}\b)?\s*[,;/\s]\s*"
        rf"{_NUMBER.format('b')}\s*(?P<b_side>{_SIDE}\b)?\s*[)\]]?$"
    ),
)
_EITHER_HAS_DECIMALS = re.compile(r"\d\.\d")
_GRID = re.compile(r"^\s*(\d{1,2}\s?[C-HJ-NP-X])\s?([A-HJ-NP-Z]{2})\s?(\d{1,5})\s?(\d{1,5})\s*$")
_PLUS = re.compile(r"^\s*([23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,7})\b(?:[\s,]+\D*)?$")
_FEET = re.compile(
    r"^\s*(?:X|E(?:ASTING)?)?\s*[:=]?\s*(\d[\d,]*(?:\.\d+)?)\s*(?:FT|FEET)?\s*[,;/\s]\s*(?:Y|N(?:ORTHING)?)?\s*[:=]?\s*"
    r"(\d[\d,]*(?:\.\d+)?)\s*(?:FT|FEET)?\s*$"
)


@dataclass(frozen=True, slots=True)
class _Typed:
    """Latitude and longitude as typed, and how far (feet, one direction) the last figure leaves them open."""

    lat: float
    long: float
    open_ft: float
    certain: bool
    """Whether letters say which is which, so that nothing may be swapped."""


def typed(words: str, *, city: City) -> CoordinatesRead | bool:
    """The place that typed coordinates name; True when they are coordinates that cannot be meant, False when none.

    The radius (feet, 95 %) joins a pin's own uncertainty with half of the last figure given.
    """
    asked = _bare(words)
    if _never(asked):
        return False
    found = next(_forms(asked, city=city), None)
    return False if found is None else _meant(found, city=city) or True


def never(words: str) -> bool:
    """Whether the words are no coordinates, whatever number stands in front of them."""
    return _never(_bare(words))


def _never(bare: str) -> bool:
    return "+" not in bare and _NEVER.search(bare) is not None


def _bare(words: str) -> str:
    return _LABELS.sub(" ", words.translate(_MINUS_SIGNS)).upper().strip()


def _forms(text: str, *, city: City) -> Iterator[_Typed]:
    for form in (_decimal, _sexagesimal, _grid):
        found = form(text)
        if found is not None:
            yield found
    for local in (_plus_code, _plane):
        found = local(text, city)
        if found is not None:
            yield found


def _meant(found: _Typed, *, city: City) -> CoordinatesRead | None:
    """As typed when that is a place around the city; else the one repair that is, said in the note."""
    for lat, long, repair in _possible(found):
        try:
            position = stated_position(
                lat=lat, long=long, surroundings=city.surroundings, place_name=city.surroundings_name
            )
        except BadInput:
            continue
        radius_ft = math.hypot(
            city.radius_ft["default_pin"], found.open_ft, found.open_ft * math.cos(math.radians(position.lat))
        )
        note = f"{repair}; read as latitude {lat:.6g}, longitude {long:.6g}." if repair else None
        return CoordinatesRead(position=position, radius_ft=radius_ft, cost=REPAIRED if repair else 0.0, note=note)
    return None


def _possible(found: _Typed) -> Iterator[tuple[float, float, str | None]]:
    lat, long = found.lat, found.long
    yield lat, long, None
    yield lat, -long, "The sign of the longitude was set right"
    yield -lat, long, "The sign of the latitude was set right"
    if not found.certain:
        yield long, lat, "Latitude and longitude were changed round"
        yield long, -lat, "Latitude and longitude were changed round, and a sign set right"


def _decimal(text: str) -> _Typed | None:
    match = next(filter(None, (pattern.match(text) for pattern in _DECIMAL)), None)
    if match is None or not _EITHER_HAS_DECIMALS.search(text):
        return None
    open_ft = 0.5 * 10.0 ** -min(_decimals(match["a"]), _decimals(match["b"])) * _FT_PER_DEGREE
    return _signed(float(match["a"]), match["a_side"], float(match["b"]), match["b_side"], open_ft=open_ft)


def _sexagesimal(text: str) -> _Typed | None:
    """Degrees with minutes, and seconds if any: marks or letters must show that it is no address."""
    match = next(filter(None, (pattern.match(text) for pattern in _SEXAGESIMAL)), None)
    if match is None:
        return None
    sides = [match["a_side"], match["b_side"]]
    if "°" not in text and not all(sides):
        return None
    values = []
    open_ft = 0.0
    for one in "ab":
        degrees, minutes, seconds = (match[f"{one}_{part}"] for part in ("degrees", "minutes", "seconds"))
        sixtieths = float(minutes) / 60 + float(seconds or 0) / 3600
        values.append(math.copysign(abs(float(degrees)) + sixtieths, float(degrees)))
        last = 10.0 ** -_decimals(seconds) / 3600 if seconds else 10.0 ** -_decimals(minutes) / 60
        open_ft = max(open_ft, 0.5 * last * _FT_PER_DEGREE)
    return _signed(values[0], sides[0], values[1], sides[1], open_ft=open_ft)


def _signed(first: float, side: str | None, second: float, other: str | None, *, open_ft: float) -> _Typed | None:
    if side in {"E", "W", "O"} or other in {"N", "S"}:
        first, side, second, other = second, other, first, side
    if side in {"E", "W", "O"} or other in {"N", "S"}:
        return None
    lat = -abs(first) if side == "S" else first
    long = -abs(second) if other in {"W", "O"} else second
    return _Typed(lat, long, open_ft, certain=bool(side and other))


def _grid(text: str) -> _Typed | None:
    """MGRS and USNG, which are one; the middle of the square that was named."""
    match = _GRID.match(text)
    if match is None:
        return None
    zone, square, east, north = match.groups()
    digits = east + north
    if len(digits) % 2:
        return None
    half = len(digits) // 2
    inner = (digits[:half] + "5", digits[half:] + "5") if half < 5 else (digits[:half], digits[half:])  # noqa: PLR2004 - five figures are a metre
    try:
        lat, long = mgrs.MGRS().toLatLon(zone.replace(" ", "") + square + "".join(inner))
    except mgrs.core.MGRSError:
        return None
    return _Typed(lat, long, 0.5 * 10.0 ** (5 - half) * _FT_PER_M, certain=True)


def _plus_code(text: str, city: City) -> _Typed | None:
    match = _PLUS.match(text)
    if match is None:
        return None
    code, box = match.group(1), city.map_extent
    if openlocationcode.isShort(code):
        code = openlocationcode.recoverNearest(code, (box.south + box.north) / 2, (box.west + box.east) / 2)
    if not openlocationcode.isFull(code):
        return None
    area = openlocationcode.decode(code)
    open_ft = (area.latitudeHi - area.latitudeLo) / 2 * _FT_PER_DEGREE
    return _Typed(area.latitudeCenter, area.longitudeCenter, open_ft, certain=True)


def _plane(text: str, city: City) -> _Typed | None:
    """Easting and northing in the feet of the city's own projection, easting first."""
    match = _FEET.match(text)
    if match is None:
        return None
    x_ft, y_ft = (float(number.replace(",", "")) for number in match.groups())
    if min(x_ft, y_ft) < _LEAST_FEET:
        return None
    try:
        position: Position = _projection(city.datum_pipeline, city.srid_ft).to_position(x_ft=x_ft, y_ft=y_ft)
    except BadInput:
        return None
    return _Typed(position.lat, position.lon, 0.5, certain=True)


@lru_cache(maxsize=8)
def _projection(pipeline: str, srid_ft: int) -> Projection:
    return Projection(pipeline=pipeline, srid_ft=srid_ft)


def _decimals(number: str | None) -> int:
    return len((number or "").partition(".")[2])

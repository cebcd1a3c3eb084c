"""A position and the four mistakes people make with one."""

import math
from dataclasses import dataclass

from gis_cas.errors import BadInput

_LAT_MAX = 90.0
_LON_MAX = 180.0


@dataclass(frozen=True, slots=True)
class Position:
    """A point in EPSG:4326, degrees, longitude first; `[lat, lon]` exists only in `map_ui`."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lon) and math.isfinite(self.lat)):
            raise BadInput({"lat": "Latitude and longitude must be numbers, such as lat 26.5262 and long -80.0640."})
        if abs(self.lat) > _LAT_MAX or abs(self.lon) > _LON_MAX:
            raise BadInput({"lat": "Latitude must lie between -90 and 90 and longitude between -180 and 180 degrees."})

    def wkt(self) -> str:
        """The position as WKT, EPSG:4326, longitude first."""
        return f"POINT({self.lon!r} {self.lat!r})"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in EPSG:4326, degrees: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, position: Position) -> bool:
        """Whether the position lies inside or on the rim."""
        return self.west <= position.lon <= self.east and self.south <= position.lat <= self.north


def whole_degrees(*, lat: float, long: float) -> bool:
    """Whether both are whole degrees: what rounding leaves behind, and never a place (about 9 % of published data)."""
    return lat == round(lat) and long == round(long)


def stated_position(*, lat: float, long: float, surroundings: Box, place_name: str) -> Position:
    """The position somebody stated, refused with a sentence when it cannot be meant.

    Degrees, EPSG:4326. Raises BadInput for swapped axes, (0, 0), whole degrees, and anything outside the city's
    surroundings.
    """
    position = Position(lon=long, lat=lat)
    example = "such as lat 26.5262, long -80.0640"
    if lat == 0 and long == 0:
        raise BadInput(
            {"lat": f"lat 0, long 0 is a placeholder, not a place. Give the place's own position, {example}."}
        )
    if surroundings.holds(position):
        if whole_degrees(lat=lat, long=long):
            raise BadInput(
                {"lat": f"Whole degrees are too coarse to be a place. Give at least four decimals, {example}."}
            )
        return position
    swapped = abs(long) <= _LAT_MAX and surroundings.holds(Position(lon=lat, lat=long))
    if swapped:
        raise BadInput(
            {"lat": f"Latitude and longitude look swapped. Latitude comes in lat and longitude in long, {example}."}
        )
    raise BadInput({"lat": f"This position is not in or around {place_name}. Give a position nearby, {example}."})

"""The lines that everything else hangs on: the places of roads, canals, railways, channel and coast.

Latitudes of the east-west lines are plain numbers. A north-south line is a `Meridian`: a table of (latitude,
longitude) knots. Streets of the old grid share one slant, because the coast leans.
All figures are degrees, read off by eye and rounded; none is surveyed.
"""

from bisect import bisect_right
from dataclasses import dataclass

from layers.boynton_beach.demo.frame import LonLat, rounded

OCEAN_AVE = 26.5265
BOYNTON_BEACH_BLVD = 26.528
C16 = 26.540
GATEWAY = 26.5455
MINER = 26.557
HYPOLUXO_RD = 26.572
WOOLBRIGHT = 26.5135
GOLF_RD = 26.4985
GULFSTREAM = 26.4855
LAWRENCE = -80.1075
CONGRESS = -80.0905
E4 = -80.083
MILITARY = -80.122
JOG = -80.147

_LEAN: tuple[LonLat, ...] = (
    (26.4200, -0.0078), (26.4600, -0.0050), (26.4855, -0.0033), (26.4985, -0.0024), (26.5135, -0.0012),
    (26.5265, 0.0), (26.5455, 0.0), (26.5720, 0.0027), (26.6000, 0.0050),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Meridian:
    """A north-south line as (latitude, longitude) knots, ascending."""

    knots: tuple[LonLat, ...]

    def lon_at(self, lat: float) -> float:
        """Longitude where the line passes a latitude (clamped to its ends), on the 7-decimal grid."""
        return round(interpolate(self.knots, lat), 7)

    def at(self, lat: float) -> LonLat:
        """The line's point at a latitude."""
        return self.lon_at(lat), round(lat, 7)

    def between(self, start_lat: float, end_lat: float) -> list[LonLat]:
        """The stretch from one latitude to another, in that order, with the knots between."""
        low, high = sorted((start_lat, end_lat))
        lats = [low, *(lat for lat, _ in self.knots if low + 1e-6 < lat < high - 1e-6), high]
        stretch = [self.at(lat) for lat in lats]
        return stretch if start_lat < end_lat else stretch[::-1]


def interpolate(knots: tuple[tuple[float, float], ...], key: float) -> float:
    """Read a value off a table of (key, value) rows with ascending keys, clamped to its ends."""
    index = min(max(bisect_right([k for k, _ in knots], key) - 1, 0), len(knots) - 2)
    (k0, v0), (k1, v1) = knots[index], knots[index + 1]
    share = min(max((key - k0) / (k1 - k0), 0.0), 1.0)
    return v0 + (v1 - v0) * share


def lean(lat: float) -> float:
    """Degrees of longitude by which the old grid is shifted at a latitude."""
    return interpolate(_LEAN, lat)


def leaning(lon: float) -> Meridian:
    """A street of the old grid that passes Ocean Avenue at this longitude."""
    return Meridian(knots=tuple((lat, lon + shift) for lat, shift in _LEAN))


def upright(lon: float) -> Meridian:
    """A true north-south line."""
    return Meridian(knots=((26.40, lon), (26.62, lon)))


SEACREST = leaning(-80.0655)
FEC = leaning(-80.0610)
US1 = leaning(-80.0585)
I95 = Meridian(
    knots=(
        (26.4200, -80.0800), (26.4600, -80.0772), (26.4855, -80.0757), (26.4985, -80.0748), (26.5135, -80.0736),
        (26.5265, -80.0725), (26.5400, -80.0722), (26.5455, -80.0712), (26.5530, -80.0697), (26.5720, -80.0690),
        (26.6000, -80.0690),
    )
)  # fmt: skip
SFRTA = Meridian(knots=tuple((lat, lon - 0.0009) for lat, lon in I95.knots))
HIGH_RIDGE = Meridian(knots=((26.5415, -80.0742), (26.5455, -80.0737), (26.5570, -80.0745), (26.5720, -80.0742)))
CHANNEL = Meridian(
    knots=(
        (26.4200, -80.0662), (26.4700, -80.0612), (26.4855, -80.0590), (26.4985, -80.0572), (26.5065, -80.0558),
        (26.5135, -80.0548), (26.5265, -80.0535), (26.5400, -80.0530), (26.5455, -80.0522), (26.5560, -80.0512),
        (26.5720, -80.0495), (26.6000, -80.0475),
    )
)  # fmt: skip
A1A = Meridian(
    knots=(
        (26.4200, -80.0672), (26.4700, -80.0584), (26.4855, -80.0557), (26.5037, -80.0522), (26.5135, -80.0502),
        (26.5265, -80.0475), (26.5450, -80.0437), (26.5600, -80.0407), (26.5900, -80.0375), (26.6000, -80.0370),
    )
)  # fmt: skip
COAST = Meridian(knots=tuple((lat, lon + 0.0027) for lat, lon in A1A.knots))

C16_PATH: list[LonLat] = [
    rounded(p)
    for p in ((-80.17, C16), (E4, C16), (-80.0785, C16), (-80.0700, 26.5403), (-80.0620, 26.5403), CHANNEL.at(C16))
]


def east_west(lat: float, start_lon: float, end_lon: float) -> list[LonLat]:
    """A straight line along a parallel."""
    return [rounded((start_lon, lat)), rounded((end_lon, lat))]

"""Mile posts and exits: a post at every mile of I-95, SR 804 and the Turnpike, an exit at every interchange."""

from shapely.geometry import Point

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import FT_PER_DEG_LAT, FT_PER_DEG_LON, LonLat, rounded
from layers.boynton_beach.demo.write import Feature, feature

MILE_FT = 5280.0
I95_ALIASES = ("Interstate 95", "SR 9")
TURNPIKE = "Florida's Turnpike"
TURNPIKE_ALIASES = ("Turnpike", "SR 91")
TURNPIKE_LON = -80.1765
"""The Turnpike runs west of everything drawn here: it has posts, and no line between them."""

SR804_ZERO_LON = -80.170
I95_57, TURNPIKE_86 = at.BOYNTON_BEACH_BLVD, at.BOYNTON_BEACH_BLVD
I95_EXITS = ((56, at.WOOLBRIGHT), (57, at.BOYNTON_BEACH_BLVD), (59, at.GATEWAY), (60, at.HYPOLUXO_RD))


def markers() -> list[Feature]:
    """Every post and exit; numbers grow northward and eastward."""
    rows: list[tuple[str, tuple[str, ...], str, int, LonLat]] = []
    rows += [("I-95", I95_ALIASES, "mile", mile, at.I95.at(_northward(I95_57, mile - 57))) for mile in range(54, 62)]
    rows += [("I-95", I95_ALIASES, "exit", number, at.I95.at(lat)) for number, lat in I95_EXITS]
    rows += [("SR 804", (), "mile", mile, (_eastward(mile), at.BOYNTON_BEACH_BLVD)) for mile in range(7)]
    rows += [
        (TURNPIKE, TURNPIKE_ALIASES, "mile", mile, (TURNPIKE_LON, _northward(TURNPIKE_86, mile - 86)))
        for mile in range(84, 91)
    ]
    rows.append((TURNPIKE, TURNPIKE_ALIASES, "exit", 86, (TURNPIKE_LON, TURNPIKE_86)))
    numbered = enumerate(rows, start=1)
    return [
        feature(
            Point(rounded(spot)), marker_id=f"M{index:04d}", route=road, aliases=list(aliases), kind=kind, number=number
        )
        for index, (road, aliases, kind, number, spot) in numbered
    ]


def _northward(lat: float, miles: int) -> float:
    return lat + miles * MILE_FT / FT_PER_DEG_LAT


def _eastward(miles: int) -> float:
    return SR804_ZERO_LON + miles * MILE_FT / FT_PER_DEG_LON

"""What of a place the public may see (R50), always the same for the same place.

No noise: a point that is drawn elsewhere at each request is found again by averaging. A hidden place is moved to the
middle of a fixed cell instead, so that every home in the cell, protected or not, shows at the same spot.
"""

import math
from typing import Final

from gis_cas.domain.service import Locus, PublicationRule
from gis_cas.geo.position import Position

BLOCK_CELL_DEG: Final = 0.001
"""About a city block: 364 ft north to south, 325 ft east to west at 26.5 degrees north."""

MASKED_CELL_DEG: Final = 0.01
"""About two thirds of a mile: a quarter of the city, not a street."""

_EXACT_DECIMALS: Final = 6


def public_position(rule: PublicationRule, position: Position, locus: Locus) -> tuple[Position | None, PublicationRule]:
    """The position the public sees (EPSG:4326) and how exact it is; None when the service is never published (R50).

    Something on a parcel is somebody's home: its position is never shown exactly, whatever the service says.
    """
    if rule is PublicationRule.EXACT and locus is Locus.PARCEL:
        rule = PublicationRule.BLOCK
    match rule:
        case PublicationRule.EXACT:
            shown = Position(lon=round(position.lon, _EXACT_DECIMALS), lat=round(position.lat, _EXACT_DECIMALS))
        case PublicationRule.BLOCK:
            shown = _middle_of_cell(position, BLOCK_CELL_DEG)
        case PublicationRule.MASKED:
            shown = _middle_of_cell(position, MASKED_CELL_DEG)
        case PublicationRule.NEVER:
            return None, rule
    return shown, rule


def _middle_of_cell(position: Position, cell_deg: float) -> Position:
    return Position(lon=_middle(position.lon, cell_deg), lat=_middle(position.lat, cell_deg))


def _middle(degrees: float, cell_deg: float) -> float:
    return round((math.floor(degrees / cell_deg) + 0.5) * cell_deg, _EXACT_DECIMALS)

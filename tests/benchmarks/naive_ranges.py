"""The afternoon's work that the locator has to beat: exact names, plain interpolation, exact crossings."""

import re
from typing import Final

import shapely
import usaddress
from sqlalchemy import Engine, text

Spot = tuple[float, float]

_STREET_PARTS: Final = (
    "StreetNamePreModifier",
    "StreetNamePreDirectional",
    "StreetNamePreType",
    "StreetName",
    "StreetNamePostType",
    "StreetNamePostDirectional",
)

_TYPES: Final = {
    "ROAD": "RD", "LANE": "LN", "TERR": "TER", "TERRACE": "TER", "STREET": "ST", "AVENUE": "AVE", "DRIVE": "DR",
    "AV": "AVE", "COURT": "CT", "PLACE": "PL", "BOULEVARD": "BLVD", "HIGHWAY": "HWY", "PARKWAY": "PKWY",
    "LA": "LN", "AL": "ALY", "ALLEY": "ALY", "CIRCLE": "CIR", "SQUARE": "SQ",
}  # fmt: skip


def name_key(name: str) -> str:
    """Capitals, one space, the last word's usual abbreviation."""
    words = re.sub(r"[^A-Z0-9 ]", " ", name.upper()).split()
    return " ".join([*words[:-1], _TYPES.get(words[-1], words[-1])]) if words else ""


class NaiveRanges:
    """Segments by name and crossings by their two names."""

    def __init__(self, engine: Engine) -> None:
        self._segments: dict[str, list[tuple[tuple[int | None, ...], shapely.LineString]]] = {}
        self._crossings: dict[tuple[str, ...], Spot] = {}
        with engine.connect() as connection:
            for row in connection.execute(
                text("""SELECT name, from_left, to_left, from_right, to_right, ST_AsBinary(geom_ft) AS line
                          FROM cas.locator_street WHERE until IS NULL""")
            ):
                numbers = (row.from_left, row.to_left, row.from_right, row.to_right)
                line = shapely.LineString(shapely.get_coordinates(shapely.from_wkb(bytes(row.line))))
                self._segments.setdefault(name_key(row.name), []).append((numbers, line))
            for row in connection.execute(
                text("""SELECT name, ST_X(geom_ft) AS x_ft, ST_Y(geom_ft) AS y_ft
                          FROM cas.locator_intersection WHERE until IS NULL""")
            ):
                names = [name_key(part) for part in row.name.split("&")]
                for one in names:
                    for other in names:
                        if one < other:
                            self._crossings[one, other] = (row.x_ft, row.y_ft)

    def address(self, front: str) -> Spot | None:
        """Along the centreline of the first segment whose range spans the number, parity first."""
        number, _, street = front.strip().partition(" ")
        if not number.isdigit():
            return None
        asked, spots = int(number), []
        for (from_left, to_left, from_right, to_right), line in self._segments.get(name_key(street), ()):
            for first, last in ((from_left, to_left), (from_right, to_right)):
                if first and last and min(first, last) <= asked <= max(first, last):
                    share = 0.5 if first == last else (asked - first) / (last - first)
                    point = line.interpolate(share, normalized=True)
                    spots.append((first % 2 != asked % 2, (point.x, point.y)))
        return min(spots)[1] if spots else None

    def parsed(self, words: str) -> Spot | None:
        """The same after a general parser has taken the words apart (usaddress)."""
        try:
            said, _ = usaddress.tag(words)
        except usaddress.RepeatedLabelError:
            return None
        street = " ".join(said[part] for part in _STREET_PARTS if part in said)
        return self.address(f"{said.get('AddressNumber', '')} {street}")

    def crossing(self, front: str) -> Spot | None:
        """The named crossing of exactly these two names."""
        names = sorted(name_key(part) for part in front.split("&"))
        return self._crossings.get(tuple(names))

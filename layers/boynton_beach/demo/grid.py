# ruff: noqa: PLR2004  # a drawing is made of figures; the docstrings say what they place
"""The numbered grid of 1921: avenues run east-west, streets north-south, four quadrants from Ocean and Seacrest."""

from itertools import pairwise

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import LonLat
from layers.boynton_beach.demo.road import (
    Road,
    east_number,
    grid_west_number,
    north_number,
    road,
    south_number,
)

EAST_STREETS = {1: -80.0643, 2: -80.0631, 3: -80.0619, 4: -80.0600, 6: -80.0570, 7: -80.0557}
WEST_STREETS = {1: -80.0669, 2: -80.0681, 3: -80.0693, 4: -80.0705}
SPELLED_BY_COLLECTOR = {"NE 10", "NW 22", "NE 22", "SE 15", "SW 15", "SE 23", "SW 23", "NE 2", "NW 2"}


def ordinal(number: int) -> str:
    """1 to 1st, 12 to 12th."""
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def north_lat(avenue: float) -> float:
    """Latitude of a numbered avenue north of Ocean Avenue."""
    knots = ((0, 26.5265), (2, 26.5280), (22, 26.5455), (35, 26.5570), (52, 26.5720))
    return _step(knots, avenue)


def south_lat(avenue: float) -> float:
    """Latitude of a numbered avenue south of Ocean Avenue."""
    return _step(((0, 26.5265), (15, 26.5135), (23, 26.4985), (36, 26.4855)), avenue)


def _step(knots: tuple[tuple[int, float], ...], key: float) -> float:
    (k0, v0), (k1, v1) = next(pair for pair in pairwise(knots) if key <= pair[1][0])
    return round(v0 + (v1 - v0) * (key - k0) / (k1 - k0), 7)


def _row(quadrant: str, name: str, lat: float, first: float, last: float) -> Road:
    """One avenue between two streets of the grid, both given as longitudes on Ocean Avenue."""
    path: list[LonLat] = [at.leaning(first).at(lat), at.leaning(last).at(lat)]
    number_at = east_number if quadrant.endswith("E") else grid_west_number
    return road(f"{quadrant} {name}", path, number_at=number_at)


def _rows(quadrant: str, name: str, lat: float, *, seaward: bool) -> list[Road]:
    """An avenue's stretches in one quadrant; east of Seacrest the railway stops it between 3rd and 4th Street."""
    if quadrant.endswith("W"):
        return [_row(quadrant, name, lat, -80.0655, WEST_STREETS[4 if lat < at.C16 else 3])]
    stretches = [_row(quadrant, name, lat, -80.0655, EAST_STREETS[3])]
    end = EAST_STREETS[7 if seaward and lat > 26.507 else 6]
    stretches.append(_row(quadrant, name, lat, EAST_STREETS[4], end if seaward else -80.0585))
    return stretches


def avenues() -> list[Road]:
    """All numbered avenues of the four quadrants, with the half-blocks called courts, places and lanes."""
    found: list[Road] = []
    for number in range(1, 34):
        lat = north_lat(number)
        for quadrant in ("NE", "NW"):
            if f"{quadrant} {number}" in SPELLED_BY_COLLECTOR or number == 16:
                continue
            found += _rows(quadrant, f"{ordinal(number)} Ave", lat, seaward=number < 31 and number % 2 == 1)
    for number in range(1, 36):
        lat = south_lat(number)
        for quadrant in ("SE", "SW"):
            if f"{quadrant} {number}" not in SPELLED_BY_COLLECTOR:
                found += _rows(quadrant, f"{ordinal(number)} Ave", lat, seaward=number % 2 == 0 and number < 32)
            if 15 < number < 23:
                kind = ("Ct", "Pl", "Ln", "Way")[number % 4]
                half = _step(((15, 26.5135), (23, 26.4985)), number + 0.5)
                found += _rows(quadrant, f"{ordinal(number)} {kind}", half, seaward=False)
    return found


def streets() -> list[Road]:
    """All numbered streets of the grid, cut at the C-16 canal, which only the main roads cross."""
    found: list[Road] = []
    for number, lon in EAST_STREETS.items():
        north, south = f"NE {ordinal(number)} St", f"SE {ordinal(number)} St"
        line = at.leaning(lon)
        found.append(road(north, line.between(at.OCEAN_AVE, north_lat(15)), number_at=north_number, lots=0.4))
        last = {6: 30, 7: 18, 4: 35}.get(number, 35)
        found.append(road(south, line.between(at.OCEAN_AVE, south_lat(last)), number_at=south_number, lots=0.4))
        if number <= 6:
            stop = north_lat(29 if number == 6 else 33)
            found.append(road(north, line.between(north_lat(17), stop), number_at=north_number, lots=0.4))
    for number, lon in WEST_STREETS.items():
        north, south = f"NW {ordinal(number)} St", f"SW {ordinal(number)} St"
        line = at.leaning(lon)
        found.append(road(north, line.between(at.OCEAN_AVE, north_lat(15)), number_at=north_number, lots=0.4))
        found.append(road(south, line.between(at.OCEAN_AVE, south_lat(35)), number_at=south_number, lots=0.4))
        if number <= 3:
            path = line.between(north_lat(17), north_lat(33))
            found.append(road(north, path, number_at=north_number, lots=0.4))
    return found

"""From pieces to the street layer: sides, ranges, ZIPs, who maintains, who runs the signals."""

import math
from dataclasses import dataclass

import shapely
from shapely.geometry import Point

from layers.boynton_beach.demo import lines as at
from layers.boynton_beach.demo.frame import LonLat, beside
from layers.boynton_beach.demo.network import Piece
from layers.boynton_beach.demo.outlines import CITY, Area
from layers.boynton_beach.demo.write import Feature, feature

COUNTY_MAINTAINER, COUNTY_SIGNALS, STATE = "pbc-engineering", "pbc-traffic", "fdot-d4"
SIDE_FT = 70.0
# East of this meridian the county's land is enclaves and pockets, and shares the city's ZIP codes.
INSIDE_THE_CITY_EAST_OF = -80.0962
TOWN_MAIL = {
    "ocean-ridge": ("33435", "Ocean Ridge"),
    "briny-breezes": ("33435", "Briny Breezes"),
    "gulf-stream": ("33483", "Gulf Stream"),
    "golf": ("33436", "Village of Golf"),
    "manalapan": ("33462", "Manalapan"),
    "hypoluxo": ("33462", "Hypoluxo"),
    "lantana": ("33462", "Lantana"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """House numbers of one side: first and last, odd or even; empty when the side has none."""

    first: int | None
    last: int | None
    parity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece with everything the street layer says about it; sides are those of travel along the path."""

    segment_id: str
    piece: Piece
    left: Range
    right: Range
    place_left: str | None
    place_right: str | None
    zip_code: str
    maintainer: str
    signals_by: str

    @property
    def name(self) -> str:
        """The street's name on this segment."""
        return self.piece.road.name


class Places:
    """Which municipality a point lies in; `None` is the county's unincorporated land."""

    def __init__(self, areas: dict[str, Area]) -> None:
        self._slugs = list(areas)
        self._tree = shapely.STRtree(list(areas.values()))

    def of(self, point: LonLat) -> str | None:
        """The slug of the municipality around a point."""
        hits = sorted(int(i) for i in self._tree.query(Point(point), predicate="within"))
        return self._slugs[hits[0]] if hits else None


def mail(place: str | None, point: LonLat) -> tuple[str, str]:
    """ZIP code and mailing city; the mailing city says nothing about whose land it is."""
    lon, lat = point
    if place in TOWN_MAIL:
        return TOWN_MAIL[place]
    east = lon > at.I95.lon_at(lat)
    if place == "delray-beach" or lat < at.GULFSTREAM - 0.0002:
        return ("33444" if east else "33445"), "Delray Beach"
    if lat > at.HYPOLUXO_RD + 0.0002:
        return "33462", "Lantana"
    return _boynton_zip(place, lon, lat, east=east), "Boynton Beach"


def _boynton_zip(place: str | None, lon: float, lat: float, *, east: bool) -> str:
    """The five ZIP codes mailed "Boynton Beach"; only the first two lie in the city."""
    if east:
        return "33435"
    if place == CITY or lon > INSIDE_THE_CITY_EAST_OF:
        return "33426"
    if lon > at.MILITARY:
        return "33436"
    return "33472" if lat > at.BOYNTON_BEACH_BLVD else "33437"


def _side(low: float, high: float, parity: str) -> Range:
    """The numbers of one parity in [low, high); none when fewer than two fit."""
    first = math.ceil(low)
    first += (first % 2 == 0) != (parity == "even")
    last = math.ceil(high) - 1
    last -= (last % 2 == 0) != (parity == "even")
    return (
        Range(first=first, last=last, parity=parity) if last > first > 0 else Range(first=None, last=None, parity=None)
    )


def _numbers(piece: Piece) -> tuple[float, float]:
    number_at, first = piece.road.number_at, piece.road.first_number
    if number_at is not None:
        return number_at(piece.path[0]), number_at(piece.path[-1])
    return first + piece.start_ft / 4, first + piece.end_ft / 4


def _left_parity(path: tuple[LonLat, ...]) -> str:
    """Even numbers lie on the south and west sides of every street."""
    dx, dy = path[-1][0] - path[0][0], path[-1][1] - path[0][1]
    if abs(dx) >= abs(dy):
        return "odd" if dx > 0 else "even"
    return "even" if dy > 0 else "odd"


def _maintainer(piece: Piece, left: str | None, right: str | None) -> str:
    if piece.road.maintainer is not None:
        return piece.road.maintainer
    if piece.road.private_kind is not None:
        return "private"
    if CITY in (left, right):
        return "city"
    return left or right or COUNTY_MAINTAINER


def _signals(maintainer: str) -> str:
    return COUNTY_SIGNALS if maintainer == COUNTY_MAINTAINER else maintainer


def segments(pieces: list[Piece], places: Places) -> list[Segment]:
    """All segments, numbered in the order of the plan."""
    found = []
    for index, piece in enumerate(pieces, start=1):
        path = list(piece.path)
        left, right = (places.of(beside(path, 0.5, side)) for side in (SIDE_FT, -SIDE_FT))
        middle = beside(path, 0.5, 0.0)
        low, high = _numbers(piece)
        left_parity = "odd" if piece.road.number_at is None else _left_parity(piece.path)
        ranges = {parity: _side(low, high, parity) for parity in ("odd", "even")}
        if not piece.road.numbered:
            ranges = dict.fromkeys(ranges, Range(first=None, last=None, parity=None))
        maintainer = _maintainer(piece, left, right)
        inside = CITY if CITY in (left, right) else left or right
        found.append(
            Segment(
                segment_id=f"S{index:05d}",
                piece=piece,
                left=ranges[left_parity],
                right=ranges["even" if left_parity == "odd" else "odd"],
                place_left=left,
                place_right=right,
                zip_code=mail(inside, middle)[0],
                maintainer=maintainer,
                signals_by=_signals(maintainer),
            )
        )
    return found


def street_feature(segment: Segment) -> Feature:
    """One row of the street layer."""
    plan = segment.piece.road
    left_ft, right_ft = plan.half_width_ft, plan.half_width_right_ft or plan.half_width_ft
    return feature(
        shapely.LineString(segment.piece.path),
        segment_id=segment.segment_id,
        name=plan.name,
        aliases=list(plan.aliases),
        from_left=segment.left.first,
        to_left=segment.left.last,
        from_right=segment.right.first,
        to_right=segment.right.last,
        parity_left=segment.left.parity,
        parity_right=segment.right.parity,
        zip=segment.zip_code,
        **{"class": plan.kind},
        route=plan.route,
        maintainer=segment.maintainer,
        signals_by=segment.signals_by,
        half_width_left_ft=left_ft,
        half_width_right_ft=right_ft,
        private_kind=plan.private_kind,
        place_left=segment.place_left,
        place_right=segment.place_right,
    )

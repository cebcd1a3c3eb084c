"""From planned roads to segments: cut where roads meet and where limits cross, and end on shared vertices."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo.frame import LonLat, from_ft, shape_to_ft, to_ft
from layers.boynton_beach.demo.road import Road

Xy: TypeAlias = tuple[float, float]

MEET_FT = 6.0
LIMIT_CLEAR_FT = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of one road between two neighbouring nodes, in the road's own direction.

    `start_ft` and `end_ft` are measured along the whole road.
    """

    road: Road
    path: tuple[LonLat, ...]
    start_ft: float
    end_ft: float


def _points_of(shape: BaseGeometry) -> list[Xy]:
    """Crossing points; of an overlap, its two ends."""
    found: list[Xy] = []
    for part in shapely.get_parts(shape):
        if isinstance(part, Point) and not part.is_empty:
            found.append((part.x, part.y))
        elif isinstance(part, LineString) and not part.is_empty:
            found += _ends(part)
    return found


class Nodes:
    """Places where segments end; a point within a few feet of a known node is that node."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Xy]] = defaultdict(list)

    def nearest(self, xy: Xy, reach_ft: float) -> Xy | None:
        """The nearest known node within reach, in feet of the frame; reach is at most 50 ft."""
        cx, cy = int(xy[0] // 50), int(xy[1] // 50)
        near = [n for i in (-1, 0, 1) for j in (-1, 0, 1) for n in self._cells.get((cx + i, cy + j), [])]
        near = [n for n in near if Point(n).distance(Point(xy)) <= reach_ft]
        return min(near, key=lambda n: (Point(n).distance(Point(xy)), n), default=None)

    def settle(self, xy: Xy) -> Xy:
        """The node for a point: a known one close by, or a new one on the 7-decimal grid."""
        known = self.nearest(xy, MEET_FT)
        if known is not None:
            return known
        fresh = to_ft(from_ft(*xy))
        self._cells[int(fresh[0] // 50), int(fresh[1] // 50)].append(fresh)
        return fresh


def cut(roads: list[Road], limits: list[BaseGeometry]) -> list[Piece]:
    """All pieces of all roads, in the order of the roads and along each; `limits` are polygons in degrees."""
    lines = [shape_to_ft(LineString(r.path)) for r in roads]
    nodes = Nodes()
    stops = [[nodes.settle(end) for end in _ends(line)] for line in lines]
    for first, second in _neighbours(lines):
        hits = _points_of(lines[first].intersection(lines[second]))
        hits += [end for end in _ends(lines[first]) if lines[second].distance(Point(end)) <= MEET_FT]
        hits += [end for end in _ends(lines[second]) if lines[first].distance(Point(end)) <= MEET_FT]
        for node in [nodes.settle(hit) for hit in hits]:
            for index in (first, second):
                if lines[index].distance(Point(node)) <= MEET_FT:
                    stops[index].append(node)
    borders = shapely.union_all([shape_to_ft(limit).boundary for limit in limits])
    for line, stop in zip(lines, stops, strict=True):
        crossed = [hit for hit in _points_of(line.intersection(borders)) if nodes.nearest(hit, LIMIT_CLEAR_FT) is None]
        stop += [nodes.settle(hit) for hit in crossed]
    return [piece for r, line, stop in zip(roads, lines, stops, strict=True) for piece in _pieces(r, line, stop)]


def _ends(line: LineString) -> list[Xy]:
    return [(x, y) for x, y in (line.coords[0], line.coords[-1])]


def _neighbours(lines: list[LineString]) -> list[tuple[int, int]]:
    """Pairs of lines that meet or nearly meet, each once, in a fixed order."""
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=MEET_FT)
    return sorted((int(i), int(j)) for i, j in zip(one, other, strict=True) if i < j)


def _pieces(road: Road, line: LineString, stops: list[Xy]) -> list[Piece]:
    """Cut one line at its nodes; inner vertices stay, save those within reach of a node."""
    marks = sorted({(line.project(Point(node)), node) for node in stops})
    inner = [(line.project(Point(x, y)), (x, y)) for x, y in line.coords[1:-1]]
    found = []
    for (start_ft, first), (end_ft, last) in pairwise(marks):
        if first == last:
            continue
        between = [xy for m, xy in inner if start_ft + MEET_FT < m < end_ft - MEET_FT]
        path = tuple(from_ft(*xy) for xy in (first, *between, last))
        found.append(Piece(road=road, path=path, start_ft=start_ft, end_ft=end_ft))
    return found

"""From planned roads to segments: cut where roads meet and where limits cross, and end on shared vertices."""

from collections import defaultdict
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from layers.boynton_beach.demo.frame import LonLat, from_ft, shape_to_ft, to_ft
from layers.boynton_beach.demo.road import Road

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


def _points_of(shape: BaseGeometry) -> list[tuple[float, float]]:
    """Crossing points; of an overlap, its two ends."""
    found: list[tuple[float, float]] = []
    for part in shapely.get_parts(shape):
        coords = list(part.coords) if part.geom_type in {"Point", "LineString"} else []
        found += coords if len(coords) < 2 else [coords[0], coords[-1]]
    return found


class Nodes:
    """Places where segments end; a point within a few feet of a known node is that node."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)

    def nearest(self, xy: tuple[float, float], reach_ft: float) -> tuple[float, float] | None:
        """The nearest known node within reach, in feet of the frame; reach is at most 50 ft."""
        cx, cy = int(xy[0] // 50), int(xy[1] // 50)
        near = [n for i in (-1, 0, 1) for j in (-1, 0, 1) for n in self._cells.get((cx + i, cy + j), [])]
        near = [n for n in near if Point(n).distance(Point(xy)) <= reach_ft]
        return min(near, key=lambda n: (Point(n).distance(Point(xy)), n), default=None)

    def settle(self, xy: tuple[float, float]) -> tuple[float, float]:
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
    tree = shapely.STRtree(lines)
    nodes = Nodes()
    stops: list[list[tuple[float, float]]] = [[] for _ in roads]
    for index, line in enumerate(lines):
        for end in (line.coords[0], line.coords[-1]):
            stops[index].append(nodes.settle(end))
    for index, line in enumerate(lines):
        for other in sorted(int(i) for i in tree.query(line, predicate="dwithin", distance=MEET_FT)):
            if other == index:
                continue
            hits = _points_of(line.intersection(lines[other])) if other > index else []
            ends = (lines[other].coords[0], lines[other].coords[-1])
            hits += [end for end in ends if line.distance(Point(end)) <= MEET_FT]
            for hit in hits:
                node = nodes.settle(hit)
                stops[index].append(node)
                if lines[other].distance(Point(node)) <= MEET_FT:
                    stops[other].append(node)
    borders = shapely.unary_union([shape_to_ft(limit).boundary for limit in limits])
    for index, line in enumerate(lines):
        for hit in _points_of(line.intersection(borders)):
            if nodes.nearest(hit, LIMIT_CLEAR_FT) is None:
                stops[index].append(nodes.settle(hit))
    return [piece for r, line, stop in zip(roads, lines, stops, strict=True) for piece in _pieces(r, line, stop)]


def _pieces(road: Road, line: LineString, stops: list[tuple[float, float]]) -> list[Piece]:
    """Cut one line at its nodes; inner vertices stay, save those within reach of a node."""
    marks = sorted({(line.project(Point(node)), node) for node in stops})
    inner = [(line.project(Point(xy)), xy) for xy in line.coords[1:-1]]
    found = []
    for (start_ft, first), (end_ft, last) in zip(marks, marks[1:], strict=False):
        if first == last:
            continue
        between = [xy for m, xy in inner if start_ft + MEET_FT < m < end_ft - MEET_FT]
        path = tuple(from_ft(*xy) for xy in (first, *between, last))
        found.append(Piece(road=road, path=path, start_ft=start_ft, end_ft=end_ft))
    return found

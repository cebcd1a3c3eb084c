# ruff: noqa: PLR2004  # a drawing is made of figures; the docstrings say what they place
"""Named intersections, from the nodes where segments of different names meet."""

import re
from collections import defaultdict
from itertools import combinations

from shapely.geometry import Point

from layers.boynton_beach.demo.frame import LonLat
from layers.boynton_beach.demo.streets import Segment
from layers.boynton_beach.demo.water import INTERCHANGES
from layers.boynton_beach.demo.write import Feature, feature

_PREFIX = re.compile(r"^[NSEW] (?!\d)")


def bare(name: str) -> str:
    """A street's name without a single-letter directional: crossings are spoken of without it."""
    return _PREFIX.sub("", name)


def intersections(segments: list[Segment]) -> list[Feature]:
    """One row for each pair of names at a node; the motorway only where it has ramps."""
    meeting: dict[LonLat, list[Segment]] = defaultdict(list)
    for segment in segments:
        for end in (segment.piece.path[0], segment.piece.path[-1]):
            meeting[end].append(segment)
    rows: list[tuple[LonLat, str, list[str]]] = []
    for node in sorted(meeting):
        legs = meeting[node]
        if any(leg.piece.road.kind == "motorway" for leg in legs) and not _has_ramps(node):
            continue
        names: dict[str, list[Segment]] = defaultdict(list)
        for leg in legs:
            names[bare(leg.name)].append(leg)
        for first, second in combinations(sorted(names), 2):
            # Two names in one direction, with a third across: one street that only changes its quadrant here.
            if len(names) > 2 and _runs_east_west(names[first][0]) == _runs_east_west(names[second][0]):
                continue
            ids = sorted({leg.segment_id for name in (first, second) for leg in names[name]})
            rows.append((node, f"{first} & {second}", ids))
    return [
        feature(Point(node), intersection_id=f"X{index:05d}", name=name, segment_ids=ids)
        for index, (node, name, ids) in enumerate(rows, start=1)
    ]


def _has_ramps(node: LonLat) -> bool:
    return any(abs(node[1] - lat) < 0.0001 for lat in INTERCHANGES)


def _runs_east_west(segment: Segment) -> bool:
    start, end = segment.piece.path[0], segment.piece.path[-1]
    return abs(end[0] - start[0]) > abs(end[1] - start[1])

"""Where streets meet: the intersections on file, and every other end point that streets of two names share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_cas.geocoding.names import base_key, street_key
from gis_cas.store.locator_rows import CrossingRow, SegmentRow

SAME_END_FT = 3.0
"""Ends of segments this close are one end: files disagree by a rounding."""

AT_NODE_FT = 60.0
"""An intersection on file this close to where segments end is that end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Where segments meet; `legs` are their numbers in the index. Feet: city's CRS."""

    name: str
    x_ft: float
    y_ft: float
    legs: tuple[int, ...]


def crossings(segments: Sequence[SegmentRow], on_file: Sequence[CrossingRow]) -> list[Crossing]:
    """Every crossing: those on file under their own names, and the ends that streets of two names share."""
    if not segments:
        return []
    spots, legs = _nodes(segments)
    numbers = {segment.segment_key: number for number, segment in enumerate(segments)}
    nearest = _nearest(spots, on_file)
    found = []
    for row, node in zip(on_file, nearest, strict=True):
        own = tuple(numbers[key] for key in row.segment_keys if key in numbers)
        if not own and node is not None:
            own = tuple(legs[node])
        found.append(Crossing(name=row.name, x_ft=row.x_ft, y_ft=row.y_ft, legs=own))
    known = {node for node in nearest if node is not None}
    for node, meeting in enumerate(legs):
        bases = {base_key(segments[leg].street) for leg in meeting} if len(meeting) > 1 else set()
        if node not in known and len(bases) > 1:
            names = sorted({segments[leg].street for leg in meeting}, key=street_key)
            x_ft, y_ft = (float(value) for value in spots[node])
            found.append(Crossing(name=" & ".join(names), x_ft=x_ft, y_ft=y_ft, legs=tuple(meeting)))
    return found


def _nodes(segments: Sequence[SegmentRow]) -> tuple[NDArray[np.float64], list[list[int]]]:
    """The spots at which segments end, and the numbers of those that end at each."""
    lines = np.array([segment.line for segment in segments], dtype=object)
    ends = shapely.get_coordinates(np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)]))
    rounded, first, node_of = np.unique(np.round(ends).astype(np.int64), axis=0, return_index=True, return_inverse=True)
    home = np.arange(len(rounded))
    points = np.asarray(shapely.points(ends[first]))
    for one, other in shapely.STRtree(points).query(points, predicate="dwithin", distance=SAME_END_FT).T:
        if one < other:
            home[home == home[other]] = home[one]
    legs: list[list[int]] = [[] for _ in rounded]
    for place, node in enumerate(node_of.reshape(-1)):
        segment = place % len(segments)
        at = legs[home[node]]
        if segment not in at:
            at.append(segment)
    return ends[first], legs


def _nearest(spots: NDArray[np.float64], on_file: Sequence[CrossingRow]) -> list[int | None]:
    """For each intersection on file the end of segments it lies at."""
    found: list[int | None] = [None] * len(on_file)
    if on_file:
        tree = shapely.STRtree(np.asarray(shapely.points(spots)))
        asked = shapely.points([(row.x_ft, row.y_ft) for row in on_file])
        for row, node in tree.query_nearest(asked, max_distance=AT_NODE_FT, all_matches=False).T:
            found[row] = int(node)
    return found

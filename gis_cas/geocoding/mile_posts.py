"""The stage for mile posts and exits: at the post, between two posts along the road, or at the interchange."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely import LineString, Point

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import scoring, streets
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.markers import Road
from gis_cas.geocoding.meetings import INTERCHANGE_FT
from gis_cas.geocoding.ranges import ACROSS_FT
from gis_cas.geocoding.readings import MarkerRead, StreetRead
from gis_cas.store.locator_rows import MarkerRow, SegmentRow

FT_PER_MILE = 5280.0
AT_POST_FT = 528.0
"""Who names a whole mile that has a post stands within a tenth of a mile of it, 95 %."""

LEFT_OF_THE_GAP = 0.05
"""Roads are rebuilt and their posts are not: how far off a place between two posts may be, as a share of their gap."""

LONGEST_GAP_MILES = 10.0
BY_THE_ROAD_FT = 300.0
"""A post stands this close to the line of its road; farther off the line on file is another one."""

LETTER_LEFT_OUT = 2.0
OTHER_LETTER = 6.0


def of_marker(ground: Ground, read: MarkerRead) -> list[Candidate]:
    """The post or exit on every road of that name; of words that name another town, none."""
    if read.tail.town and not read.tail.town_is_ours:
        return []
    find = _exits if read.kind == "exit" else _miles
    return [
        found
        for road, cost in ground.gazetteer.markers.called(read.route)
        for found in find(ground, read, road, read.cost + cost)
    ]


def road_alone(ground: Ground, read: MarkerRead) -> list[Candidate]:
    """The road, where the post is not on file: a line, no place yet."""
    if read.route is None:
        return []
    street = StreetRead(street=read.route, tail=read.tail, cost=read.cost + scoring.NUMBER_NOT_ON_FILE)
    return streets.exact(ground, street) or streets.repaired(ground, street)


def _exits(ground: Ground, read: MarkerRead, road: Road, cost: float) -> list[Candidate]:
    found = []
    for row in road.exits:
        other = _other_exit(read.number, row.number)
        if other is not None:
            found.append(
                Candidate(
                    label=f"exit {row.number} of {road.name}",
                    position=ground.projection.to_position(x_ft=row.x_ft, y_ft=row.y_ft),
                    score=scoring.FULL - cost - other,
                    match_type=MatchType.POINT_OF_INTEREST,
                    error_radius_ft=math.hypot(INTERCHANGE_FT, row.accuracy_ft),
                )
            )
    return found


def _other_exit(asked: str, on_file: str) -> float | None:
    """What an exit's letter costs: "57" may be 57A, and 57B may be on file as 57; another number is another exit."""
    want, have = (re.sub(r"[^A-Z0-9]", "", one.upper()) for one in (asked, on_file))
    if want == have:
        return 0.0
    if want.rstrip("ABCDEFG") != have.rstrip("ABCDEFG"):
        return None
    return LETTER_LEFT_OUT if want.isdigit() else OTHER_LETTER


def _miles(ground: Ground, read: MarkerRead, road: Road, cost: float) -> list[Candidate]:
    mile = float(read.number)
    decimals = len(read.number.partition(".")[2])
    half_of_last_ft = FT_PER_MILE / 2 / 10**decimals
    known = [row for at, row in road.miles if at == mile]
    between = next(((one, other) for one, other in pairwise(road.miles) if one[0] < mile < other[0]), None)
    segments = _of_road(ground, road)
    note = None
    if known:
        spot, off_ft = Point(known[0].x_ft, known[0].y_ft), known[0].accuracy_ft
        stated_ft = min(AT_POST_FT, half_of_last_ft)
    elif between is not None and between[1][0] - between[0][0] <= LONGEST_GAP_MILES:
        spot, off_ft = _on_the_way([segment.line for segment in segments], between, mile)
        stated_ft = half_of_last_ft
        note = f"Measured between the posts at {between[0][1].number} and {between[1][1].number}."
    else:
        return []
    return [
        Candidate(
            label=f"mile {read.number} of {road.name}",
            position=ground.projection.to_position(x_ft=spot.x, y_ft=spot.y),
            score=scoring.FULL - cost,
            match_type=MatchType.DISTANCE_MARKER,
            error_radius_ft=math.hypot(stated_ft, off_ft, ACROSS_FT),
            segment_key=_nearest(segments, spot),
            note=note,
        )
    ]


def _of_road(ground: Ground, road: Road) -> list[SegmentRow]:
    gazetteer = ground.gazetteer
    return [gazetteer.segments[number] for number in gazetteer.of_names(bases=sorted(road.bases))]


def _on_the_way(
    lines: Sequence[LineString], between: tuple[tuple[float, MarkerRow], tuple[float, MarkerRow]], mile: float
) -> tuple[Point, float]:
    """The place between two posts, along the road where its line joins them, else straight; and how far off, feet."""
    (low, first), (high, second) = between
    share = (mile - low) / (high - low)
    here, there = Point(first.x_ft, first.y_ft), Point(second.x_ft, second.y_ft)
    accuracy_ft = max(first.accuracy_ft, second.accuracy_ft)
    merged = shapely.line_merge(shapely.union_all(np.array(lines, dtype=object)))
    near = [line for line in shapely.get_parts(merged) if _joins(line, here, there)]
    if near:
        line = min(near, key=lambda one: (one.distance(here) + one.distance(there), one.wkt))
        start, end = line.project(here), line.project(there)
        return line.interpolate(start + share * (end - start)), accuracy_ft + LEFT_OF_THE_GAP * abs(end - start)
    straight = LineString([here, there])
    bow_ft = straight.length * share * (1 - share)
    return straight.interpolate(share, normalized=True), accuracy_ft + LEFT_OF_THE_GAP * straight.length + bow_ft


def _joins(line: LineString, here: Point, there: Point) -> bool:
    return max(line.distance(here), line.distance(there)) <= BY_THE_ROAD_FT


def _nearest(segments: Sequence[SegmentRow], spot: Point) -> str | None:
    """The segment of the road that a place lies on, if it lies on one."""
    apart = [(segment.line.distance(spot), segment.segment_key) for segment in segments]
    nearest = min(apart, default=None)
    return nearest[1] if nearest and nearest[0] <= BY_THE_ROAD_FT else None

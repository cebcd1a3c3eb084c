"""The stages for stretches of a street: its hundred block, and what lies between two crossings."""

import math
from collections.abc import Iterable, Sequence

from shapely import LineString, MultiLineString, Point

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import meetings, scoring
from gis_cas.geocoding.filing import Numbers
from gis_cas.geocoding.gazetteer import Gazetteer
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.names import split_key
from gis_cas.geocoding.nearest import SAME_BLOCK
from gis_cas.geocoding.ranges import ACROSS_FT
from gis_cas.geocoding.readings import BetweenRead, BlockRead, CrossingRead
from gis_cas.store.locator_rows import SegmentRow

LONGEST_FT = 2640.0
"""Two crossings farther apart than half a mile do not bound a block."""


def of_block(ground: Ground, read: BlockRead) -> list[Candidate]:
    """The segments of the street that hold numbers of this hundred."""
    gazetteer = ground.gazetteer
    streets = gazetteer.of_names(bases=scoring.wanted(read.street).bases)
    found = []
    for (name, cost), segments in _by_name(gazetteer, streets, read.street).items():
        within = [one for one in segments if _touches(one, read.number)]
        if within:
            label = f"{read.number} block of {name}"
            found.append(stretch(ground, within, label=label, cost=read.cost + cost, kind=MatchType.STREET_MID_BLOCK))
    return best_only(found)


def between(ground: Ground, read: BetweenRead) -> list[Candidate]:
    """The stretch of a street between its crossings with two others."""
    ends = []
    for cross_street in (read.first, read.second):
        crossing = CrossingRead(first=read.street, second=cross_street, tail=read.tail)
        ends.append(meetings.exact(ground, crossing) or meetings.repaired(ground, crossing))
    pairs = [
        (math.dist(ground.projection.to_ft(one.position), ground.projection.to_ft(other.position)), one, other)
        for one in ends[0]
        for other in ends[1]
        if one.position != other.position
    ]
    pairs = [pair for pair in pairs if pair[0] <= LONGEST_FT]
    if not pairs:
        return []
    _, one, other = min(pairs, key=lambda pair: (-pair[1].score - pair[2].score, pair[0]))
    gazetteer = ground.gazetteer
    streets = gazetteer.of_names(bases=scoring.wanted(read.street).bases)
    start, end = (Point(ground.projection.to_ft(spot.position)) for spot in (one, other))
    cost = read.cost + scoring.FULL - min(one.score, other.score)
    for (name, _), segments in _by_name(gazetteer, streets, read.street).items():
        within = [segment for segment in segments if _lies_between(segment.line, start, end)]
        if within:
            label = f"{name} between {_other(one, name)} and {_other(other, name)}"
            return [stretch(ground, within, label=label, cost=cost, kind=MatchType.STREET_BETWEEN)]
    return []


def _by_name(gazetteer: Gazetteer, streets: Numbers, asked: str) -> dict[tuple[str, float], list[SegmentRow]]:
    """The segments that answer to what was asked, by their street's name and what fitting it costs; cheapest first."""
    named: dict[tuple[str, float], list[SegmentRow]] = {}
    for number in streets:
        segment = gazetteer.segments[number]
        cost = scoring.best_cost(asked, segment.keys, own_name=segment.street)
        if cost is not None:
            named.setdefault((segment.street, cost), []).append(segment)
    return dict(sorted(named.items(), key=lambda pair: (pair[0][1], pair[0][0])))


def stretch(ground: Ground, segments: Sequence[SegmentRow], *, label: str, cost: float, kind: MatchType) -> Candidate:
    """The middle of some segments of one street, with all of them in the radius."""
    lines = MultiLineString([segment.line for segment in segments])
    middle = lines.interpolate(lines.project(lines.envelope.centroid))
    reach_ft = max(middle.distance(Point(spot)) for line in lines.geoms for spot in line.coords)
    return Candidate(
        label=label,
        position=ground.projection.to_position(x_ft=middle.x, y_ft=middle.y),
        score=scoring.FULL - cost,
        match_type=kind,
        error_radius_ft=reach_ft + math.hypot(ACROSS_FT, ground.gazetteer.accuracy_ft("streets")),
        segment_key=segments[0].segment_key if len(segments) == 1 else None,
    )


def _touches(segment: SegmentRow, hundred: int) -> bool:
    ends = [sorted(end for end in side if end) for side in (segment.left, segment.right)]
    return any(side and side[0] < hundred + SAME_BLOCK and side[-1] >= hundred for side in ends)


def _lies_between(line: LineString, start: Point, end: Point) -> bool:
    """Whether the middle of a segment lies nearer to both crossings than they do to each other."""
    middle, apart_ft = line.interpolate(0.5, normalized=True), start.distance(end)
    return middle.distance(start) < apart_ft and middle.distance(end) < apart_ft


def _other(crossing: Candidate, street: str) -> str:
    names = [name for name in crossing.label.split(" & ") if split_key(name.upper()).base not in street.upper()]
    return names[0] if names else crossing.label


def best_only(found: Iterable[Candidate]) -> list[Candidate]:
    """Whatever is as good as the best of them."""
    listed = sorted(found, key=lambda one: (-one.score, one.label))
    return [one for one in listed if one.score >= listed[0].score - scoring.WITHIN]

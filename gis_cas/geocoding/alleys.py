"""The stage for an alley named after the two streets it lies between: "1600 Elm-Oak"; its numbers are a street's."""

import math
from collections.abc import Sequence
from dataclasses import replace

from shapely import MultiLineString, Point

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import addresses, scoring
from gis_cas.geocoding.blocks import best_only, stretch
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.names import split_key, street_key
from gis_cas.geocoding.ranges import ACROSS_FT
from gis_cas.geocoding.readings import AddressRead, AlleyRead
from gis_cas.store.locator_rows import SegmentRow

BORROWED_NUMBER = 10.0
"""An alley has no numbers of its own but those of its streets."""

NOT_ON_FILE = 5.0
"""What it costs that the alley itself is not on file, only the two streets it lies between."""

NUMBERS_APART = 24
"""An alley's own range may miss the number by so much: it has few numbers of its own."""

DEEPEST_BLOCK_FT = 800.0
"""An alley lies no farther from its streets, and two streets farther apart share none."""


def of_alley(ground: Ground, read: AlleyRead) -> list[Candidate]:
    """The piece of the alley with the number, else beside the number on one of the streets, else between the two."""
    gazetteer = ground.gazetteer
    bases = [split_key(key).base for key in (read.first, read.second)]
    pieces = [gazetteer.segments[number] for number in gazetteer.alleys(*bases)]
    beside = _addresses(ground, read)
    possible = _possible(ground, pieces, beside, read)
    if not possible:
        return best_only(_between(ground, read, beside))
    piece = possible[0]
    candidate = stretch(
        ground,
        [piece],
        label=f"{read.number} {piece.street}",
        cost=read.cost + BORROWED_NUMBER + _direction_cost(read.first, piece),
        kind=MatchType.STREET_BETWEEN,
    )
    block_ft = max((one.error_radius_ft for one, _ in beside), default=0.0)
    reach_ft = _reach_ft(ground, candidate, possible)
    return [replace(candidate, error_radius_ft=max(candidate.error_radius_ft + block_ft, reach_ft))]


def _addresses(ground: Ground, read: AlleyRead) -> list[tuple[Candidate, str]]:
    """The number on the two streets, as good as it fits one of them, with the other street's key."""
    found = [
        (candidate, other)
        for one, other in ((read.first, read.second), (read.second, read.first))
        for candidate in addresses.repaired(ground, AddressRead(number=read.number, street=one, tail=read.tail))
        if candidate.score >= scoring.SURE
    ]
    least = max((candidate.score for candidate, _ in found), default=0.0) - scoring.WITHIN
    return [pair for pair in found if pair[0].score >= least]


def _possible(
    ground: Ground, pieces: Sequence[SegmentRow], beside: Sequence[tuple[Candidate, str]], read: AlleyRead
) -> list[SegmentRow]:
    """The pieces that may be meant, the likeliest first: those whose own numbers fit, or that lie by the address.

    A piece that holds the number counts wherever it lies; one with nearly such numbers, or with none, by the address.
    """
    spots = [Point(ground.projection.to_ft(candidate.position)) for candidate, _ in beside]
    ranked = []
    for piece in pieces:
        away_ft = min((piece.line.distance(spot) for spot in spots), default=0.0)
        gap = _gap(piece, read.number)
        by_the_address = away_ft <= DEEPEST_BLOCK_FT and (spots or gap is not None)
        if gap == 0 or (by_the_address and (gap is None or gap <= NUMBERS_APART)):
            ranked.append((NUMBERS_APART + 1 if gap is None else gap, away_ft, piece))
    ranked.sort(key=lambda one: (one[0], one[1], one[2].segment_key))
    numbered = [piece for gap, _, piece in ranked if gap <= NUMBERS_APART]
    return numbered or [piece for _, _, piece in ranked]


def _reach_ft(ground: Ground, candidate: Candidate, possible: Sequence[SegmentRow]) -> float:
    """How far every piece that may be meant reaches from the one that was taken."""
    here = Point(ground.projection.to_ft(candidate.position))
    farthest = max(here.distance(Point(spot)) for piece in possible for spot in piece.line.coords)
    return farthest + math.hypot(ACROSS_FT, ground.gazetteer.accuracy_ft("streets"))


def _gap(piece: SegmentRow, number: int) -> int | None:
    """By how much the number misses the piece's ranges; None without any."""
    ends = [sorted(end for end in side if end) for side in (piece.left, piece.right)]
    return min((max(side[0] - number, number - side[-1], 0) for side in ends if side), default=None)


def _direction_cost(asked: str, piece: SegmentRow) -> float:
    """What a directional costs that the alley on file contradicts."""
    want, have = split_key(asked).direction, split_key(street_key(piece.street)).direction
    return scoring.CONFLICT if want and have and want != have else 0.0


def _between(ground: Ground, read: AlleyRead, beside: Sequence[tuple[Candidate, str]]) -> list[Candidate]:
    """Halfway from the address on one street to the other street."""
    gazetteer = ground.gazetteer
    found = []
    for candidate, other in beside:
        others = [gazetteer.segments[number] for number in gazetteer.of_names(bases=[split_key(other).base])]
        if not others:
            continue
        here = Point(ground.projection.to_ft(candidate.position))
        lines = MultiLineString([one.line for one in others])
        there = lines.interpolate(lines.project(here))
        apart_ft = here.distance(there)
        if apart_ft <= DEEPEST_BLOCK_FT:
            position = ground.projection.to_position(x_ft=(here.x + there.x) / 2, y_ft=(here.y + there.y) / 2)
            found.append(
                replace(
                    candidate,
                    label=f"alley between {candidate.label.partition(',')[0]} and {others[0].street}",
                    position=position,
                    score=candidate.score - read.cost - BORROWED_NUMBER - NOT_ON_FILE,
                    match_type=MatchType.STREET_BETWEEN,
                    error_radius_ft=math.hypot(candidate.error_radius_ft, apart_ft / 2),
                    segment_key=None,
                    side=None,
                    note="The alley is not on file; this is between the two streets it is named after.",
                )
            )
    return found

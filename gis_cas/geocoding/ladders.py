"""The ladders of stages: for every kind of reading the stages in their order, the first sure one ending the climb."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geocoding import (
    addresses,
    alleys,
    approaches,
    blocks,
    meetings,
    mile_posts,
    misspelt,
    nearest,
    parcels,
    streets,
    surroundings,
)
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.parse import readings
from gis_cas.geocoding.readings import (
    AddressRead,
    AlleyRead,
    BetweenRead,
    BlockRead,
    CoordinatesRead,
    CrossingRead,
    MarkerRead,
    NearbyRead,
    ParcelRead,
    Reading,
    StreetRead,
)
from gis_cas.geocoding.scoring import SURE
from gis_cas.geocoding.shortlist import shortlist

MOST_AROUND = 5
"""Of what a relation may speak of, at most so many are given areas."""


def _typed(_ground: Ground, read: CoordinatesRead) -> list[Candidate]:
    """Coordinates as they were typed."""
    label = f"{read.position.lat:.6g}, {read.position.lon:.6g}"
    return [
        Candidate(
            label=label,
            position=read.position,
            score=100.0 - read.cost,
            match_type=MatchType.LAT_LONG,
            error_radius_ft=read.radius_ft,
            note=read.note,
        )
    ]


def _nearby(ground: Ground, read: NearbyRead) -> list[Candidate]:
    """The areas around whatever a relation speaks of."""
    around = shortlist([one for inner in read.inner for one in climb(ground, inner)], limit=MOST_AROUND)
    return surroundings.nearby(ground, read, [one for one in around if one.score >= SURE])


Stage = Callable[[Ground, Any], list[Candidate]]
"""A stage takes one kind of reading and yields what it finds; the first one of a ladder that is sure of any ends it."""

LADDERS: dict[type, tuple[Stage, ...]] = {
    CoordinatesRead: (_typed,),
    AddressRead: (
        addresses.exact,
        addresses.repaired,
        nearest.of_address,
        misspelt.of_address,
        streets.of_address,
    ),
    CrossingRead: (meetings.exact, meetings.repaired, approaches.nearly, misspelt.of_crossing),
    BlockRead: (blocks.of_block,),
    BetweenRead: (blocks.between,),
    AlleyRead: (alleys.of_alley,),
    ParcelRead: (parcels.of_parcel,),
    MarkerRead: (mile_posts.of_marker, mile_posts.road_alone),
    NearbyRead: (_nearby,),
    StreetRead: (streets.exact, surroundings.of_landmark, streets.repaired, misspelt.of_street),
}


def climb(ground: Ground, read: Reading) -> list[Candidate]:
    """What the stages of one reading's ladder find, up to the first that is sure of any."""
    found: list[Candidate] = []
    for stage in LADDERS[type(read)]:
        candidates = stage(ground, read)
        found += candidates
        if any(candidate.score >= SURE for candidate in candidates):
            break
    return found


def look_up(ground: Ground, words: str, *, limit: int) -> tuple[Candidate, ...]:
    """Every place the words could mean: candidates as good as the best one, or good in themselves."""
    found = [one for read in readings(words, city=ground.city) for one in climb(ground, read)]
    return tuple(replace(one, locator_version=ground.gazetteer.version) for one in shortlist(found, limit=limit))

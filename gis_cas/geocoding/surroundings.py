"""The stages for landmarks, and for what lies behind, beside or across from something: an area, never a fake point."""

import math
from collections.abc import Iterable
from dataclasses import replace

import shapely

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.position import Position
from gis_cas.geocoding import scoring
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.names import split_key
from gis_cas.geocoding.readings import NearbyRead, StreetRead
from gis_cas.store.locator_rows import LandmarkRow

ON_ANOTHER_STREET = 25.0
BY_THE_STREET_FT = 600.0


def of_landmark(ground: Ground, read: StreetRead) -> list[Candidate]:
    """Words without a number may name a landmark."""
    return _candidates(ground, ground.gazetteer.landmarks.named(read.street), cost=read.cost)


def nearby(ground: Ground, read: NearbyRead, around: Iterable[Candidate]) -> list[Candidate]:
    """The area around each thing that the relation speaks of; never the thing itself."""
    found = []
    named = ground.gazetteer.landmarks.named(read.what)
    if read.street:
        named = [(row, cost + _street_cost(ground, row, read.street)) for row, cost in named]
    for one in [*_candidates(ground, named, cost=0.0), *around]:
        if one.match_type is MatchType.STREET_NAME:
            continue
        radius_ft = one.error_radius_ft + read.reach_ft
        note = f"An area, not a point: within {read.reach_ft:.0f} ft of it."
        found.append(
            replace(
                one,
                label=f"{read.relation.lower()} {one.label}",
                match_type=MatchType.POINT_OF_INTEREST,
                error_radius_ft=radius_ft,
                segment_key=None,
                address_key=None,
                side=None,
                note=note,
            )
        )
    return found


def reversed_landmark(ground: Ground, position: Position, *, reach_ft: float) -> tuple[Candidate, float] | None:
    """The landmark at or near a position as a candidate, and its distance in feet."""
    x_ft, y_ft = ground.projection.to_ft(position)
    near = ground.gazetteer.landmarks.nearest(x_ft, y_ft, reach_ft=reach_ft)
    if near is None:
        return None
    (candidate,) = _candidates(ground, [(near[0], 0.0)], cost=0.0)
    return candidate, near[1]


def _candidates(ground: Ground, named: Iterable[tuple[LandmarkRow, float]], *, cost: float) -> list[Candidate]:
    found = []
    for row, own_cost in named:
        inside = shapely.point_on_surface(row.shape)
        reach_ft = float(shapely.hausdorff_distance(row.shape, inside)) if row.shape.geom_type != "Point" else 0.0
        found.append(
            Candidate(
                label=row.name,
                position=ground.projection.to_position(x_ft=inside.x, y_ft=inside.y),
                score=scoring.FULL - cost - own_cost,
                match_type=MatchType.POINT_OF_INTEREST,
                error_radius_ft=math.hypot(reach_ft, row.accuracy_ft),
            )
        )
    return found


def _street_cost(ground: Ground, row: LandmarkRow, street: str) -> float:
    """Nothing for a landmark by the street that was named, much for another one."""
    gazetteer = ground.gazetteer
    numbers = gazetteer.of_names(bases=[split_key(street).base])
    near = any(shapely.dwithin(row.shape, gazetteer.segments[number].line, BY_THE_STREET_FT) for number in numbers)
    return 0.0 if near else ON_ANOTHER_STREET

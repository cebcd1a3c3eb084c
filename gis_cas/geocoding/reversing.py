"""From a position to what people call it. What comes out is derived, and never replaces what somebody stated."""

import math
from dataclasses import replace

from gis_cas.domain.candidate import Candidate, MatchType
from gis_cas.geo.position import Position
from gis_cas.geocoding import surroundings
from gis_cas.geocoding.ground import Ground
from gis_cas.geocoding.units import shown_unit
from gis_cas.store.locator import nearby
from gis_cas.store.locator_rows import NearbyRow

REACH_FT = 500.0
"""Farther away nothing is offered: the name of something else would mislead."""

POINTS = 3
FT_PER_POINT = 10.0
"""Feet of distance that take one point off the score."""

_KINDS = {
    "address": (MatchType.POINT_ADDRESS, "address_points"),
    "intersection": (MatchType.STREET_INTERSECTION, "intersections"),
    "street": (MatchType.STREET_NAME, "streets"),
}


def around(ground: Ground, position: Position) -> tuple[Candidate, ...]:
    """Address points, the nearest crossing, street and landmark within 500 ft, nearest first.

    The radius of each (feet, 95 %) is its distance from the position, joined with its layer's accuracy.
    """
    rows = nearby(
        ground.conn,
        xy_ft=ground.projection.to_ft(position),
        srid_ft=ground.city.srid_ft,
        reach_ft=REACH_FT,
        how_many=POINTS,
    )
    found = [(row.distance_ft, _candidate(ground, row)) for row in rows]
    landmark = surroundings.reversed_landmark(ground, position, reach_ft=REACH_FT)
    if landmark is not None:
        one, away_ft = landmark
        score = max(0.0, 100.0 - away_ft / FT_PER_POINT)
        found.append((away_ft, replace(one, score=score, error_radius_ft=math.hypot(one.error_radius_ft, away_ft))))
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].label)))


def _candidate(ground: Ground, row: NearbyRow) -> Candidate:
    match_type, layer = _KINDS[row.kind]
    place = row.position
    if place is None and row.xy_ft is not None:
        place = ground.projection.to_position(x_ft=row.xy_ft[0], y_ft=row.xy_ft[1])
    if place is None:
        raise AssertionError("locator_nearby.sql gives each row degrees or feet")
    accuracy_ft = ground.gazetteer.accuracy_ft(layer)
    is_point = row.kind == "address"
    return Candidate(
        label=_label(row),
        position=place,
        score=max(0.0, 100.0 - row.distance_ft / FT_PER_POINT),
        match_type=MatchType.SUBADDRESS if is_point and row.unit else match_type,
        error_radius_ft=math.hypot(row.distance_ft, accuracy_ft),
        segment_key=row.segment_key,
        address_key=row.key if is_point else None,
    )


def _label(row: NearbyRow) -> str:
    last = " ".join(part for part in (row.postal_city, row.zip) if part) if row.kind == "address" else ""
    return ", ".join(part for part in (row.name, shown_unit(row.unit), last) if part)

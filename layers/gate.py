"""The gate of publishing: no version that makes spots nobody's, or two bodies', unless somebody says why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from gis_cas.errors import WrongState
from gis_cas.geo.projection import Projection
from gis_cas.store.city import load_city, load_directory, load_ruleset
from gis_cas.store.proof_ground import Differing, differing
from layers.city_ground import looking, roads
from layers.draft import Comparison, compared
from layers.proof import Fault, Rulebook, prove
from layers.proof_blocks import Ground, prove_at_once
from layers.spots import FT_PER_M, STEP_M, Spot, addresses, centrelines, grid, spot

MOST_SPOTS: Final = 4_000
"""So many spots of each kind on changed ground; on more of it they lie further apart: publishing stays quick."""

ONE_BY_ONE: Final = 2_000
"""Fewer spots than this are looked at before an index for many would be built."""

_SAID_AT_MOST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the gate saw: how many spots on changed ground, and the faults that the version would bring."""

    spots: int
    faults: tuple[Fault, ...]


def check_version(connection: Connection, version_id: int, *, day: date, now: datetime) -> Checked:
    """The faults that are there with the version and not without it, on the ground where it differs."""
    city = load_city(connection)
    if city is None:
        return Checked(spots=0, faults=())
    book = Rulebook(ruleset=load_ruleset(connection), directory=load_directory(connection), city=city, day=day)
    projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
    with compared(connection, version_id, day=day, now=now) as comparison:
        if not comparison.routed or not comparison.draft:
            return Checked(spots=0, faults=())
        spots = _changed_spots(connection, comparison, book, projection)

        def faults(among: Iterable[Spot], publications: Mapping[str, int]) -> list[Fault]:
            some = list(among)
            if len(some) > ONE_BY_ONE:
                ground = Ground(connection=connection, publications=publications, projection=projection)
                proof = prove_at_once(book, some, ground, progress=lambda _: None)
            else:
                look = looking(connection, book, publications=publications, projection=projection)
                proof = prove(book, some, look)
            return [fault for fault in proof.faults if fault.spot is not None]

        found = faults(spots, comparison.publications)
        known = {_told(fault) for fault in faults(dict.fromkeys(_spots(found)), comparison.standing)}
    return Checked(spots=len(spots), faults=tuple(fault for fault in found if _told(fault) not in known))


def refuse_faults(checked: Checked) -> None:
    """Raise WrongState with what the version would do, in a sentence."""
    if not checked.faults:
        return
    spots = len(set(_spots(checked.faults)))
    said = "; ".join(
        f"{fault.verdict.standing.value} at {fault.spot.position.lat:.6f}, {fault.spot.position.lon:.6f} "
        f"({fault.services[0]}): {fault.verdict.sentence}"
        for fault in checked.faults[:_SAID_AT_MOST]
        if fault.spot is not None
    )
    raise WrongState(
        f"This version is not published: it would leave {spots:,} of {checked.spots:,} spots looked at on "
        f"changed ground to nobody, or to two owners. {said} Mend the layer or the rules, or say why it is right with "
        "--accept."
    )


def _changed_spots(
    connection: Connection, comparison: Comparison, book: Rulebook, projection: Projection
) -> list[Spot]:
    pieces = [
        piece
        for one in differing(connection, before=comparison.before, after=comparison.after)
        for piece in _ground(one, reach_ft=book.city.road_reach_ft)
    ]
    ground = shapely.union_all(pieces)
    if ground.is_empty:
        return []
    shapely.prepare(ground)
    within = [one for one in addresses(connection) if _in(ground, one, projection)]
    middles = centrelines(connection, roads(book, comparison.publications), projection=projection)
    step_ft = max(STEP_M * FT_PER_M, (ground.area / MOST_SPOTS) ** 0.5)
    inside = (piece.representative_point() for piece in pieces[:MOST_SPOTS])
    return [
        *_thinned(within),
        *_thinned([one for one in middles if _in(ground, one, projection)]),
        *(spot("border", x_ft=point.x, y_ft=point.y, projection=projection) for point in inside),
        *grid(ground, step_ft=step_ft, projection=projection),
    ]


def _thinned(spots: list[Spot]) -> list[Spot]:
    return spots[:: -(-len(spots) // MOST_SPOTS) or 1]


def _ground(one: Differing, *, reach_ft: float) -> list[BaseGeometry]:
    """Where a feature may decide otherwise than before, one area each: slivers too have a spot of their own."""
    if one.border_only:
        return list(shapely.get_parts(shapely.symmetric_difference(one.before, one.after)))
    there = [shape for shape in (one.before, one.after) if shape is not None]
    areas: Iterable[BaseGeometry] = (
        shape if shape.area > 0 else shapely.buffer(shape, max(reach_ft, one.half_ft), quad_segs=4) for shape in there
    )
    return [part for area in areas for part in shapely.get_parts(area)]


def _in(ground: BaseGeometry, one: Spot, projection: Projection) -> bool:
    return bool(shapely.contains_xy(ground, *projection.to_ft(one.position)))


def _spots(faults: Iterable[Fault]) -> list[Spot]:
    return [fault.spot for fault in faults if fault.spot is not None]


def _told(fault: Fault) -> tuple[object, ...]:
    return (fault.spot, fault.services, fault.verdict.standing)

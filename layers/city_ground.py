"""A whole city as spots, and what its layers say about one of them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection

from gis_cas.domain.findings import Findings
from gis_cas.domain.rules import Relation
from gis_cas.geo.projection import Projection
from gis_cas.store.places import locate
from gis_cas.store.proof_ground import areas
from gis_cas.store.statements import plan_once
from layers.proof import Look, Rulebook
from layers.spots import Spot, addresses, around, centrelines, grid

EXACT_FT: Final = 0.0
"""A spot of a proof is no pin: it is where it is."""


def looking(connection: Connection, book: Rulebook, *, publications: Mapping[str, int], projection: Projection) -> Look:
    """What these publications say about a spot, taken as exact: only the layers' own accuracy counts."""
    plan_once(connection)

    def look(one: Spot) -> Findings:
        return locate(
            connection,
            projection=projection,
            position=one.position,
            radius_ft=EXACT_FT,
            valid_on=book.day,
            road_reach_ft=book.city.road_reach_ft,
            publications=publications,
            segment_key=one.segment_key,
        )

    return look


def spots_of_city(
    connection: Connection,
    book: Rulebook,
    *,
    publications: Mapping[str, int],
    projection: Projection,
    step_ft: float,
) -> list[Spot]:
    """Address points, middles of centrelines, and a grid over all that is the city's own and a stone's throw around."""
    owners = {book.city.owner_slug, *book.directory.departments}
    held = [area for area in areas(connection, publications=publications.values()) if area.owner]
    ground = around((area.shape for area in held if area.owner in owners), everything=(area.shape for area in held))
    return [
        *addresses(connection),
        *centrelines(connection, roads(book, publications), projection=projection),
        *grid(ground, step_ft=step_ft, projection=projection),
    ]


def roads(book: Rulebook, publications: Mapping[str, int]) -> dict[str, int]:
    """The layers on which the rules look for roads."""
    roads = {rule.layer for rule in book.ruleset.rules if rule.relation is Relation.ON_ROAD}
    return {layer: publication for layer, publication in publications.items() if layer in roads}

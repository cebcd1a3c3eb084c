"""Limits drawn at random: what the product deems possible is what an oracle without any of its code deems possible."""

from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from gis_cas.domain.findings import Findings
from gis_cas.geo.projection import Projection
from gis_cas.policy.responsibility import decide, read_by_county_rules
from gis_cas.store.places import locate
from tests.benchmarks.area_oracle import AreaOracle, Floats, Shapes
from tests.benchmarks.county_city import PIPELINE
from tests.benchmarks.synthetic_city import SRID_FT, publish
from tests.fixtures.database import Database
from tests.unit.policy.spots import CITY, DIRECTORY, RULESET

ORIGIN_FT: Final = np.array([940_000.0, 780_000.0])
SIZE_FT: Final = 2_000
RADII_FT: Final = (1.0, 6.6, 33.0, 98.0)
SPOTS: Final = 30
OWNERS: Final = ("city", "ocean-ridge", "delray-beach", None)
"""The cells' owners; without one a cell is county land."""

LIMITS: Final = replace(
    RULESET,
    rules=tuple(rule for rule in RULESET.rules if rule.id in {"city-limits", "other-town", "unincorporated-county"}),
)
SERVICE: Final = LIMITS.services["noise"]
PROJECTION: Final = Projection(pipeline=PIPELINE, srid_ft=SRID_FT)

corners = st.tuples(st.integers(0, SIZE_FT), st.integers(0, SIZE_FT))
cells = st.lists(st.tuples(corners, st.sampled_from(OWNERS)), min_size=4, max_size=9, unique_by=lambda cell: cell[0])
accuracies = st.sampled_from([(1.0, 1.0), (1.0, 20.0), (20.0, 1.0), (0.0, 0.0)])


@given(cells=cells, coast_ft=st.integers(300, SIZE_FT), accuracy_ft=accuracies)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],  # each example is a database's work of a second; smaller ones would not be clearer
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_product_and_the_oracle_deem_the_same_owners_possible(
    shared_empty: Database,
    cells: list[tuple[tuple[int, int], str | None]],
    coast_ft: int,
    accuracy_ft: tuple[float, float],
) -> None:
    towns, owners = _towns(cells)
    county = np.array([shapely.box(*ORIGIN_FT, *(ORIGIN_FT + np.array([coast_ft, SIZE_FT])))])
    left = shapely.difference(county, shapely.union_all(towns))
    names = [{"city": "police"}.get(owner, owner) for owner in owners]
    oracle = AreaOracle(
        towns=towns, owners=names, county=county, left=left, county_owner="pbso", accuracy_ft=accuracy_ft
    )
    spots = _spots(np.concatenate([towns, county]))
    looked = oracle.at(spots)
    with shared_empty.owner.connect() as conn:
        layer = [(owner, owner, None, town) for owner, town in zip(owners, towns, strict=True)]
        publish(conn, "municipalities", 1, layer, accuracy_ft=accuracy_ft[0])
        publish(conn, "county", 1, [("county", "county", None, county[0])], accuracy_ft=accuracy_ft[1])
        for radius_ft in RADII_FT:
            answer = looked.possible(radius_ft)
            for spot, possible, fuzzy in zip(spots, answer.owners, answer.fuzzy, strict=True):
                if not fuzzy:
                    assert _deemed_possible(conn, spot, radius_ft) == possible, (spot, radius_ft)


def _towns(cells: list[tuple[tuple[int, int], str | None]]) -> tuple[Shapes, list[str]]:
    """The cells around the points, those of one owner together; a town at least, as an empty layer is none."""
    points = shapely.MultiPoint([ORIGIN_FT + corner for corner, _ in cells])
    box = shapely.box(*ORIGIN_FT, *(ORIGIN_FT + SIZE_FT))
    drawn = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box, ordered=True))
    by_owner: dict[str, list[Any]] = {}
    for (_, owner), cell in zip([(cells[0][0], "city"), *cells[1:]], drawn, strict=True):
        if owner is not None:
            by_owner.setdefault(owner, []).append(cell.intersection(box))
    return np.array([shapely.union_all(parts) for parts in by_owner.values()]), list(by_owner)


def _spots(areas: Shapes) -> Floats:
    """Corners of the areas and spots beside their edges."""
    chance = np.random.default_rng(5)
    corners = shapely.get_coordinates(areas)
    away = chance.normal(scale=40.0, size=(SPOTS, 2))
    beside = chance.choice(corners, SPOTS) + away
    return np.unique(np.concatenate([corners[:: max(1, len(corners) // 10)], beside]), axis=0)


def _deemed_possible(conn: Connection, spot: Floats, radius_ft: float) -> frozenset[str]:
    findings: Findings = locate(
        conn,
        projection=PROJECTION,
        position=PROJECTION.to_position(x_ft=float(spot[0]), y_ft=float(spot[1])),
        radius_ft=radius_ft,
        valid_on=date(2026, 11, 23),
        road_reach_ft=10.0,
        overlaps_of=read_by_county_rules(LIMITS.rules_for(SERVICE)),
    )
    decision = decide(
        service=SERVICE,
        findings=findings,
        ruleset=LIMITS,
        directory=DIRECTORY,
        city=CITY,
        answers={},
        proposed=False,
    )
    named = [decision.owner] if decision.owner else [candidate.owner for candidate in decision.candidates]
    return frozenset(owner.slug for owner in named if owner)

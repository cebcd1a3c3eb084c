"""Limits: every silent decision and every doubt of the product against an oracle that shares no code with it.

    .venv/bin/python -m tests.benchmarks.bench_responsibility_limits ../shared/data/boynton_area.gpkg --share 0.05

Every municipality of a county as a city folder, probed where it is hardest (`border_probes`), each probe with four
radii. Asking everybody would fail as surely as asking nobody: the set of doubtful probes must be the oracle's own.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from gis_cas.domain.place import Place, PlaceSource
from gis_cas.service_requests.decide import Question, decide_for
from gis_cas.service_requests.geocode import Found
from gis_cas.service_requests.office import Office, open_office
from gis_cas.store.engine import create_engine_for
from tests.benchmarks import county_city
from tests.benchmarks.area_oracle import FUZZ_FT, Answer, AreaOracle, Floats, in_feet
from tests.benchmarks.bench_words import loaded
from tests.benchmarks.border_probes import FT_PER_M, RADII_M, probes

VALID_ON: Final = date(2026, 11, 23)
PROCESSES: Final = 2
CHUNK: Final = 4_000


@dataclass(frozen=True, slots=True)
class Told:
    """What the product says at one probe: the owners it deems possible, and whether it is silent."""

    owners: frozenset[str]
    silent: bool


def main(source: Path, *, share: float) -> bool:
    """Measure and print; whether every bar is met."""
    folder = Path(tempfile.mkdtemp(prefix="gis-cas-limits-"))
    county_city.build(source, folder)
    asked = probes(source, share=share)
    began = time.perf_counter()
    looked = _oracle(source).at(asked.points)
    print(f"limits: {len(asked.points):,} probes x {len(RADII_M)} radii; oracle in {time.perf_counter() - began:.0f} s")
    good = True
    with loaded(folder) as (engine, *_):
        url = engine.url.render_as_string(hide_password=False)
        with ProcessPoolExecutor(PROCESSES) as pool:
            for radius_m in RADII_M:
                began = time.perf_counter()
                chunks = np.array_split(asked.points, max(1, len(asked.points) // CHUNK))
                told = [one for part in pool.map(partial(_ask, url, radius_m * FT_PER_M), chunks) for one in part]
                answer = looked.possible(radius_m * FT_PER_M)
                print(f"\n  radius {radius_m:g} m, asked in {time.perf_counter() - began:.0f} s")
                wider = looked.possible(radius_m * FT_PER_M + FUZZ_FT)
                good = _compare(told, answer, wider, asked.kinds) and good
    return good


def _oracle(source: Path) -> AreaOracle:
    towns = county_city.read_towns(source)
    shapes, county = np.asarray(towns.geometry.array), np.asarray(county_city.read_county(source).geometry.array)
    left = shapely.difference(county, shapely.union_all(shapes))
    return AreaOracle(
        towns=in_feet(shapes, county_city.PIPELINE),
        owners=[county_city.owner_of(str(name)) for name in towns["NAME"]],
        county=in_feet(county, county_city.PIPELINE),
        left=in_feet(left, county_city.PIPELINE),
        county_owner=county_city.COUNTY,
        accuracy_ft=(county_city.TOWN_ACCURACY_FT, county_city.COUNTY_ACCURACY_FT),
    )


def _ask(url: str, radius_ft: float, points: Floats) -> list[Told]:
    """The product's decisions, each as a request's is made."""
    engine = create_engine_for(url, pool_size=1)
    office = open_office(engine=engine, public_engine=engine)
    told = [_told(office, radius_ft, x_ft=float(x), y_ft=float(y)) for x, y in points]
    engine.dispose()
    return told


def _told(office: Office, radius_ft: float, *, x_ft: float, y_ft: float) -> Told:
    reference = office.reference
    place = Place(
        position=office.projection.to_position(x_ft=x_ft, y_ft=y_ft), radius_ft=radius_ft, source=PlaceSource.PIN
    )
    question = Question(service=reference.service(county_city.SERVICE), valid_on=VALID_ON, answers={})
    with office.statements.lean() as conn:
        decision = decide_for(
            conn,
            question,
            found=Found(places=(place,), given=True),
            reference=reference,
            projection=office.projection,
        ).decision
    named = [decision.owner] if decision.owner else [candidate.owner for candidate in decision.candidates]
    return Told(frozenset(owner.slug for owner in named if owner), decision.owner is not None)


def _compare(told: Sequence[Told], answer: Answer, wider: Answer, kinds: Sequence[str]) -> bool:
    count, doubtful, told_doubtful = Counter(kinds), Counter[str](), Counter[str]()
    misrouted, wrong_flag, other_owners, near = (Counter[str]() for _ in range(4))
    for one, owners, about, fuzzy, kind in zip(told, answer.owners, wider.owners, answer.fuzzy, kinds, strict=True):
        flagged = len(owners) != 1
        doubtful[kind] += flagged
        told_doubtful[kind] += not one.silent
        near[kind] += bool(fuzzy)
        misrouted[kind] += one.silent and not one.owners <= about if fuzzy else one.silent and one.owners != owners
        if not fuzzy:
            wrong_flag[kind] += flagged is one.silent
            other_owners[kind] += one.owners != owners
    print(
        f"    {'':<26}{'probes':>9}{'doubtful':>10}{'product':>9}{'near':>6}{'misrouted':>11}{'wrong':>7}{'owners':>8}"
    )
    for kind in [*count, ""]:
        columns = [
            sum(one.values()) if not kind else one[kind]
            for one in (count, doubtful, told_doubtful, near, misrouted, wrong_flag, other_owners)
        ]
        all_, by_oracle, by_product, fuzz, silent_wrong, wrong, differ = columns
        print(
            f"    {kind or 'all':<26}{all_:>9,}{by_oracle / all_:>10.1%}{by_product / all_:>9.1%}{fuzz:>6,}"
            f"{silent_wrong:>11,}{wrong:>7,}{differ:>8,}"
        )
    return not any(sum(one.values()) for one in (misrouted, wrong_flag, other_owners))


def say_how_to_read() -> None:
    """The columns in words."""
    print(
        "\n  doubtful: the oracle's share; product: its own share not decided in silence; near: within 0.1 ft of a\n"
        "  threshold, where either answer counts; misrouted: silent for an owner who is not the only one possible;\n"
        "  wrong: doubtful for one and not for the other; owners: another set of possible owners.\n"
        "  The bar is 0 in the last three."
    )


if __name__ == "__main__":
    given = argparse.ArgumentParser()
    given.add_argument("source", type=Path)
    given.add_argument("--share", type=float, default=1.0)
    wanted = given.parse_args()
    met = main(wanted.source, share=wanted.share)
    say_how_to_read()
    sys.exit(not met)

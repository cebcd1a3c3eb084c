"""Lines and loci: silent misroutes, questions and reviews by service, beside a good administrator's afternoon.

    .venv/bin/python -m tests.benchmarks.bench_responsibility_lines ../shared/data/baltimore.gpkg \\
        ../shared/data/baltimore_requests.csv --share 0.1

The administrator's afternoon is a city limit, the parks, the districts and a table of who does what: it is asked about
the same pins and never doubts.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from gis_cas.policy.responsibility import decide
from gis_cas.service_requests.office import open_office
from gis_cas.store.engine import create_engine_for
from gis_cas.store.places import locate
from tests.benchmarks import lines_city
from tests.benchmarks.bench_words import loaded
from tests.benchmarks.lines_city import KINDS, Kind
from tests.benchmarks.lines_oracle import NOBODY, LinesOracle, Names
from tests.benchmarks.lines_spots import Reports, by_phone, crossings, real_mix, state_spots
from tests.benchmarks.measured_city import PIPELINE

VALID_ON: Final = date(2026, 11, 23)
PROCESSES: Final = 2
CHUNK: Final = 500
MOST_QUESTIONS: Final = 0.10
ASKED, REVIEWED = "?", "!"
"""What stands for an owner where the product asks, or gives the request to a person."""

Pin = tuple[float, float, float, str | None, int]


@dataclass(frozen=True, slots=True)
class Counted:
    """One service: how its reports came out."""

    reports: int
    asked: int
    reviewed: int
    silent_wrong: int
    outside_wrong: int
    afternoon_wrong: int


def main(source: Path, requests: Path, *, share: float) -> bool:
    """Measure and print; whether every bar is met."""
    folder = Path(tempfile.mkdtemp(prefix="gis-cas-lines-"))
    frames = lines_city.build(source, folder)
    oracle = LinesOracle(frames, PIPELINE)
    chance = np.random.default_rng(804)
    signal = KINDS.index(next(kind for kind in KINDS if kind.locus == "signal"))
    everywhere = by_phone(state_spots(oracle, chance, share=share), chance)
    poles = crossings(oracle, frames.streets["name"], chance, share=share)
    signals = by_phone(poles, chance, kind=np.full(len(poles), signal))
    mix, left_out = real_mix(requests, oracle, PIPELINE, chance)
    keys = [str(key) for key in frames.streets["key"]]
    with loaded(folder) as (engine, *_), ProcessPoolExecutor(PROCESSES) as pool:
        ask = partial(_ask, engine.url.render_as_string(hide_password=False))
        hard = _count([everywhere, signals], oracle, ask, pool, keys)
        real = _count([mix], oracle, ask, pool, keys)
    print(f"\nlines: {len(everywhere.true):,} pins at state and other streets for {len(KINDS) - 2} services each, and")
    print(f"{len(signals.true):,} at signals; phones that state 16, 33 and 65 ft, 95 % within 1.62 times that")
    clean = _print(hard)
    print(f"\nmix: {len(mix.true):,} real requests ({left_out:,} without a usable place are left out)")
    clean = _print(real) and clean
    per_report = sum(one.asked for one in real.values()) / sum(one.reports for one in real.values())
    print(f"\nquestions per report of the mix: {per_report:.3f} (bar: {MOST_QUESTIONS:.2f})")
    return clean and per_report <= MOST_QUESTIONS


def _count(
    many: Iterable[Reports], oracle: LinesOracle, ask: Any, pool: ProcessPoolExecutor, keys: Sequence[str]
) -> dict[str, Counted]:
    told: dict[str, list[tuple[Any, ...]]] = {}
    for reports in many:
        at, street = oracle.at(reports.true), oracle.at(reports.pins)
        pins = _pins(reports, keys)
        chunks = [pins[start : start + CHUNK] for start in range(0, len(pins), CHUNK)]
        answers = [answer for part in pool.map(ask, chunks) for answer in part]
        for number, kind in enumerate(KINDS):
            every = kind.locus not in ("none", "signal")
            rows = np.flatnonzero((reports.kind == number) | ((reports.kind == -1) & every))
            if not len(rows) or kind.locus == "none":
                continue
            product = np.array([answers[row][kind.code] for row in rows], dtype=object)
            truth = _truth(kind, at.owners(kind)[rows], reports.street[rows], oracle)
            afternoon = street.by_polygons(kind)[rows]
            known = truth != NOBODY  # what must be on a road does not lie farther from every road than the city's reach
            columns = (product, truth, reports.inside[rows], afternoon)
            told.setdefault(kind.code, []).append(tuple(column[known] for column in columns))
    return {
        code: _counted(*(np.concatenate(part) for part in zip(*parts, strict=True))) for code, parts in told.items()
    }


def _truth(kind: Kind, truth: Names, street: Any, oracle: LinesOracle) -> Names:
    """What an address says of a thing at a road is its own street."""
    if kind.locus not in ("roadway", "roadside", "signal"):
        return truth
    owner = np.where(oracle.is_state[street], lines_city.STATE, kind.department)
    return np.where(street >= 0, owner, truth)


def _counted(product: Names, truth: Names, inside: Any, afternoon: Names) -> Counted:
    asked, reviewed = product == ASKED, product == REVIEWED
    wrong = ~asked & ~reviewed & (product != truth)
    return Counted(
        reports=len(product),
        asked=int(asked.sum()),
        reviewed=int(reviewed.sum()),
        silent_wrong=int((wrong & inside).sum()),
        outside_wrong=int((wrong & ~inside).sum()),
        afternoon_wrong=int((afternoon != truth).sum()),
    )


def _pins(reports: Reports, keys: Sequence[str]) -> list[Pin]:
    return [
        (float(x), float(y), float(radius), keys[street] if street >= 0 else None, int(kind))
        for (x, y), radius, street, kind in zip(
            reports.pins, reports.radius_ft, reports.street, reports.kind, strict=True
        )
    ]


def _ask(url: str, pins: Sequence[Pin]) -> list[dict[str, str]]:
    """For each pin and each service asked about: the owner, or `ASKED`, or `REVIEWED`."""
    engine = create_engine_for(url, pool_size=1)
    office = open_office(engine=engine, public_engine=engine)
    reference = office.reference
    answers = []
    with office.statements.connect() as conn:
        for x_ft, y_ft, radius_ft, street, number in pins:
            findings = locate(
                conn,
                projection=office.projection,
                position=office.projection.to_position(x_ft=x_ft, y_ft=y_ft),
                radius_ft=radius_ft,
                valid_on=VALID_ON,
                road_reach_ft=reference.city.road_reach_ft,
                segment_key=street,
            )
            answer = {}
            for kind in KINDS if number < 0 else (KINDS[number],):
                decision = decide(
                    service=reference.service(kind.code),
                    findings=findings,
                    ruleset=reference.ruleset,
                    directory=reference.directory,
                    city=reference.city,
                    answers={},
                    proposed=False,
                )
                owner = decision.owner.slug if decision.owner else None
                answer[kind.code] = owner or (ASKED if decision.question else REVIEWED)
            answers.append(answer)
    engine.dispose()
    return answers


def _print(counted: dict[str, Counted]) -> bool:
    print(
        "  service             reports   asked  review  silent   silent and wrong   outside its disc   an afternoon's"
    )
    whole = Counted(*(sum(getattr(one, name) for one in counted.values()) for name in Counted.__slots__))
    for code, one in [*counted.items(), ("all", whole)]:
        silent = one.reports - one.asked - one.reviewed
        print(
            f"  {code:<18}{one.reports:>9,}{one.asked / one.reports:>8.1%}{one.reviewed / one.reports:>8.1%}"
            f"{silent / one.reports:>8.1%}{one.silent_wrong:>19,}{one.outside_wrong:>19,}{one.afternoon_wrong:>17,}"
        )
    return whole.silent_wrong == 0


if __name__ == "__main__":
    given = argparse.ArgumentParser()
    given.add_argument("source", type=Path)
    given.add_argument("requests", type=Path)
    given.add_argument("--share", type=float, default=1.0)
    wanted = given.parse_args()
    sys.exit(not main(wanted.source, wanted.requests, share=wanted.share))

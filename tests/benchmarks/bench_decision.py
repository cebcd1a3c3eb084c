"""One decision in SQL as a multiple of `select 1` on the same connection, in the same run.

    .venv/bin/python -m tests.benchmarks.bench_decision

A private throwaway cluster holds the synthetic city (eight layers, 2,000 polygons, 9,600 street segments). Beside each
question stands a `select 1`, so that a busy machine slows both; figures are medians. Pins have a radius of 16 to 65 ft;
an address has 15 ft and names its street segment. More arguments: numbers of versions of each layer on file. The trace
needs no statement of its own: it is made from the same findings, and what the policy takes for all of it is printed.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, TypeVar

from pyproj import Transformer
from sqlalchemy import Connection, event

from gis_cas.domain.findings import GeometryKind
from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.policy.responsibility import decide
from gis_cas.store import migrate, roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from gis_cas.store.places import locate
from gis_cas.store.statements import Statements
from tests.benchmarks import synthetic_city
from tests.fixtures.cluster import discard, throwaway_folder
from tests.unit.policy.spots import CITY, DIRECTORY, RULESET

Answer = TypeVar("Answer")

QUESTIONS: Final = 3_000
WARM_UP: Final = 4_000
PIN_SHARE: Final = 0.7
MOST_PLAIN: Final = 4.0
MOST_WITH_SHARES: Final = 12.0
MOST_MORE: Final = 1.2
SERVICE: Final = RULESET.services["litter"]
_NO_EDGE, _SHARES, _ALL = "no edge in the disc", "edges in the disc, with shares", "the whole mix"
VALID_ON: Final = date(2026, 11, 23)
ROAD_REACH_FT: Final = 150.0
NULL_SHIFT: Final = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=tmerc +lat_0=24.33333333333333 "
    "+lon_0=-81 +k=0.999941177 +x_0=200000.0001016002 +y_0=0 +ellps=GRS80 +units=us-ft"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: seconds in SQL, seconds with Python's part, seconds in the `select 1` beside it, what was found."""

    question_s: float
    whole_s: float
    policy_s: float
    baseline_s: float
    edges: int
    address: bool


def main(versions: Sequence[int] = (1,)) -> bool:
    """Measure with each number of versions on file and print the ratios; whether every bar is met."""
    ratios: list[dict[str, float]] = []
    for count in versions:
        cluster = EmbeddedCluster(data_dir=throwaway_folder(), durable=False)
        try:
            cluster.start()
            cluster.create_roles()
            cluster.create_database("bench")
            migrate.upgrade(cluster.url(roles.OWNER, "bench"))
            engine = create_engine_for(cluster.url(roles.APP, "bench"), statement_timeout_ms=600_000)
            with engine.begin() as conn:
                synthetic_city.fill(conn, versions=count)
            owner = create_engine_for(cluster.url(roles.OWNER, "bench"))
            with Statements(owner).connect() as conn:
                synthetic_city.sweep(conn)
            with Statements(engine).connect() as conn:
                ratios.append(report(measure(conn), versions=count))
            engine.dispose()
            owner.dispose()
        finally:
            discard(cluster)
    more = max(one[_ALL] for one in ratios) / ratios[0][_ALL]
    if len(ratios) > 1:
        print(f"  most versions on file against the fewest: {more:.2f} x (bar: {MOST_MORE})")
    within = all(one[_NO_EDGE] <= MOST_PLAIN and one[_SHARES] <= MOST_WITH_SHARES for one in ratios)
    return within and more <= MOST_MORE


def measure(conn: Connection) -> list[Measured]:
    """Ask the stated mix of questions, each beside a `select 1`."""
    chance = random.Random(804)
    projection = Projection(pipeline=NULL_SHIFT, srid_ft=synthetic_city.SRID_FT)
    to_degrees = Transformer.from_pipeline(NULL_SHIFT)
    measured: list[Measured] = []
    blocks = int(synthetic_city.SIZE_FT // synthetic_city.BLOCK_FT)
    for number in range(QUESTIONS + WARM_UP):
        x, y = (start + chance.uniform(0.05, 0.95) * synthetic_city.SIZE_FT for start in synthetic_city.ORIGIN_FT)
        lon, lat = to_degrees.transform(x, y, direction="INVERSE")
        address = chance.random() >= PIN_SHARE
        radius_ft = 15.0 if address else chance.uniform(16, 65)
        segment = f"S{chance.randrange(2 * blocks * (blocks - 1))}" if address else None

        ask = partial(
            locate,
            conn,
            projection=projection,
            position=Position(lon, lat),
            radius_ft=radius_ft,
            valid_on=VALID_ON,
            road_reach_ft=ROAD_REACH_FT,
            segment_key=segment,
        )
        baseline_s, _, _ = _timed(conn, lambda: conn.exec_driver_sql("select 1").all())
        question_s, whole_s, findings = _timed(conn, ask)
        began = time.perf_counter()
        decide(
            service=SERVICE,
            findings=findings,
            ruleset=RULESET,
            directory=DIRECTORY,
            city=CITY,
            answers={},
            proposed=False,
        )
        policy_s = time.perf_counter() - began
        if number >= WARM_UP:
            near = sum(
                1
                for found in findings.findings
                if found.geometry_kind is GeometryKind.POLYGON and found.share is not None
            )
            measured.append(Measured(question_s, whole_s, policy_s, baseline_s, near, address))
    return measured


def report(measured: Sequence[Measured], *, versions: int) -> dict[str, float]:
    """Print medians and ratios; the ratios by the name of their row."""
    ratios: dict[str, float] = {}
    print(f"{versions} version(s) of each layer on file, {len(measured)} questions")
    groups: dict[str, list[Measured]] = {
        _NO_EDGE: [m for m in measured if not m.edges],
        "  pins": [m for m in measured if not m.edges and not m.address],
        "  addresses": [m for m in measured if not m.edges and m.address],
        _SHARES: [m for m in measured if m.edges],
        _ALL: list(measured),
    }
    for name, group in groups.items():
        question = statistics.median(m.question_s for m in group)
        baseline = statistics.median(m.baseline_s for m in group)
        ratios[name] = question / baseline
        policy = statistics.median(m.policy_s for m in group)
        bar = {_NO_EDGE: f" (bar: {MOST_PLAIN})", _SHARES: f" (bar: {MOST_WITH_SHARES})"}.get(name, "")
        print(
            f"  {name:<32} {len(group):>5} asked   p50 {question * 1e3:6.3f} ms   "
            f"select 1 {baseline * 1e3:6.3f} ms   {question / baseline:5.2f} x{bar}   "
            f"(with Python's part {statistics.median(m.whole_s for m in group) * 1e3:6.3f} ms; "
            f"policy and trace {policy * 1e3:6.3f} ms, {policy / baseline:4.2f} x)"
        )
    return ratios


def _timed(conn: Connection, work: Callable[[], Answer]) -> tuple[float, float, Answer]:
    """Seconds in the driver's `execute` (a round trip with all rows fetched), seconds in all, and the answer."""
    in_sql: list[float] = []

    def before(_conn: Connection, _cursor: object, *_rest: object) -> None:
        in_sql.append(-time.perf_counter())

    def after(_conn: Connection, _cursor: object, *_rest: object) -> None:
        in_sql[-1] += time.perf_counter()

    event.listen(conn, "before_cursor_execute", before)
    event.listen(conn, "after_cursor_execute", after)
    started = time.perf_counter()
    answer = work()
    whole_s = time.perf_counter() - started
    event.remove(conn, "before_cursor_execute", before)
    event.remove(conn, "after_cursor_execute", after)
    return sum(in_sql), whole_s, answer


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or (1,))

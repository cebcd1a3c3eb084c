"""Whole files: containment beside the best PostGIS join, decisions from CSV to CSV, a state, and the same as in SQL.

    .venv/bin/python -m tests.benchmarks.bench_bulk [containment] [decisions] [same] [state] [--rows N]

Without names all four parts run. `--rows` is how many rows the files of decisions have; a fifth, at most 200,000, is
compared with SQL.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from io import StringIO
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import numpy as np

from gis_cas.geo.position import Position
from gis_cas.geo.radius import phone_radius_ft
from gis_cas.service_requests.ask import responsibility
from gis_cas.service_requests.office import open_office
from gis_cas.store.city import load_city, load_ruleset
from gis_cas.store.engine import create_engine_for
from gis_cas.store.in_force import read_in_force
from layers.bulk.answer import ANSWERS, told
from layers.bulk.index import index_for, read_index
from tests.benchmarks import synthetic_city
from tests.benchmarks.bulk_city import NOW, BulkDatabase, bulk_database, write_spots
from tests.benchmarks.served import ROOT

DAY: Final = date(2026, 11, 23)
POINTS: Final = 1_000_000

POLYGONS_OUTSIDE: Final = ("enable_hashjoin = off", "enable_mergejoin = off", "enable_material = off")
JOINS: Final = {
    "pieces outermost, parallel": ("cas.routing_piece", ("max_parallel_workers_per_gather = 2", *POLYGONS_OUTSIDE)),
    "pieces outermost": ("cas.routing_piece", ("max_parallel_workers_per_gather = 0", *POLYGONS_OUTSIDE)),
    "whole polygons outermost, parallel": (
        "cas.layer_feature",
        ("max_parallel_workers_per_gather = 2", *POLYGONS_OUTSIDE),
    ),
}
"""Tables to join, and settings; the points have the only index that may be used from the inside."""


def main() -> None:
    """Run the parts that were named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=["containment", "decisions", "same", "state"])
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    city = state = None
    if {"containment", "decisions", "same"} & set(asked.parts):
        with bulk_database(state=False) as database:
            if "containment" in asked.parts:
                containment(database)
            if "decisions" in asked.parts:
                city = decisions(database, asked.rows, state=False)
            if "same" in asked.parts:
                same(database, min(asked.rows // 5, 200_000))
    if "state" in asked.parts:
        with bulk_database(state=True) as database:
            state = decisions(database, asked.rows, state=True)
    if city and state:
        print(f"a row of the state takes {state / city:.2f} x the processor's time of one of the city (bar: 2 x)")


def containment(database: BulkDatabase) -> None:
    """Which areas hold each of a million points: the grid beside the best of several PostGIS joins, same hits."""
    chance = np.random.default_rng(3)
    xy = np.array(synthetic_city.ORIGIN_FT) + synthetic_city.SIZE_FT * chance.uniform(0, 1, (POINTS, 2))
    with database.engine.connect() as conn:
        city = load_city(conn)
        assert city is not None
        began = time.perf_counter()
        in_force = read_in_force(conn, valid_on=DAY)
        index = index_for(conn, in_force, road_reach_ft=city.road_reach_ft, folder=database.folder / "index")
        print(f"index built in {time.perf_counter() - began:.1f} s, {_megabytes(index.folder):.0f} MB on disk")
        began = time.perf_counter()
        surroundings = read_index(index.folder)
        print(f"index read in {time.perf_counter() - began:.2f} s")
    conn = _spots(database, xy)
    best_s, hits = min(_join(conn, name) for name in JOINS)
    conn.close()
    times = []
    for _ in range(4):
        began = time.perf_counter()
        row, _ = surroundings.containing(xy)
        times.append(time.perf_counter() - began)
    first_s, grid_s = times[0], sorted(times[1:])[1]
    print(
        f"containment in one process: the first time, which prepares the polygons, {POINTS / first_s:,.0f} points/s; "
        f"then {POINTS / grid_s:,.0f}, best join {POINTS / best_s:,.0f}: {best_s / grid_s:.1f} x "
        f"(the first time {best_s / first_s:.1f} x); hits {len(row):,} and {hits:,}"
    )


def _spots(database: BulkDatabase, xy: np.ndarray) -> Any:
    """A connection that may do everything; the points have a table of their own, as a temporary one is not parallel."""
    conn = database.cluster.connect_as_superuser("bench")
    rows = "".join(f"{n}\tSRID=2881;POINT({x!r} {y!r})\n" for n, (x, y) in enumerate(xy.tolist()))
    with conn.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE public.spots (id integer, geom geometry(Point, 2881))")
        cursor.copy_expert("COPY public.spots FROM STDIN", StringIO(rows))
        cursor.execute("CREATE INDEX ON public.spots USING gist (geom)")
        cursor.execute("ANALYZE public.spots")
    return conn


def _join(conn: Any, name: str) -> tuple[float, int]:
    table, settings = JOINS[name]
    with conn.cursor() as cursor:
        for setting in ("parallel_setup_cost = 0", "parallel_tuple_cost = 0", "min_parallel_table_scan_size = 0"):
            cursor.execute(f"SET {setting}")
        for setting in settings:
            cursor.execute(f"SET {setting}")
        began = time.perf_counter()
        cursor.execute(
            f"SELECT count(*) FROM {table} AS p JOIN public.spots AS s"
            " ON ST_Dimension(p.geom_ft) = 2 AND ST_Intersects(p.geom_ft, s.geom)"
        )
        (hits,) = cursor.fetchone()
        seconds = time.perf_counter() - began
        cursor.execute("RESET ALL")
    print(f"  {name}: {POINTS / seconds:,.0f} points/s, {hits:,} hits")
    return seconds, int(hits)


def decisions(database: BulkDatabase, rows: int, *, state: bool) -> float:
    """`gis-cas route` from CSV to CSV, the first time and again with the index on disk; gives a row's processor time.

    A tenth of the file shows that memory does not grow with it.
    """
    source, target = database.folder / "spots.csv", database.folder / "routed.csv"
    write_spots(source, rows, state=state, services=_services(database))
    tenth = database.folder / "tenth.csv"
    with source.open("rb") as whole, tenth.open("wb") as part:
        part.writelines(islice(whole, 1 + rows // 10))
    what, took_s = "state" if state else "city", 0.0
    for name, jobs, given, count in (
        ("first run, two processes", 2, source, rows),
        ("a tenth, two processes", 2, tenth, rows // 10),
        ("one process", 1, source, rows),
        ("two processes", 2, source, rows),
    ):
        before = _processor_s()
        seconds, megabytes, said = _route(database, given, target, jobs=jobs)
        took_s = _processor_s() - before
        print(
            f"{what}, {count:,} rows, {name}: {count / seconds:,.0f} rows/s ({seconds:.1f} s on the wall, "
            f"{took_s:.1f} s of a core), {megabytes:.0f} MB",
            flush=True,
        )
        print("   " + " ".join(said.split()), flush=True)
    with target.open("rb") as file:
        assert sum(1 for _ in file) == rows + 1
    return took_s / rows


def _route(database: BulkDatabase, source: Path, target: Path, *, jobs: int) -> tuple[float, float, str]:
    command = [sys.executable, "-m", "gis_cas.cli", "route", str(source), "--out", str(target), "--valid-on", str(DAY)]
    began = time.perf_counter()
    child = subprocess.Popen(
        [*command, "--jobs", str(jobs), "--accuracy-95"],
        cwd=ROOT,
        env={**os.environ, **database.environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    most = 0.0
    while child.poll() is None:
        most = max(most, sum(_own_mb(pid) for pid in _family(child.pid)))
        time.sleep(0.1)
    seconds = time.perf_counter() - began
    said = child.stderr.read() if child.stderr else ""
    if child.returncode:
        raise SystemExit(said)
    return seconds, most, said


def _processor_s() -> float:
    """Seconds of a core that processes which have ended took, whatever else ran beside them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _own_mb(pid: int) -> float:
    """Resident memory of a process in megabytes; of what several share, its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def _family(pid: int) -> list[int]:
    """A process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        found = [int(one) for one in children.read_text(encoding="ascii").split()]
    except OSError:
        return []
    return [pid, *(one for child in found for one in _family(child))]


def same(database: BulkDatabase, rows: int) -> None:
    """Routed rows, half of them around streets, beside what the service answers by SQL: kind, owner, rule, question."""
    source, target = database.folder / "same.csv", database.folder / "same_routed.csv"
    write_spots(source, rows, state=False, services=_services(database), around_ft=40.0, seed=21)
    _route(database, source, target, jobs=2)
    began, compared = time.perf_counter(), 0
    differ: list[str] = []
    url = database.environment["GIS_CAS_DATABASE_URL"]
    pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_begin, initargs=(url,))
    with pool, target.open(encoding="utf-8", newline="") as file:
        answers = csv.DictReader(file)
        blocks = iter(lambda: list(islice(answers, 1_000)), [])
        for wrong, count in pool.map(_compare, blocks):
            compared, differ = compared + count, differ + wrong
    print(f"the same as by SQL: {compared - len(differ):,} of {compared:,} rows ({time.perf_counter() - began:.0f} s)")
    for one in differ[:5]:
        print("  ", one)


_office: Any = None


def _begin(url: str) -> None:
    global _office  # noqa: PLW0603 - what a process keeps between its rows
    engine = create_engine_for(url, pool_size=2)
    _office = open_office(engine=engine, public_engine=engine)


def _compare(rows: list[dict[str, str]]) -> tuple[list[str], int]:
    wrong = []
    for row in rows:
        decision = responsibility(
            _office,
            service_code=row["service_code"],
            now=NOW,
            position=Position(lon=float(row["long"]), lat=float(row["lat"])),
            radius_ft=phone_radius_ft(accuracy_ft=float(row["accuracy_ft"]), declared_95=True),
            valid_on=DAY,
        ).decision
        expected = dict(zip(ANSWERS, next(csv.reader([told(decision, trace=False)])), strict=True))
        for one in (expected, row):
            one["question"] = one["question"].partition(":")[0]
        names = [name for name in ANSWERS if name not in ("candidates", "reason")]
        alike = all(expected[name] == row[name] for name in names)
        if not alike or not _shares_alike(expected["candidates"], row["candidates"]):
            wrong.append(f"{row} but {expected}")
    return wrong, len(rows)


def _shares_alike(one: str, other: str) -> bool:
    first, second = ([part.split(" ") for part in text.split(" | ")] for text in (one, other))
    return [part[0] for part in first] == [part[0] for part in second] and all(
        abs(float(a[-1]) - float(b[-1])) <= 1.5e-6
        for a, b in zip(first, second, strict=True)
        if len(a) > 1 or len(b) > 1
    )


def _services(database: BulkDatabase) -> list[str]:
    with database.engine.begin() as conn:
        return list(load_ruleset(conn).services)


def _megabytes(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.iterdir()) / 1e6


if __name__ == "__main__":
    main()

"""The same rows asked of four address finders in one run, each timed: a sample, as one of them is slow."""

import math
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Engine

from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.scoring import SURE
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.embedded_config import SUPERUSER
from gis_cas.store.engine import create_engine_for
from tests.benchmarks.naive_ranges import NaiveRanges
from tests.benchmarks.tiger_geocoder import PATIENCE_MS, TigerGeocoder, install
from tests.benchmarks.words_rows import Districts, Row

SAMPLE: Final = 400
FT_PER_M: Final = 3937 / 1200
DATABASE: Final = "tiger"
_ZIP: Final = re.compile(r"\b(\d{5})\s*$")
_OURS: Final = re.compile(r",\s*(?:BALTIMORE(?: CITY)?|BC)\b", re.IGNORECASE)

Spot = tuple[float, float]
Answer = tuple[Spot, bool] | None
"""Where (feet), and whether it may be acted on without asking."""


def print_side_by_side(
    engine: Engine,
    cluster: EmbeddedCluster,
    locator: CityLocator,
    projection: Projection,
    districts: Districts,
    rows: Sequence[Row],
) -> None:
    """Every finder on the same sampled rows with a house number."""
    numbered = [row for row in rows if row.kind == "number" and row.spot is not None]
    asked = random.Random(2002).sample(numbered, min(SAMPLE, len(numbered)))
    naive = NaiveRanges(engine)
    with tiger(cluster, engine, projection) as geocoder:
        finders: dict[str, Callable[[Row], Answer]] = {
            "naive ranges": lambda row: _always(naive.address(row.front)),
            "usaddress and the exact key": lambda row: _always(naive.parsed(row.words)),
            "postgis_tiger_geocoder": lambda row: geocoder.find(written(row.words)),
            "the locator": lambda row: _best(locator, projection, row),
        }
        sys.stdout.write(
            f"\n{len(asked)} rows, the same for all"
            f"{'located':>16}{'median':>10}{'95 %':>10}{'district wrong, silent':>25}{'ms p50':>10}{'p99':>10}\n"
        )
        for name, find in finders.items():
            _print(name, find, asked, districts)
        sys.stdout.write(f"postgis_tiger_geocoder gave up after {PATIENCE_MS / 1000:g} s: {geocoder.timeouts} rows\n")


@contextmanager
def tiger(cluster: EmbeddedCluster, source: Engine, projection: Projection) -> Iterator[TigerGeocoder]:
    """The extension over the same streets, in a database of its own on the same server."""
    cluster.create_database(DATABASE)
    maker = create_engine_for(cluster.url(SUPERUSER, DATABASE), pool_size=1, statement_timeout_ms=0)
    with maker.begin() as connection:
        install(connection, source)
    with maker.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
        connection.exec_driver_sql("SET search_path TO public, tiger")
        connection.exec_driver_sql(f"SET statement_timeout = {PATIENCE_MS}")
        yield TigerGeocoder(connection, projection)
    maker.dispose()


def written(words: str) -> str:
    """The words with town and state as the extension's own parser wants them; other towns stay as they are."""
    front, comma, _ = words.partition(",")
    if comma and not _OURS.search(words):
        return words
    zip_code = _ZIP.search(words)
    return f"{front}, Baltimore, MD" + (f" {zip_code.group(1)}" if zip_code and comma else "")


def _always(spot: Spot | None) -> Answer:
    return None if spot is None else (spot, True)


def _best(locator: CityLocator, projection: Projection, row: Row) -> Answer:
    found = locator.find(row.words)
    if not found or found[0].street_only:
        return None
    sure = len(found) == 1 and found[0].score >= SURE
    return projection.to_ft(found[0].position), sure


def _print(name: str, find: Callable[[Row], Answer], asked: Sequence[Row], districts: Districts) -> None:
    taken, off = [], []
    wrong = compared = 0
    for row in asked:
        began = time.perf_counter()
        found = find(row)
        taken.append(1000 * (time.perf_counter() - began))
        if found is None or row.spot is None:
            continue
        spot, sure = found
        off.append(math.dist(spot, row.spot) / FT_PER_M)
        if row.district is not None:
            compared += 1
            wrong += sure and districts.holds(spot) != row.district
    off.sort()
    cuts = statistics.quantiles(taken, n=100)
    sys.stdout.write(
        f"{name:29}{100 * len(off) / len(asked):13.1f} %{off[len(off) // 2]:8.1f} m{off[int(0.95 * len(off))]:8.1f} m"
        f"{100 * wrong / max(compared, 1):23.2f} %{cuts[49]:10.2f}{cuts[98]:10.2f}\n"
        if off
        else f"{name:29}{0:13.1f} %\n"
    )

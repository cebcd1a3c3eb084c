"""The table: how many found, how far off, how honest, how fast."""

import csv
import math
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shapely import Point
from sqlalchemy import Engine

from gis_cas.domain.candidate import Candidate
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.names import street_key
from gis_cas.geocoding.parse import readings
from gis_cas.geocoding.readings import AddressRead, CrossingRead
from gis_cas.geocoding.scoring import SURE, wanted
from tests.benchmarks.naive_ranges import NaiveRanges
from tests.benchmarks.slips import SLIPS
from tests.benchmarks.words_rows import Districts, Row, Spot

FT_PER_M = 3937 / 1200
FAR_M = 150.0
OF_A_KIND = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A row, what the locator made of it, and where that lies (feet)."""

    row: Row
    found: Sequence[Candidate]
    spots: Sequence[Spot]

    @property
    def best(self) -> Candidate | None:
        return self.found[0] if self.found and not self.found[0].street_only else None

    @property
    def off_ft(self) -> float | None:
        if self.best is None or self.row.spot is None:
            return None
        return math.dist(self.spots[0], self.row.spot)


def answer(locator: CityLocator, projection: Projection, row: Row) -> Answered:
    found = locator.find(row.words)
    return Answered(row=row, found=found, spots=[projection.to_ft(one.position) for one in found])


def line(name: str, *values: str) -> None:
    sys.stdout.write(f"{name:58}" + "".join(f"{value:>18}" for value in values) + "\n")


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "-"


def meters(values: Sequence[float], centile: float) -> str:
    if not values:
        return "-"
    ordered = sorted(values)
    return f"{ordered[min(len(ordered) - 1, int(centile * len(ordered)))] / FT_PER_M:.1f} m"


def print_accuracy(
    engine: Engine,
    locator: CityLocator,
    projection: Projection,
    districts: Districts,
    rows: Sequence[Row],
    *,
    misses: Path | None,
) -> None:
    naive = NaiveRanges(engine)
    answered = [answer(locator, projection, row) for row in rows]
    line("", "naive ranges", "locator", "rows")
    causes: list[tuple[str, str, str]] = []
    for kind, ask in (("number", naive.address), ("crossing", naive.crossing)):
        of_kind = [one for one in answered if one.row.kind == kind]
        plain = [ask(one.row.front) for one in of_kind]
        located = [one for one in of_kind if one.best is not None]
        line(
            f"{kind} rows located",
            share(sum(spot is not None for spot in plain), len(of_kind)),
            share(len(located), len(of_kind)),
            str(len(of_kind)),
        )
        sure = sum(one.best is not None and one.best.score >= SURE for one in of_kind)
        line(f"{kind} rows located with a score of 80 or more", "", share(sure, len(of_kind)))
        causes += [(kind, _cause(locator, one), one.row.words) for one in of_kind if one.best is None]
        plain_off = [
            math.dist(spot, one.row.spot) for spot, one in zip(plain, of_kind, strict=True) if spot and one.row.spot
        ]
        off = [one.off_ft for one in located if one.off_ft is not None]
        for name, centile in (("median", 0.5), ("95 %", 0.95)):
            line(f"{kind} error, {name}", meters(plain_off, centile), meters(off, centile), str(len(off)))
    numbered = [one.row for one in answered if one.row.kind == "number"]
    began = time.perf_counter()
    parsed = sum(naive.parsed(row.words) is not None for row in numbered)
    taken = 1000 * (time.perf_counter() - began) / max(len(numbered), 1)
    line("number rows located, usaddress and the exact key", share(parsed, len(numbered)), f"{taken:.2f} ms each")
    _print_along(locator, answered)
    _print_honesty(answered)
    _print_districts(answered, districts)
    for (kind, cause), count in sorted(Counter((kind, cause) for kind, cause, _ in causes).items()):
        line(f"  {kind} missed: {cause}", "", str(count))
    if misses:
        with misses.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(causes)


def _cause(locator: CityLocator, one: Answered) -> str:
    reads = readings(one.row.words, city=locator.city)
    gazetteer = locator.gazetteer
    if not reads:
        return "unreadable, or said to lie elsewhere"
    for read in reads:
        if isinstance(read, AddressRead):
            known = any(gazetteer.on_file(base) for base in wanted(read.street).bases)
            if known and read.tail.town and not read.tail.town_is_ours:
                return "another town"
            return "number outside every range" if known else "street absent from the file"
        if isinstance(read, CrossingRead):
            absent = [key for key in (read.first, read.second) if not any(map(gazetteer.on_file, wanted(key).bases))]
            if absent:
                return "a street absent from the file"
            return "the two do not meet" if not read.tail.town or read.tail.town_is_ours else "another town"
    return "a street alone"


def _print_along(locator: CityLocator, answered: Sequence[Answered]) -> None:
    """The error of range addresses along their segment and across it."""
    lines = {segment.segment_key: segment.line for segment in locator.gazetteer.segments}
    along, across = [], []
    for one in answered:
        if one.best is None or one.row.spot is None or one.best.segment_key is None or one.best.side is None:
            continue
        street = lines[one.best.segment_key]
        here, there = street.project(Point(one.spots[0])), street.project(Point(one.row.spot))
        along.append(abs(here - there))
        across.append(abs(street.distance(Point(one.row.spot)) - street.distance(Point(one.spots[0]))))
    for name, values in (("along", along), ("across", across)):
        for called, centile in (("median", 0.5), ("95 %", 0.95)):
            line(f"range error {name} the street, {called}", "", meters(values, centile), str(len(values)))


def _print_honesty(answered: Sequence[Answered]) -> None:
    by_type: dict[str, list[bool]] = {}
    far = 0
    for one in answered:
        if one.best is None or one.off_ft is None:
            continue
        covered = one.off_ft <= one.best.error_radius_ft
        doubted = one.best.score < SURE
        by_type.setdefault(one.best.match_type.value + (" (doubtful)" if doubted else ""), []).append(covered)
        far += one.off_ft > FAR_M * FT_PER_M and one.best.score >= 90 and not covered and len(one.found) == 1
    for name, covered_ones in sorted(by_type.items()):
        line(
            f"radius covers the published point: {name}",
            "",
            share(sum(covered_ones), len(covered_ones)),
            str(len(covered_ones)),
        )
    every = [one for ones in by_type.values() for one in ones]
    line("radius covers the published point: all", "", share(sum(every), len(every)), str(len(every)))
    line("wrong by > 150 m at score >= 90, not flagged", "", share(far, len(every)))


def _print_districts(answered: Sequence[Answered], districts: Districts) -> None:
    wrong = flagged = counted = 0
    for one in answered:
        if one.best is None or one.row.district is None:
            continue
        counted += 1
        touched: set[str] = set()
        for spot, candidate in zip(one.spots, one.found, strict=True):
            touched |= districts.touched(spot, candidate.error_radius_ft)
        if one.best.score < SURE or len(touched) != 1:
            flagged += 1
        elif touched != {one.row.district}:
            wrong += 1
    line("district wrong and not flagged", "", share(wrong, counted), str(counted))
    line("district flagged", "", share(flagged, counted), str(counted))


def print_slips(locator: CityLocator, projection: Projection, rows: Sequence[Row], *, draws: int = 0) -> None:
    """Each mistake made to rows that are found without it: is the same place still the first, or among five?

    `draws`: every row, so many times by other chances; none: some rows, once.
    """
    numbered = [row for row in rows if row.kind == "number" and row.front == row.front.upper()]
    names = {street_key(segment.street) for segment in locator.gazetteer.segments}
    for name, slip in SLIPS.items():
        chance = random.Random(2002)
        first = among = silent = counted = 0
        for row in (row for _ in range(draws or 1) for row in chance.sample(numbered, len(numbered))):
            changed = slip(row.words, chance)
            street = changed.partition(",")[0].partition(" ")[2] if changed else ""
            if changed is None or street_key(street) in names:
                continue
            before = answer(locator, projection, row)
            if before.best is None or before.best.score < 95 or len(before.found) > 1:
                continue
            after = locator.find(changed)
            counted += 1
            same = [one.position == before.best.position for one in after]
            first += bool(same) and same[0]
            among += any(same[:5])
            silent += len(after) == 1 and not same[0] and after[0].score >= SURE
            if counted == OF_A_KIND and not draws:
                break
        line(
            name,
            f"first {share(first, counted)}",
            f"in 5 {share(among, counted)}",
            f"silent {share(silent, counted)}",
            str(counted),
        )


def print_speed(engine: Engine, locator: CityLocator, rows: Sequence[Row]) -> None:
    """Milliseconds for one address in this process, with a `select 1` beside each."""
    words = [row.words for row in rows if row.kind == "number"][:2000]
    taken, unit = [], []
    with engine.connect() as connection:
        for one in words:
            began = time.perf_counter()
            connection.exec_driver_sql("SELECT 1").scalar_one()
            middle = time.perf_counter()
            locator.find(one)
            unit.append(1000 * (middle - began))
            taken.append(1000 * (time.perf_counter() - middle))
    centiles = statistics.quantiles(taken, n=100)
    line("one address, p50", f"select 1 {statistics.median(unit):.2f} ms", f"{centiles[49]:.2f} ms")
    line("one address, p99", "", f"{centiles[98]:.2f} ms")

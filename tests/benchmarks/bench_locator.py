"""Time of one look-up in a grid city of 60,000 address points, and of a million more, beside `select 1`.

    .venv/bin/python -m tests.benchmarks.bench_locator

A private throwaway cluster holds the city: four quadrants of numbered streets and avenues, all with the same numbers,
which is the worst case for a missing directional. Figures are per call in this process.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
import shapely
from sqlalchemy import Connection, Engine, text

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.names import street_key
from gis_cas.store import migrate, roles
from gis_cas.store.copying import copy_rows
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from gis_cas.store.statements import Statements
from tests.benchmarks.bench_decision import NULL_SHIFT
from tests.factories.city_of_words import BOYNTON_BEACH
from tests.factories.locator import AddressPoint, Crossing, LocatorRows, Street, write
from tests.fixtures.cluster import discard, throwaway_folder

NAMES: Final = 30
BLOCKS: Final = 25
A_BLOCK: Final = 10
A_THICK_BLOCK: Final = 167
THICK_FROM: Final = 100_000
QUESTIONS: Final = 1_000
WARM_UP: Final = 200
STEP: Final = 0.001
QUADRANTS: Final = {"NE": (1, 1), "NW": (-1, 1), "SE": (1, -1), "SW": (-1, -1)}


def ordinal(number: int) -> str:
    """A number as a street name has it."""
    if number % 100 in range(11, 14):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def grid() -> LocatorRows:
    """6,000 segments, 60,000 address points, 3,600 intersections."""
    streets: list[Street] = []
    addresses: list[AddressPoint] = []
    for quadrant, (east, north) in QUADRANTS.items():
        for kind, along_north in (("St", True), ("Ave", False)):
            for number in range(1, NAMES + 1):
                name = f"{quadrant} {ordinal(number)} {kind}"
                for block in range(BLOCKS):
                    ends = [
                        (-80.09 + east * number * STEP, 26.53 + north * at * STEP)
                        if along_north
                        else (-80.09 + east * at * STEP, 26.53 + north * number * STEP)
                        for at in (block, block + 1)
                    ]
                    first = 100 * block
                    key = f"{quadrant}{kind}{number}-{block}"
                    streets.append(
                        Street(key=key, name=name, line=ends, left=(first, first + 98), right=(first + 1, first + 99))
                    )
                    addresses += [
                        AddressPoint(
                            key=f"{key}-{place}",
                            number=first + 9 * place + 2,
                            street=name,
                            at=(
                                ends[0][0] + (ends[1][0] - ends[0][0]) * place / A_BLOCK,
                                ends[0][1] + (ends[1][1] - ends[0][1]) * place / A_BLOCK,
                            ),
                            segment=key,
                        )
                        for place in range(A_BLOCK)
                    ]
    crossings = [
        Crossing(
            key=f"{quadrant}{street}x{avenue}",
            name=f"{quadrant} {ordinal(street)} St & {quadrant} {ordinal(avenue)} Ave",
            at=(-80.09 + east * street * STEP, 26.53 + north * avenue * STEP),
            segments=(
                f"{quadrant}St{street}-{min(avenue, BLOCKS) - 1}",
                f"{quadrant}Ave{avenue}-{min(street, BLOCKS) - 1}",
            ),
        )
        for quadrant, (east, north) in QUADRANTS.items()
        for street in range(1, NAMES + 1)
        for avenue in range(1, NAMES + 1)
    ]
    return LocatorRows(streets=streets, addresses=addresses, crossings=crossings)


def questions(rows: LocatorRows, chance: random.Random) -> dict[str, list[str]]:
    """Words of each kind."""
    points = [chance.choice(rows.addresses) for _ in range(QUESTIONS)]
    crossings = [chance.choice(rows.crossings) for _ in range(QUESTIONS)]
    return {
        "address point": [f"{one.number} {one.street}" for one in points],
        "address point, town and ZIP": [f"{one.number} {one.street}, Boynton Beach, FL 33435" for one in points],
        "number on a range": [f"{one.number + 4} {one.street}" for one in points],
        "no directional (four candidates)": [f"{one.number} {one.street.partition(' ')[2]}" for one in points],
        "number on no range": [f"{one.number + 9000} {one.street}" for one in points],
        "intersection": [one.name for one in crossings],
        "intersection, no directionals": [
            " & ".join(side.partition(" ")[2] for side in one.name.split(" & ")) for one in crossings
        ],
        "nothing on file": [f"{one.number} Nowhere {number} Blvd" for number, one in enumerate(points)],
    }


def timed(call: Callable[[], object]) -> float:
    """How long a call takes, in milliseconds."""
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def line(name: str, calls: Sequence[Callable[[], object]], beside: Callable[[], object]) -> str:
    """One line of the table; each call has a `select 1` beside it, so that a busy machine slows both."""
    for call in calls[:WARM_UP]:
        call()
    pairs = [(timed(beside), timed(call)) for call in calls]
    unit = statistics.median(pair[0] for pair in pairs)
    taken = [pair[1] for pair in pairs]
    p50, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[98]
    return f"{name:34} {p50:6.2f} ms  {p99:6.2f} ms  {unit:6.2f} ms  {p50 / unit:5.1f} x\n"


def measure(engine: Engine, rows: LocatorRows, projection: Projection) -> None:
    """Print the table."""
    locator = CityLocator(engine, BOYNTON_BEACH, projection)
    statements = Statements(engine)

    def select_1() -> object:
        with statements.connect() as conn:
            return conn.exec_driver_sql("SELECT 1").scalar_one()

    sys.stdout.write(f"{'':34} {'p50':>9} {'p99':>10} {'select 1':>10}\n")
    for name, asked in questions(rows, random.Random(2002)).items():
        sys.stdout.write(line(name, [partial(locator.find, words) for words in asked], select_1))
    points = [Position(lon=one.at[0], lat=one.at[1]) for one in rows.addresses[:: len(rows.addresses) // QUESTIONS]]
    sys.stdout.write(line("reverse", [partial(locator.reverse, point) for point in points], select_1))


def add_points(owner: Engine, rows: LocatorRows, *, projection: Projection) -> int:
    """A million address points more, as publishing writes them: by COPY into the table with all its indexes."""
    numbers, streets, keys, spots = [], [], [], []
    for street in rows.streets:
        (west, south), (east, north) = street.line
        for place in range(A_THICK_BLOCK):
            share = place / A_THICK_BLOCK
            numbers.append(THICK_FROM + (street.left[0] or 0) * 10 + place)
            streets.append(street.name)
            keys.append(street.key)
            spots.append((west + (east - west) * share, south + (north - south) * share))
    lonlat = np.array(spots)
    degrees = shapely.to_wkb(shapely.set_srid(shapely.points(lonlat), 4326), hex=True, include_srid=True)
    feet = shapely.to_wkb(
        shapely.set_srid(shapely.points(projection.array_to_ft(lonlat)), projection.srid_ft),
        hex=True,
        include_srid=True,
    )
    columns = (
        "since",
        "address_key",
        "number",
        "street",
        "name_key",
        "zip",
        "postal_city",
        "segment_key",
        "geom",
        "geom_ft",
    )
    with owner.begin() as conn:
        version = begin_version_again(conn)
        count = copy_rows(
            conn,
            "cas.locator_address",
            columns,
            (
                (version, f"M{at}", number, street, street_key(street), "33435", "Boynton Beach", key, point, point_ft)
                for at, (number, street, key, point, point_ft) in enumerate(
                    zip(numbers, streets, keys, degrees, feet, strict=True)
                )
            ),
        )
    with Statements(owner).connect() as conn:
        conn.exec_driver_sql("VACUUM ANALYZE cas.locator_address")
    return count


def begin_version_again(conn: Connection) -> int:
    """A version of the locator's data by the newest publication of address points."""
    newest = text("""
        INSERT INTO cas.locator_version (publication_id)
        SELECT max(id) FROM cas.layer_publication WHERE layer_slug = 'address_points' RETURNING id
    """)
    return int(conn.execute(newest).scalar_one())


def main() -> None:
    """Make the city and measure, and again with a million address points more."""
    projection = Projection(pipeline=NULL_SHIFT, srid_ft=2881)
    rows = grid()
    cluster = EmbeddedCluster(data_dir=throwaway_folder(), durable=False)
    try:
        cluster.start()
        cluster.create_roles()
        cluster.create_database("bench")
        migrate.upgrade(cluster.url(roles.OWNER, "bench"))
        owner = create_engine_for(cluster.url(roles.OWNER, "bench"), statement_timeout_ms=300_000)
        with owner.begin() as conn:
            write(conn, rows, projection=projection)
        with Statements(owner).connect() as conn:
            conn.exec_driver_sql("VACUUM ANALYZE cas.locator_street, cas.locator_address, cas.locator_intersection")
        app = create_engine_for(cluster.url(roles.APP, "bench"), pool_size=1)
        sys.stdout.write(
            f"{len(rows.streets):,} segments, {len(rows.addresses):,} address points, "
            f"{len(rows.crossings):,} intersections\n"
        )
        measure(app, rows, projection)
        began = time.perf_counter()
        many = add_points(owner, rows, projection=projection)
        sys.stdout.write(f"\n{many:,} address points more, written in {time.perf_counter() - began:.1f} s\n")
        measure(app, rows, projection)
        for engine in (owner, app):
            engine.dispose()
    finally:
        discard(cluster)


if __name__ == "__main__":
    main()

"""One polygon or street changes: deciding again what lies on changed ground, against deciding all, in the same run.

    python -m tests.benchmarks.bench_reroute --requests 100000

The demonstration city holds so many open requests at 3,000 spots all over it: real ones, received and decided, each
copied with all its rows. Either way a request is decided by the same function, and those that move are written; the bar
is 20 times less for each change, and the same requests moved.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from sqlalchemy import Engine

from gis_cas.domain.place import StatedPlace
from gis_cas.service_requests.office import Office, open_office
from gis_cas.service_requests.reroute import Change, Move, moves, reroute
from gis_cas.store import migrate, roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from layers.city_folder import CityFolder
from layers.draft import compared
from layers.load import load_version
from layers.publish import publish
from layers.read import read
from layers.seed import seed
from tests.benchmarks.synthetic_requests import TABLES, Copied, multiply
from tests.factories.service_requests import pin, received
from tests.fixtures.cluster import discard, throwaway_folder
from tests.fixtures.database import CITY_FOLDER, SEEDED_AT

BAR: Final = 20.0
SPOTS: Final = 3_000
RECEIVED_AT: Final = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
TODAY: Final = date(2026, 11, 23)
FT_PER_DEGREE: Final = 364_567.0
SERVICES: Final = ("pothole", "litter", "park_maintenance", "missed_garbage", "street_light_out", "tree_trimming")

_SHIFTED: Final = {"geom", "geom_ft", "number"}
_NUMBER: Final = "lpad((10000 * copy + position)::text, 9, '0')"
IN_PLACE: Final[tuple[Copied, ...]] = tuple(
    Copied(
        each.table,
        {name: formula for name, formula in each.columns.items() if name not in _SHIFTED}
        | ({"number": _NUMBER} if "number" in each.columns else {}),
    )
    for each in TABLES
)
"""Copies that stay where they are: what was decided there stays right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One change of one layer."""

    name: str
    layer: str
    spoil: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]


def main() -> None:
    """Fill, measure each change, print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--requests", type=int, default=100_000)
    wanted = asked.parse_args()
    cluster = EmbeddedCluster(data_dir=throwaway_folder(), durable=False)
    try:
        cluster.start()
        cluster.create_roles()
        cluster.create_database("bench")
        migrate.upgrade(cluster.url(roles.OWNER, "bench"))
        engine = create_engine_for(cluster.url(roles.APP, "bench"), pool_size=4, statement_timeout_ms=0)
        with engine.begin() as connection:
            folder = seed(connection, folder=CITY_FOLDER, now=SEEDED_AT)
        office = open_office(engine=engine, public_engine=engine)
        fill(office)
        opened = cluster.connect_as_superuser("bench")
        there = multiply(opened, requests=wanted.requests, tables=IN_PLACE)
        opened.close()
        print(f"{there:,} open requests at {SPOTS:,} spots")
        sound = measure(office, engine, folder)
        engine.dispose()
    finally:
        discard(cluster)
    sys.exit(0 if sound else 1)


def fill(office: Office, spots: int = SPOTS) -> None:
    """Requests of the services that the layers divide, all over the map's extent."""
    chance, box = random.Random(804), office.city.map_extent
    for number in range(spots):
        lon, lat = chance.uniform(box.west, box.east), chance.uniform(box.south, box.north)
        place: StatedPlace = pin(lon, lat, chance.uniform(16, 65))
        received(office, now=RECEIVED_AT, service_code=SERVICES[number % len(SERVICES)], place=place)


def measure(office: Office, engine: Engine, folder: CityFolder) -> bool:
    """Every case; all requests are decided once, for the first."""
    all_s = 0.0
    sound = True
    for case in cases(office):
        change = put_in_force(engine, folder, case)
        some_s, some = _timed(lambda change=change: _found(office, change))  # type: ignore[misc]  # bound now
        if not all_s:
            all_s, every = _timed(lambda change=change: _found(office, change, everything=True))  # type: ignore[misc]
            sound = _told(some) == _told(every)
            print(f"deciding all: {all_s:,.1f} s; the same {len(some):,} move: {'yes' if sound else 'NO'}")
        write_s, moved = _timed(lambda some=some, change=change: _write(office, some, change))  # type: ignore[misc]
        ratio = (all_s + write_s) / (some_s + write_s)
        sound = sound and ratio >= BAR
        print(
            f"{case.name:42} {some_s * 1e3:8,.0f} ms to find {len(some):6,}, {write_s * 1e3:8,.0f} ms to move "
            f"{len(moved):6,}   all: {ratio:7.1f} x{'' if ratio >= BAR else '   UNDER THE BAR'}"
        )
    return sound


def cases(office: Office) -> Sequence[Case]:
    """A park, a border and a street."""
    at = shapely.Point(-80.0790, 26.5262)
    disc = at.buffer(700 / FT_PER_DEGREE)

    def grown(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        first = (frame["feature_key"] == "P24").to_numpy()  # the county's
        shapes = np.asarray(frame.geometry.array)
        return frame.set_geometry(np.where(first, shapely.buffer(shapes, 300 / FT_PER_DEGREE), shapes), crs=frame.crs)

    def annexed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        own = frame["owner"] == office.city.owner_slug
        city = frame.geometry[own].iloc[0]
        corner = shapely.Point(city.exterior.coords[len(city.exterior.coords) // 2]).buffer(1_500 / FT_PER_DEGREE)
        return frame.set_geometry(frame.geometry.difference(corner).where(~own, frame.geometry.union(corner)))

    def handed_over(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        taken = (frame["owner"] == "city") & frame.geometry.intersects(disc)
        return frame.assign(owner=frame["owner"].where(~taken, "fdot-d4"))

    return (
        Case(name="the limits take in a disc of 1,500 ft", layer="municipalities", spoil=annexed),
        Case(name="one park grows by 300 ft", layer="parks", spoil=grown),
        Case(name="streets within 700 ft become the State's", layer="streets", spoil=handed_over),
    )


def put_in_force(engine: Engine, folder: CityFolder, case: Case) -> Change:
    """Load and publish the changed layer; what counts afterwards, and what before."""
    manifest = replace(next(each for each in folder.manifests if each.layer == case.layer), exclusive=False)
    with engine.begin() as connection:
        version = load_version(
            connection, manifest=manifest, frame=case.spoil(read(manifest)), city=folder.city, by="bench"
        )
        publish(connection, version.id, effective_from=TODAY, by="one", approved_by="two", now=RECEIVED_AT)
        with compared(connection, version.id, day=TODAY, now=RECEIVED_AT) as found:
            return Change(
                layer=found.layer,
                before=found.before,
                after=found.after,
                valid_on=TODAY,
                publications=found.publications,
            )


def _found(office: Office, change: Change, *, everything: bool = False) -> list[Move]:
    with office.engine.connect() as connection:
        return moves(office, connection, change, everything=everything)


def _write(office: Office, found: list[Move], change: Change) -> list[Move]:
    return reroute(office, found, change, by="bench", now=RECEIVED_AT)


def _told(found: Sequence[Move]) -> list[tuple[str, str]]:
    return [(move.number, move.desk.slug) for move in found]


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = do()
    return time.perf_counter() - began, answer


if __name__ == "__main__":
    main()

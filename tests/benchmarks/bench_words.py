"""What the locator makes of real requests, beside naive ranges, in one run over one city folder.

    make bench-locator CITY=/tmp/measured_city REQUESTS=../shared/data/baltimore_requests.csv

CITY is a city folder (docs/new-city.md), REQUESTS a CSV file with the columns Address, Latitude, Longitude and
CouncilDistrict, the last being a name in the folder's layer `council_districts`. Every row with a house number or a
crossing counts; each miss is written with its cause to `--misses`. `--half develop|check` takes the rows whose hash is
even or odd, so that what is learnt on one half can be checked on the other.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from gis_cas.domain.city import City
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator
from gis_cas.store import migrate, roles
from gis_cas.store.city import load_city
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from gis_cas.store.statements import Statements
from layers.seed import seed
from tests.benchmarks.batch_figures import print_batch
from tests.benchmarks.side_by_side import print_side_by_side
from tests.benchmarks.words_figures import print_accuracy, print_slips, print_speed
from tests.benchmarks.words_rows import Districts, read_rows
from tests.fixtures.cluster import discard, throwaway_folder


@contextmanager
def loaded(folder: Path) -> Iterator[tuple[Engine, City, EmbeddedCluster]]:
    """A throwaway cluster with the city folder loaded and published."""
    cluster = EmbeddedCluster(data_dir=throwaway_folder(), durable=False)
    engines: list[Engine] = []
    try:
        cluster.start()
        cluster.create_roles()
        cluster.create_database("bench")
        migrate.upgrade(cluster.url(roles.OWNER, "bench"))
        owner = create_engine_for(cluster.url(roles.OWNER, "bench"), statement_timeout_ms=600_000)
        engines.append(owner)
        began = time.perf_counter()
        with owner.begin() as connection:
            seed(connection, folder=folder, now=datetime(2026, 1, 1, 12, tzinfo=UTC))
        with Statements(owner).connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        sys.stdout.write(f"city folder loaded in {time.perf_counter() - began:.1f} s\n")
        app = create_engine_for(cluster.url(roles.APP, "bench"), pool_size=2)
        engines.append(app)
        with app.connect() as connection:
            city = load_city(connection)
        if city is None:
            raise LookupError("The folder holds no city.")
        yield app, city, cluster
    finally:
        for engine in engines:
            engine.dispose()
        discard(cluster)


def environment_of(cluster: EmbeddedCluster) -> dict[str, str]:
    """The settings by which commands find the throwaway database."""
    urls = cluster.urls("bench")
    return {
        "GIS_CAS_DATABASE_URL": urls.app,
        "GIS_CAS_DATABASE_OWNER_URL": urls.owner,
        "GIS_CAS_DATABASE_PUBLIC_URL": urls.public,
        "GIS_CAS_DATA_DIR": str(cluster.place.data_dir),
        "GIS_CAS_SECRET_KEY": "measured " * 5,
    }


def main() -> None:
    """Load, ask every row, print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("city", type=Path)
    asked.add_argument("requests", type=Path)
    asked.add_argument("--half", choices=("develop", "check", "both"), default="both")
    asked.add_argument("--misses", type=Path, default=None, help="where to write each miss with its cause")
    asked.add_argument("--draws", type=int, default=0, help="only slips, of every row, so many times")
    given = asked.parse_args()
    with loaded(given.city) as (engine, city, cluster):
        projection = Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft)
        locator = CityLocator(engine, city, projection)
        began = time.perf_counter()
        locator.find("1 Main St")
        sys.stdout.write(f"streets read into the process in {time.perf_counter() - began:.1f} s\n")
        districts = Districts.of(engine)
        rows = read_rows(given.requests, projection=projection, half=given.half)
        if given.draws:
            print_slips(locator, projection, rows, draws=given.draws)
            return
        print_accuracy(engine, locator, projection, districts, rows, misses=given.misses)
        print_slips(locator, projection, rows)
        print_speed(engine, locator, rows)
        print_side_by_side(engine, cluster, locator, projection, districts, rows)
        print_batch([row.words for row in rows if row.kind != "other"], environment=environment_of(cluster))


if __name__ == "__main__":
    main()

"""How long a million address points take from a file to being in force, step by step, and what a look-up costs then.

    make bench-load
    .venv/bin/python -m tests.benchmarks.bench_load --points 200000 --driver FlatGeobuf

A private throwaway cluster, started as `make run` starts it (nothing is left unsafe), holds the tests' made-up town.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Engine, text

from gis_cas.store import migrate, roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from layers.check import check
from layers.city_folder import read_city_folder
from layers.load import load_version
from layers.publish import publish
from layers.read import read
from layers.seed import seed
from tests.benchmarks.many_points import SUFFIXES, build
from tests.fixtures.cluster import discard, throwaway_folder

NOW: Final = datetime(2026, 1, 2, 12, tzinfo=UTC)
Made = TypeVar("Made")


@contextmanager
def empty_database() -> Iterator[Engine]:
    """The app's engine on a new database with every table."""
    cluster = EmbeddedCluster(data_dir=throwaway_folder())
    try:
        cluster.start()
        cluster.create_roles()
        cluster.create_database("bench")
        migrate.upgrade(cluster.url(roles.OWNER, "bench"))
        engine = create_engine_for(cluster.url(roles.APP, "bench"), pool_size=1, statement_timeout_ms=0)
        yield engine
        engine.dispose()
    finally:
        discard(cluster)


class Watch:
    """Prints what each step took, and of that how long this process and its server worked: others may be busy too."""

    def __init__(self, engine: Engine) -> None:
        self.taken = [0.0, 0.0, 0.0]
        with engine.connect() as connection:
            self._server = int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
        sys.stdout.write(f"{'':34}{'took':>10}{'work here':>12}{'work there':>12}\n")

    def step(self, name: str, call: Callable[[], Made]) -> Made:
        """Time one step."""
        before = self._now()
        made = call()
        taken = [after - earlier for after, earlier in zip(self._now(), before, strict=True)]
        self.taken = [whole + part for whole, part in zip(self.taken, taken, strict=True)]
        self.line(name, taken)
        return made

    def line(self, name: str, taken: Sequence[float]) -> None:
        """One line of the table, in seconds."""
        sys.stdout.write(f"{name:34}{taken[0]:8.1f} s{taken[1]:10.1f} s{taken[2]:10.1f} s\n")
        sys.stdout.flush()

    def _now(self) -> tuple[float, float, float]:
        try:
            told = Path(f"/proc/{self._server}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            server = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:  # no such file system here
            server = 0.0
        return time.perf_counter(), time.process_time(), server


def main() -> None:
    """Make the folder, seed it without the points, load and publish them."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--points", type=int, default=1_000_000)
    asked.add_argument("--driver", choices=tuple(SUFFIXES), default="GPKG")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name, empty_database() as engine:
        folder = Path(name) / "town"
        build(folder, points=given.points, driver=given.driver)
        points = folder / "manifests" / "address_points.toml"
        aside = points.read_text(encoding="utf-8")
        points.unlink()
        with engine.begin() as connection:
            seed(connection, folder=folder, now=NOW)
        points.write_text(aside, encoding="utf-8")
        load_and_publish(engine, folder, points=given.points)


def load_and_publish(engine: Engine, folder: Path, *, points: int) -> None:
    """What `gis-cas layers load` and `publish` do, step by step."""
    watch = Watch(engine)
    city = watch.step("read the folder", lambda: read_city_folder(folder))
    manifest = next(one for one in city.manifests if one.layer == "address_points")
    frame = watch.step("read the file", lambda: read(manifest))
    with engine.begin() as connection:
        faults = watch.step(
            "check it",
            lambda: check(frame, manifest, owners=city.owner_values, surroundings=city.city.surroundings),
        )
        if faults:
            raise ValueError(str(faults[0]))
        loaded = watch.step(
            "put it on file",
            lambda: load_version(connection, manifest=manifest, frame=frame, city=city.city, by="bench"),
        )
    with engine.begin() as connection:
        watch.step(
            "publish it",
            lambda: publish(
                connection, loaded.id, effective_from=date(2026, 1, 1), by="bench", approved_by="another", now=NOW
            ),
        )
    watch.line(f"{points:,} address points", watch.taken)


if __name__ == "__main__":
    main()

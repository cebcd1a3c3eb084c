"""The part of `gis-cas city check` that asks the database: has every spot one owner, or a reason with a name?"""

from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from tqdm import tqdm

from gis_cas.geo.projection import Projection
from gis_cas.store import layers as store
from gis_cas.store.city import load_city, load_directory, load_ruleset
from layers.city_ground import spots_of_city
from layers.draft import compared
from layers.proof import Proof, Rulebook
from layers.proof_blocks import Ground, prove_at_once
from layers.proof_report import lines, write
from layers.spots import FT_PER_M


def prove_city(engine: Engine, *, draft: int | None, step_m: float, out: Path) -> int | None:
    """Prove the layers in force today, or with a version in its layer's place; how many faults, None without a city."""
    now = datetime.now(UTC)
    with engine.connect() as connection:
        city = load_city(connection)
        if city is None:
            return None
        day = now.astimezone(city.time_zone).date()
        book = Rulebook(ruleset=load_ruleset(connection), directory=load_directory(connection), city=city, day=day)
        comparing = compared(connection, draft, day=day, now=now) if draft is not None else nullcontext()
        with comparing as comparison:
            publications = (
                comparison.publications if comparison else store.publications_in_force(connection, valid_on=day)
            )
            proof = _proved(connection, book, publications=dict(publications), step_ft=step_m * FT_PER_M)
        connection.rollback()
    for line in lines(proof):
        print(line)
    for path in write(proof, out):
        print(path)
    return len(proof.faults)


def _proved(connection: Connection, book: Rulebook, *, publications: dict[str, int], step_ft: float) -> Proof:
    projection = Projection(pipeline=book.city.datum_pipeline, srid_ft=book.city.srid_ft)
    spots = spots_of_city(connection, book, publications=publications, projection=projection, step_ft=step_ft)
    ground = Ground(connection=connection, publications=publications, projection=projection)
    with tqdm(total=len(spots), desc="Checking", unit=" spots", unit_scale=True) as bar:
        return prove_at_once(book, spots, ground, progress=bar.update)

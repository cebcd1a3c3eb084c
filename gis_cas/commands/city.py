"""`gis-cas city`: check a city's folder, load it, and write it back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer
from sqlalchemy import Engine
from tqdm import tqdm

from gis_cas.commands.city_proof import prove_city
from gis_cas.commands.database import running_database
from gis_cas.commands.found import print_findings
from gis_cas.errors import BadInput
from gis_cas.settings import Settings, load_settings
from gis_cas.store.city import load_city
from gis_cas.store.engine import create_engine_for
from gis_cas.store.locator_findings import standing_counts
from gis_cas.store.migrate import analyze
from layers import city_diff
from layers.check import check as check_frame
from layers.city_folder import CityFolder, parse_city_folder, read_city_folder
from layers.city_words import write_words
from layers.manifest import Manifest
from layers.problem import Problem
from layers.read import read
from layers.seed import seed as seed_city
from layers.spots import STEP_M

app = typer.Typer(help="Check, load or export the folder that describes a city.", no_args_is_help=True)

_FOLDER = typer.Argument(None, help="The city's folder; the one in the settings if left out.")


@app.command()
def load(
    folder: Path | None = _FOLDER,
    dry_run: bool = typer.Option(False, "--dry-run", help="Only print what would change."),
) -> None:
    """Fill an empty database from a city's folder; later, bring over what changed there.

    A row that was changed in the program is never overwritten.
    """
    settings = load_settings()
    with running_database(settings) as ready, _engine(ready) as engine:
        with engine.connect() as connection:
            empty = load_city(connection) is None
        if empty and not dry_run:
            _seed(ready, engine, folder or settings.city_folder)
            return
        city_folder = read_city_folder(folder or settings.city_folder)
        with engine.begin() as connection:
            changes = city_diff.diff(connection, city_folder)
            for change in changes:
                print(change)
            if not changes:
                print("Folder and database say the same.")
            elif not dry_run:
                city_diff.apply(connection, city_folder, changes)
            for layer in city_diff.layers_to_load(connection, city_folder):
                print(f"layer {layer} is not on file: gis-cas layers load {city_folder.path}/manifests/{layer}.toml")


@app.command()
def check(
    folder: Path | None = typer.Argument(None, help="A city's folder; without it the city that is loaded, too."),
    draft: int | None = typer.Option(None, "--draft", help="A layer version to check as if it were in force today."),
    step_m: float = typer.Option(
        STEP_M, "--step", min=1.0, help="How far apart the points of the grid lie, in metres."
    ),
    out: Path | None = typer.Option(None, "--out", help="Folder for city-check.geojson and city-check.csv."),
) -> None:
    """Name every problem in a city's folder, and every spot of the loaded city that is nobody's or two bodies'.

    Looked at are address points, middles of centrelines and a grid; status 1 when anything must be mended.
    """
    settings = load_settings()
    grave = _check_files(folder or settings.city_folder)
    faults = None
    if folder is None:
        with running_database(settings) as ready, _engine(ready) as engine:
            faults = prove_city(engine, draft=draft, step_m=step_m, out=out or settings.data_dir / "city-check")
    if faults is None:
        print("Its spots are checked once it is loaded, by gis-cas city check without a folder.")
    else:
        print(f"{faults:,} orphans and doubles.")
    if grave or faults:
        raise typer.Exit(1)


def _check_files(folder: Path) -> int:
    problems: list[Problem] = []
    city_folder = parse_city_folder(folder, problems)
    if city_folder is not None:
        for manifest in city_folder.manifests:
            problems += _layer_problems(manifest, city_folder)
    for problem in problems:
        print(problem if problem.grave else f"(remark) {problem}")
    grave = sum(problem.grave for problem in problems)
    print(f"{grave} problems, {len(problems) - grave} remarks.")
    return grave


@app.command()
def words(folder: Path | None = _FOLDER) -> None:
    """Bring the folder's locale/LANGUAGE.po up to its services and rules, keeping what is translated and reviewed."""
    city_folder = read_city_folder(folder or load_settings().city_folder)
    for path in write_words(city_folder.path, city_folder.city.languages, city_folder.services, city_folder.rules):
        print(path)


@app.command()
def export(folder: Path = typer.Argument(..., help="Where to write; files there are replaced.")) -> None:
    """Write the city's settings, directory, services and rules back into a folder."""
    with running_database(load_settings()) as ready, _engine(ready) as engine, engine.connect() as connection:
        for path in city_diff.export(connection, folder):
            print(path)


def seed(settings: Settings) -> None:
    """Fill the empty database that the settings name from their city folder, with a line of progress for the layers."""
    with _engine(settings) as engine:
        _seed(settings, engine, settings.city_folder)


def _seed(settings: Settings, engine: Engine, folder: Path) -> None:
    with engine.begin() as connection:
        loaded = seed_city(connection, folder=folder, now=datetime.now(UTC), progress=_progress)
        found = standing_counts(connection)
    for remark in loaded.remarks:
        print(f"(remark) {remark}")
    print_findings(found, indent="")
    if settings.database.owner_url:
        analyze(settings.database.owner_url)


def _progress(manifests: Iterable[Manifest]) -> Iterator[Manifest]:
    with tqdm(list(manifests), unit="layer", bar_format="{desc:22} {bar:24} {n_fmt}/{total_fmt} {elapsed}") as bar:
        for manifest in bar:
            bar.set_description_str(manifest.layer)
            yield manifest


def _layer_problems(manifest: Manifest, folder: CityFolder) -> list[Problem]:
    if not manifest.file:
        return []
    try:
        frame = read(manifest)
    except BadInput as error:
        return [
            Problem(where=where, sentence=sentence.removeprefix(f"{where}: "))
            for where, sentence in error.fields.items()
        ]
    return check_frame(frame, manifest, owners=folder.owner_values, surroundings=folder.city.surroundings)


@contextmanager
def _engine(settings: Settings) -> Iterator[Engine]:
    engine = create_engine_for(
        settings.database.url or "", pool_size=1, statement_timeout_ms=0, application_name="gis_cas city"
    )
    try:
        yield engine
    finally:
        engine.dispose()

"""`gis-cas route FILE.csv`: whose job each row of a file is, in order and as a stream."""

import csv
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, cast

import typer
from sqlalchemy import Engine
from tqdm import tqdm

from gis_cas.commands.csv_files import column_named, no_column, opened, written_so_far
from gis_cas.commands.database import running_database
from gis_cas.commands.geocode import USUAL_COLUMNS
from gis_cas.commands.layer_database import day_in
from gis_cas.commands.made import utc_now
from gis_cas.commands.routing_words import WordsDesk
from gis_cas.errors import BadInput, UnknownService
from gis_cas.service_requests.reference import ReferenceShelf
from gis_cas.settings import load_settings
from gis_cas.store.engine import create_engine_for
from gis_cas.store.in_force import read_in_force
from layers.bulk.answer import added
from layers.bulk.asking import Asking
from layers.bulk.blocks import AT_ONCE, WORDS_AT_ONCE, Rows, Source, after, blocks, header_and_rest
from layers.bulk.index import index_for
from layers.bulk.plan import Plan, Routed
from layers.bulk.pool import route_each

USUAL = {
    "lat": ("lat", "latitude", "y"),
    "long": ("long", "lon", "lng", "longitude", "x"),
    "service": ("service_code", "service"),
    "accuracy": ("accuracy_ft",),
    "address": USUAL_COLUMNS,
}
"""The names by which columns are known when nobody says which they are."""

FILE = typer.Argument(..., help="A CSV file with a header; - reads standard input.", allow_dash=True)
LAT = typer.Option(None, help="The column with the latitude; else lat, latitude or y.")
LONG = typer.Option(None, help="The column with the longitude; else long, lon, lng, longitude or x.")
ADDRESS = typer.Option(None, help="The column with an address, for rows without a position; else address, words, …")
SERVICE_COLUMN = typer.Option(None, help="The column with the service's code; else service_code or service.")
SERVICE = typer.Option(None, help="One service for all rows, by its code.")
ACCURACY = typer.Option(None, help="The column with the accuracy in feet; else accuracy_ft.")
ACCURACY_95 = typer.Option(False, "--accuracy-95", help="Accuracies are 95 % radii, not a phone's 68 %.")
VALID_ON = typer.Option(None, help="The city day whose layers count, such as 2026-11-23; else today.")
KNOWN_AT = typer.Option(None, help="The instant up to which publications are known, with its offset; else now.")
TRACE = typer.Option(False, "--trace", help="Add a column with what became of every rule.")
OUT = typer.Option(None, help="Where to write; else standard output.")
JOBS = typer.Option(1, min=1, help="How many processes to use.")
RESUME = typer.Option(False, "--resume", help="Go on where OUT ends, instead of writing it anew.")


def command(  # noqa: PLR0913, PLR0917 - one for each option
    file: Path = FILE,
    lat: str | None = LAT,
    long: str | None = LONG,
    address: str | None = ADDRESS,
    service_column: str | None = SERVICE_COLUMN,
    service: str | None = SERVICE,
    accuracy: str | None = ACCURACY,
    accuracy_95: bool = ACCURACY_95,
    valid_on: str | None = VALID_ON,
    known_at: str | None = KNOWN_AT,
    trace: bool = TRACE,
    out: Path | None = OUT,
    jobs: int = JOBS,
    resume: bool = RESUME,
) -> None:
    """Say for every row of a CSV file whose job it is, and write the rows back with the answers."""
    settings = load_settings()
    asked = {"lat": lat, "long": long, "address": address, "service": service_column, "accuracy": accuracy}
    with running_database(settings) as ready, ExitStack() as open_files:
        url = ready.database.url or ""
        engine = create_engine_for(url, pool_size=1, application_name="gis_cas route")
        open_files.callback(engine.dispose)
        source = cast("Source", opened(file, open_files).buffer)
        columns, rest = header_and_rest(source)
        found = _columns(columns, asked, service=service)
        day = None if valid_on is None else day_in("valid-on", valid_on)
        asking = _asking(engine, valid_on=day, known_at=_instant(known_at))
        if service is not None and service not in asking.ruleset.services:
            raise UnknownService(f"There is no service with the code {service[:60]!r}.")
        more = added(trace=trace)
        kept = [number for number, name in enumerate(columns) if name not in more]
        plan = Plan(
            index=_index(engine, asking, folder=settings.data_dir / "bulk"),
            asking=asking,
            columns=len(columns),
            kept=tuple(kept),
            lat=found["lat"],
            long=found["long"],
            service_column=found["service"],
            accuracy=found["accuracy"],
            address=found["address"],
            service=service,
            accuracy_95=accuracy_95,
            trace=trace,
            words=partial(WordsDesk, url, valid_on=asking.valid_on, known_at=asking.known_at),
        )
        engine.dispose()
        written = [*(columns[number] for number in kept), *more]
        target, done = open_files.enter_context(written_so_far(out, columns=written, resume=resume))
        if not done:
            csv.writer(target, lineterminator="\n").writerow(written)
            target.flush()
        at_once = WORDS_AT_ONCE if found["lat"] is None else AT_ONCE
        left = _left(blocks(source, rest, at_once=at_once), done)
        _write(target.buffer, route_each(left, plan, jobs=jobs), done=done)


def _columns(columns: list[str], asked: Mapping[str, str | None], *, service: str | None) -> dict[str, int | None]:
    """The place of each column that is looked at; raises BadInput where nothing can be decided from the file."""
    found: dict[str, int | None] = {}
    for what, usual in USUAL.items():
        name = column_named(columns, asked=asked[what], usual=usual)
        found[what] = None if name is None else columns.index(name)
    if found["service"] is None and service is None:
        raise no_column(columns, wanted=f"{' or '.join(USUAL['service'])}; name one, or one --service for all rows")
    if found["address"] is None and (found["lat"] is None or found["long"] is None):
        raise no_column(columns, wanted="with a position or an address")
    return found


def _asking(engine: Engine, *, valid_on: date | None, known_at: datetime | None) -> Asking:
    """The city's rules as they stand, and the layers that count on the day."""
    reference = ReferenceShelf(engine).current()
    day = valid_on or utc_now().astimezone(reference.city.time_zone).date()
    with engine.connect() as conn:
        in_force = read_in_force(conn, valid_on=day, known_at=known_at)
    return Asking(
        city=reference.city,
        directory=reference.directory,
        ruleset=reference.ruleset,
        valid_on=day,
        known_at=known_at,
        publications=in_force.ids,
        streets=in_force.streets.layer if in_force.streets else None,
    )


def _index(engine: Engine, asking: Asking, *, folder: Path) -> Path:
    """The index of the layers that count; says so when it had to be built."""
    began = perf_counter()
    with engine.connect() as conn:
        in_force = read_in_force(conn, valid_on=asking.valid_on, publications=asking.publications)
        index = index_for(conn, in_force, road_reach_ft=asking.city.road_reach_ft, folder=folder)
    if index.built:
        print(f"Built the index of these layers in {perf_counter() - began:.1f} s; it is kept.", file=sys.stderr)
    return index.folder


def _left(every: Iterator[Rows], done: int) -> Iterator[Rows]:
    """The rows after those that are done."""
    for rows in every:
        if rows.count > done:
            yield after(rows, done)
        done = max(done - rows.count, 0)


def _write(target: BinaryIO, routed: Iterator[Routed], *, done: int) -> None:
    """Write what was routed as it comes, with a progress bar, and say at the end what there was to do."""
    rows, shares, refused, shares_s = 0, 0, 0, 0.0
    with tqdm(initial=done, desc="Routing", unit=" rows", unit_scale=True, file=sys.stderr, disable=None) as bar:
        for some in routed:
            target.write(some.text)
            target.flush()
            bar.update(some.rows)
            rows, shares, refused = rows + some.rows, shares + some.shares, refused + some.refused
            shares_s += some.shares_s
    print(
        f"{rows:,} rows; {shares:,} needed shares ({shares_s:.1f} s); {refused:,} could not be decided.",
        file=sys.stderr,
    )


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    sentence = "--known-at must be an instant with its offset, such as 2026-11-23T14:10:00-05:00."
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput({"known_at": sentence}) from error
    if at.tzinfo is None:
        raise BadInput({"known_at": sentence})
    if at > utc_now():
        raise BadInput({"known_at": "--known-at cannot lie in the future: nobody knows yet what will be known then."})
    return at

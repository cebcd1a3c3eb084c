"""`gis-cas geocode FILE.csv`: words to places, row by row and in order, as a stream."""

import csv
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

import typer
from tqdm import tqdm

from gis_cas.commands.csv_files import column_named, no_column, opened, written_so_far
from gis_cas.commands.database import running_database
from gis_cas.domain.candidate import Candidate
from gis_cas.errors import Misconfigured
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.batch import AT_ONCE, find_each, find_each_in
from gis_cas.geocoding.locator import CityLocator
from gis_cas.geocoding.scoring import SURE
from gis_cas.settings import load_settings
from gis_cas.store.city import load_city
from gis_cas.store.engine import create_engine_for

ANSWERS = ("answer", "label", "lat", "long", "score", "match_type", "error_radius_ft", "address_key", "segment_key")
"""Columns added to each row. answer: found, ambiguous, doubtful, street_only, not_found; only found has a position."""

USUAL_COLUMNS = ("address", "words", "location", "place", "q")

FILE = typer.Argument(..., help="A CSV file with a header; - reads standard input.", allow_dash=True)
COLUMN = typer.Option(None, help="The column that holds the words; else address, words, location, place or q.")
OUT = typer.Option(None, help="Where to write; else standard output.")
JOBS = typer.Option(1, min=1, help="How many processes to use; each reads the streets for itself.")
RESUME = typer.Option(False, "--resume", help="Go on where OUT ends, instead of writing it anew.")


def command(
    file: Path = FILE, column: str | None = COLUMN, out: Path | None = OUT, jobs: int = JOBS, resume: bool = RESUME
) -> None:
    """Find the place of every row of a CSV file and write the rows back with what was found."""
    settings = load_settings()
    with running_database(settings) as ready, ExitStack() as open_files:
        url = ready.database.url or ""
        engine = create_engine_for(url, pool_size=1, application_name="gis_cas geocode")
        open_files.callback(engine.dispose)
        with engine.connect() as conn:
            city = load_city(conn)
        if city is None:
            raise Misconfigured("No city is loaded yet. Load one with: gis-cas city load FOLDER")
        rows = csv.DictReader(opened(file, open_files))
        typed = str(file) == "-"
        words_in = words_column(rows.fieldnames or (), asked=column)
        target, done = open_files.enter_context(
            written_so_far(out, columns=all_columns(rows.fieldnames or ()), resume=resume)
        )
        left = tqdm(islice(rows, done, None), initial=done, desc="Finding", unit=" rows", file=sys.stderr, disable=None)
        if jobs > 1:
            find = partial(find_each_in, url=url, city=city, jobs=jobs, shown=answer)
        else:
            locator = CityLocator(engine, city, Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft))
            find = partial(find_each, locator=locator, shown=answer, at_once=1 if typed else AT_ONCE)
        answered = located(left, column=words_in, find=find)
        write(target, columns=rows.fieldnames or (), rows=answered, header=not done, at_once=typed)


def words_column(columns: Iterable[str], *, asked: str | None) -> str:
    """The column that holds the words; raises BadInput when there is none such."""
    known = list(columns)
    found = column_named(known, asked=asked, usual=USUAL_COLUMNS)
    if found is None:
        raise no_column(known, wanted=", ".join(USUAL_COLUMNS))
    return found


Find = Callable[[Iterable[str]], Iterable[Sequence[str]]]


def located(rows: Iterable[Mapping[str, str]], *, column: str, find: Find) -> Iterator[dict[str, str]]:
    """Each row with what was found for it, in the order they come."""
    waiting: deque[Mapping[str, str]] = deque()

    def words() -> Iterator[str]:
        for row in rows:
            waiting.append(row)
            yield row.get(column) or ""

    for found in find(words()):
        yield {**waiting.popleft(), **dict(zip(ANSWERS, found, strict=True))}


def answer(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """What was found, as the values of `ANSWERS`; several places are all named and none is given a position."""
    if not candidates:
        return ("not_found", *[""] * (len(ANSWERS) - 1))
    best = candidates[0]
    if len(candidates) > 1:
        kind = "ambiguous"
    elif best.street_only:
        kind = "street_only"
    else:
        kind = "found" if best.score >= SURE else "doubtful"
    sure = kind == "found"
    return (
        kind,
        " | ".join(one.label for one in candidates),
        f"{best.position.lat:.7f}" if sure else "",
        f"{best.position.lon:.7f}" if sure else "",
        f"{best.score:g}",
        best.match_type.value,
        f"{max(one.error_radius_ft for one in candidates):.0f}",
        (sure and best.address_key) or "",
        (sure and best.segment_key) or "",
    )


def write(
    target: TextIO,
    *,
    columns: Iterable[str],
    rows: Iterable[Mapping[str, str]],
    header: bool = True,
    at_once: bool = False,
) -> None:
    """Write the rows with their own columns and the added ones; `at_once`: each line for a pipe to see as it comes."""
    writer = csv.DictWriter(target, all_columns(columns), restval="", extrasaction="ignore", lineterminator="\n")
    if header:
        writer.writeheader()
    for row in rows:
        writer.writerow(row)
        if at_once:
            target.flush()


def all_columns(columns: Iterable[str]) -> list[str]:
    """The columns of the file that is written."""
    return [*(name for name in columns if name not in ANSWERS), *ANSWERS]

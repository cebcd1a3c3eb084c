"""`gis-cas geocode FILE.csv`: words to places, row by row and in order, as a stream."""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import typer
from tqdm import tqdm

from gis_cas.commands.database import running_database
from gis_cas.domain.candidate import Candidate
from gis_cas.errors import BadInput, Misconfigured
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.locator import CityLocator, Locator
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


def command(file: Path = FILE, column: str | None = COLUMN, out: Path | None = OUT) -> None:
    """Find the place of every row of a CSV file and write the rows back with what was found."""
    settings = load_settings()
    with running_database(settings) as ready, ExitStack() as open_files:
        if ready.database.url is None:
            raise Misconfigured("No database is known. Set GIS_CAS_DATABASE_URL, or leave it out for the private one.")
        engine = create_engine_for(ready.database.url, pool_size=1, application_name="gis_cas geocode")
        open_files.callback(engine.dispose)
        with engine.connect() as conn:
            city = load_city(conn)
        if city is None:
            raise Misconfigured("No city is loaded yet. Load one with: gis-cas city load FOLDER")
        locator = CityLocator(engine, city, Projection(pipeline=city.datum_pipeline, srid_ft=city.srid_ft))
        source = _opened(file, open_files)
        target = sys.stdout if out is None else open_files.enter_context(out.open("w", encoding="utf-8", newline=""))
        rows = csv.DictReader(source)
        words_in = words_column(rows.fieldnames or (), asked=column)
        counted = tqdm(rows, desc="Finding", unit=" rows", file=sys.stderr, disable=None)
        write(target, columns=rows.fieldnames or (), rows=located(counted, column=words_in, locator=locator))


def words_column(columns: Iterable[str], *, asked: str | None) -> str:
    """The column that holds the words; raises BadInput when there is none such."""
    known = list(columns)
    for name in (asked,) if asked else USUAL_COLUMNS:
        for column in known:
            if column.strip().lower() == name.lower():
                return column
    wanted = asked or ", ".join(USUAL_COLUMNS)
    raise BadInput({"column": f"The file has no column {wanted}; it has {', '.join(known) or 'no header'}."})


def located(rows: Iterable[Mapping[str, str]], *, column: str, locator: Locator) -> Iterator[dict[str, object]]:
    """Each row with what was found for it, in the order they come; nothing is held back or read ahead."""
    for row in rows:
        yield {**row, **dict.fromkeys(ANSWERS, ""), **answer(locator.find(row.get(column) or ""))}


def answer(found: Iterable[Candidate]) -> dict[str, object]:
    """What was found, as the columns of one row; several places are all named and none is given a position."""
    candidates = list(found)
    if not candidates:
        return {"answer": "not_found"}
    best = candidates[0]
    if len(candidates) > 1:
        kind = "ambiguous"
    elif best.street_only:
        kind = "street_only"
    else:
        kind = "found" if best.score >= SURE else "doubtful"
    columns: dict[str, object] = {
        "answer": kind,
        "label": " | ".join(one.label for one in candidates),
        "score": f"{best.score:g}",
        "match_type": best.match_type.value,
        "error_radius_ft": f"{max(one.error_radius_ft for one in candidates):.0f}",
    }
    if kind == "found":
        columns["lat"] = f"{best.position.lat:.7f}"
        columns["long"] = f"{best.position.lon:.7f}"
        columns["address_key"] = best.address_key or ""
        columns["segment_key"] = best.segment_key or ""
    return columns


def write(target: TextIO, *, columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Write the rows with their own columns and the added ones; one line at a time, for a pipe to see at once."""
    own = [name for name in columns if name not in ANSWERS]
    writer = csv.DictWriter(target, [*own, *ANSWERS], restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow(row)
        target.flush()


def _opened(file: Path, open_files: ExitStack) -> TextIO:
    if str(file) == "-":
        return sys.stdin
    try:
        return open_files.enter_context(file.open(encoding="utf-8-sig", newline=""))
    except OSError as error:
        raise BadInput({"file": f"{file} cannot be read: {error.strerror}."}) from error

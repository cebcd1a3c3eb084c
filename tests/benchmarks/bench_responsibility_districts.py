"""Districts of real requests: what was published, what the product says, and whether it doubted where they differ.

    .venv/bin/python -m tests.benchmarks.bench_responsibility_districts ../shared/data/baltimore.gpkg \\
        ../shared/data/baltimore_requests.csv

Counted are the requests whose coordinates are inside the city's box and not whole degrees; those are no positions, and
what becomes of such a request is its address's place. Districts are taken to be accurate to 2 m.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from gis_cas.api.reading import Fields
from gis_cas.api.stated_place import stated_place
from gis_cas.domain.place import PlaceSource, StatedPlace
from gis_cas.errors import BadInput
from gis_cas.service_requests.ask import responsibility
from gis_cas.service_requests.office import Office, open_office
from tests.benchmarks import lines_city
from tests.benchmarks.bench_words import loaded

NOW: Final = datetime(2026, 11, 23, 15, tzinfo=UTC)
VALID_ON: Final = date(2026, 11, 23)
LEAST_REPRODUCED: Final = 0.995
MOST_FLAGGED: Final = 0.03
PUBLISHED: Final = {
    "council_member": ("CouncilDistrict", "district-", "council"),
    "noise": ("PoliceDistrict", "police-", "police"),
}
"""Service -> the requests' own column, how its owners begin, and the layer whose district is recorded."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One service's requests: how many agree (of a doubt, what holds the spot), are flagged, differ unflagged.

    And of the districts recorded: how many are the published one, are on a line to it, are another one or none.
    """

    count: int
    agree: int
    flagged: int
    unflagged_differ: int
    recorded: int
    on_its_line: int
    recorded_otherwise: int


def main(source: Path, requests: Path) -> bool:
    """Measure and print; whether every bar is met."""
    folder = Path(tempfile.mkdtemp(prefix="gis-cas-districts-"))
    lines_city.build(source, folder)
    rows = pd.read_csv(requests, dtype=str)
    rows = rows[rows["Latitude"].notna()]
    whole = rows[lines_city.whole_degrees(rows)]
    with loaded(folder) as (engine, *_):
        office = open_office(engine=engine, public_engine=engine)
        exact = rows.drop(whole.index)
        box = office.city.map_extent
        lon, lat = exact["Longitude"].astype(float), exact["Latitude"].astype(float)
        exact = exact[lon.between(box.west, box.east) & lat.between(box.south, box.north)]
        print(f"\ndistricts: {len(exact):,} requests inside the city's box that are not whole degrees")
        good = True
        for code, (column, start, layer) in PUBLISHED.items():
            one = _compared(office, exact[exact[column].notna()], code, column, start)
            print(
                f"  {layer:<16}{one.count:>7,} published   recorded {one.recorded:,}, on the line to it "
                f"{one.on_its_line:,}, otherwise off every line {one.recorded_otherwise} (bar 0)"
            )
            good = good and not one.recorded_otherwise
            share, flagged = one.agree / one.count, one.flagged / one.count
            print(
                f"  {code:<16}{one.count:>7,} published   reproduced {share:.2%} (bar {LEAST_REPRODUCED:.1%})   "
                f"flagged {flagged:.2%} (bar {MOST_FLAGGED:.0%})   differ without a flag {one.unflagged_differ} (bar 0)"
            )
            good = good and share >= LEAST_REPRODUCED and flagged <= MOST_FLAGGED and not one.unflagged_differ
        return _whole_degrees(office, whole) and good


def _compared(office: Office, rows: pd.DataFrame, code: str, column: str, start: str) -> Compared:
    agree = flagged = unflagged = recorded = on_its_line = 0
    layer = PUBLISHED[code][2]
    for published, place in _places(office, rows, column, start):
        decision = responsibility(
            office, service_code=code, now=NOW, position=place.position, radius_ft=0.0, source=PlaceSource.PIN
        ).decision
        named = decision.owner or next((one.owner for one in decision.candidates if one.owner), None)
        same = named is not None and named.slug == published
        doubt = decision.owner is None
        agree += same
        flagged += doubt
        unflagged += not same and not doubt
        told = next((one for one in decision.districts if one.layer == layer), None)
        named_so = told is not None and start + _slug(told.name, start) == published
        recorded += named_so
        on_its_line += told is not None and told.on_the_line and not named_so
    otherwise = len(rows) - recorded - on_its_line
    return Compared(len(rows), agree, flagged, unflagged, recorded, on_its_line, otherwise)


def _slug(name: str | None, start: str) -> str:
    return (name or "").lower().replace(" ", "-").removeprefix(start)


def _places(office: Office, rows: pd.DataFrame, column: str, start: str) -> Iterator[tuple[str, StatedPlace]]:
    for said, lat, lon in zip(rows[column], rows["Latitude"], rows["Longitude"], strict=True):
        yield start + str(said).lower(), stated_place(Fields({"lat": lat, "long": lon}), office.city)


def _whole_degrees(office: Office, rows: pd.DataFrame) -> bool:
    """Whole degrees are refused alone, and the address beside them is taken instead."""
    alone = by_address = placed = 0
    addressed = rows[rows["Address"].notna()]
    for lat, lon in zip(rows["Latitude"], rows["Longitude"], strict=True):
        fields = Fields({"lat": lat, "long": lon})
        stated_place(fields, office.city)
        try:
            fields.done()
        except BadInput:
            alone += 1
    for lat, lon, words in zip(addressed["Latitude"], addressed["Longitude"], addressed["Address"], strict=True):
        stated = stated_place(Fields({"lat": lat, "long": lon, "q": words}), office.city)
        by_address += stated.position is None and stated.words == words
        asked = responsibility(office, service_code="council_member", now=NOW, words=stated.words)
        placed += bool(asked.places)
    print(
        f"  whole degrees: {len(rows):,} requests, {alone:,} refused as positions; {len(addressed):,} with an address, "
        f"{by_address:,} decided on it, {placed:,} of those found"
    )
    return alone == len(rows) and by_address == len(addressed)


if __name__ == "__main__":
    given = argparse.ArgumentParser()
    given.add_argument("source", type=Path)
    given.add_argument("requests", type=Path)
    wanted = given.parse_args()
    sys.exit(not main(wanted.source, wanted.requests))

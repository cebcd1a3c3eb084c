"""PostGIS' own geocoder over the same streets, in its own tables, for a comparison in the same run.

The measured city's segments become edges, names and ranges of one state, county and place; what the extension brings
(lookups of types, directionals, states) is left as it comes. It reads its words through its own `geocode`.
"""

from collections.abc import Iterator
from typing import Final

import psycopg2
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from gis_cas.geo.position import Position
from gis_cas.geo.projection import Projection
from gis_cas.geocoding.vocabulary import DIRECTIONALS, STREET_TYPES
from gis_cas.store.copying import copy_rows

Spot = tuple[float, float]

STATE: Final = "24"
COUNTY: Final = "510"
FACE: Final = 1
PATIENCE_MS: Final = 3_000
SURE_RATING: Final = 20
"""Zero is a whole match; the extension's own examples call ratings in the twenties doubtful."""

_SEGMENTS = text("""
    SELECT id, name, from_left, to_left, from_right, to_right, zip,
           encode(ST_AsEWKB(ST_SetSRID(ST_Multi(geom), 4269)), 'hex') AS shape
      FROM cas.locator_street WHERE until IS NULL ORDER BY id
""")
_COLUMNS: Final = {
    "edges": "statefp countyfp tlid tfidl tfidr mtfcc fullname zipl zipr roadflg the_geom",
    "featnames": "tlid fullname predirabrv name suftypabrv sufdirabrv mtfcc paflag statefp",
    "addr": "tlid fromhn tohn side zip statefp",
}
_FRAME = """
    INSERT INTO tiger.state (statefp, stusps, name) VALUES ('24', 'MD', 'Maryland');
    INSERT INTO tiger.county (statefp, countyfp, cntyidfp, name) VALUES ('24', '510', '24510', 'Baltimore');
    INSERT INTO tiger.place (statefp, placefp, plcidfp, name) VALUES ('24', '04000', '2404000', 'Baltimore');
    INSERT INTO tiger.cousub (statefp, countyfp, cousubfp, cosbidfp, name)
         VALUES ('24', '510', '90000', '2451090000', 'Baltimore');
    INSERT INTO tiger.faces (tfid, statefp, countyfp, cousubfp, placefp) VALUES (1, '24', '510', '90000', '04000');
    INSERT INTO tiger.zip_state (zip, stusps, statefp) SELECT DISTINCT zip, 'MD', '24' FROM tiger.addr WHERE zip > '';
    INSERT INTO tiger.zip_state_loc (zip, stusps, statefp, place)
         SELECT DISTINCT zip, 'MD', '24', 'Baltimore' FROM tiger.addr WHERE zip > '';
    INSERT INTO tiger.zip_lookup_base (zip, state, county, city, statefp)
         SELECT DISTINCT zip, 'Maryland', 'Baltimore', 'Baltimore', '24' FROM tiger.addr WHERE zip > '';
"""


class TigerGeocoder:
    """One connection with its patience; `timeouts` counts what took longer."""

    def __init__(self, connection: Connection, projection: Projection) -> None:
        self._connection = connection
        self._projection = projection
        self.timeouts = 0

    def find(self, words: str) -> tuple[Spot, bool] | None:
        """The best place (feet) and whether it is rated as sure."""
        try:
            row = self._connection.execute(
                text("SELECT rating, ST_X(geomout) AS lon, ST_Y(geomout) AS lat FROM geocode(:words, 1)"),
                {"words": words},
            ).first()
        except DBAPIError as error:
            if not isinstance(error.orig, psycopg2.errors.QueryCanceled):
                raise
            self.timeouts += 1
            return None
        if row is None or row.lon is None:
            return None
        return self._projection.to_ft(Position(lon=row.lon, lat=row.lat)), row.rating <= SURE_RATING


def install(connection: Connection, source: Engine) -> None:
    """The extension in an empty database, filled with the segments in force of another one."""
    for name in ("postgis", "fuzzystrmatch", "postgis_tiger_geocoder"):
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {name}"))
    connection.execute(text("SET search_path TO public, tiger"))
    with source.connect() as streets:
        rows = streets.execute(_SEGMENTS).all()
    edges, names, ranges = [], [], []
    for row in rows:
        edges.append((STATE, COUNTY, row.id, FACE, FACE, "S1400", row.name, row.zip, row.zip, "Y", row.shape))
        names.append((row.id, row.name, *_parts(row.name), "S1400", "P", STATE))
        for side, first, last in (("L", row.from_left, row.to_left), ("R", row.from_right, row.to_right)):
            if first and last:
                ranges.append((row.id, str(first), str(last), side, row.zip, STATE))
    for table, found in (("edges", edges), ("featnames", names), ("addr", ranges)):
        copy_rows(connection, f"tiger.{table}", _COLUMNS[table].split(), found)
    connection.execute(text(_FRAME))
    connection.execute(text("SELECT install_missing_indexes()"))


def _parts(name: str) -> Iterator[str | None]:
    """Directional, name, type and directional as the file writes them."""
    words = name.split()
    after = words.pop() if len(words) > 2 and words[-1] in DIRECTIONALS else None
    kind = words.pop() if len(words) > 1 and words[-1].upper() in STREET_TYPES else None
    before = words.pop(0) if len(words) > 1 and words[0].upper() in DIRECTIONALS else None
    return iter((before, " ".join(words), kind, after))

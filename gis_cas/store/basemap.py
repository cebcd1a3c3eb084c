"""The basemap as vector tiles, cut by PostGIS from the published layers of the city itself."""

from dataclasses import dataclass

from sqlalchemy import Engine

from gis_cas.store.prepared import prepared
from gis_cas.store.statements import Statements

_WORLD_M = 40_075_016.685578488
_TILE_PIXELS = 512

DEEPEST_ZOOM = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One tile: `version` changes with every publication; `body` is None when the caller's copy is still right."""

    version: str
    body: bytes | None


class Basemap:
    """Reads tiles through the public role."""

    def __init__(self, engine: Engine) -> None:
        self._statements = Statements(engine)

    def tile(self, *, z: int, x: int, y: int, known: str | None = None) -> Tile:
        """The tile z/x/y (web mercator, row 0 in the north), a layer a kind; what is under half a pixel is left out."""
        values = {"z": z, "x": x, "y": y, "known": known or "", "tolerance_m": _WORLD_M / 2**z / _TILE_PIXELS / 2}
        with self._statements.connect() as conn:
            row = prepared("basemap_tile").run(conn, values).one()
        return Tile(version=row.version, body=None if row.version == known else bytes(row.tile))

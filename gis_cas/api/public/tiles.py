"""The basemap's vector tiles."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Header
from starlette.responses import Response

from gis_cas.api.dependencies import Wired
from gis_cas.errors import NotFound
from gis_cas.store.basemap import DEEPEST_ZOOM, Tile

router = APIRouter(tags=["map"])

_LONGEST = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class TileAsked:
    """One tile of the web map, row 0 in the north."""

    z: int
    x: int
    y: int


def tile_asked(z: str, x: str, y: str) -> TileAsked:
    """The tile that was asked for; raises NotFound when there is no such tile."""
    whole = (int(part) if part.isascii() and part.isdigit() and len(part) < _LONGEST else -1 for part in (z, x, y))
    zoom, column, row = whole
    if not (0 <= zoom <= DEEPEST_ZOOM and 0 <= column < 2**zoom and 0 <= row < 2**zoom):
        raise NotFound(f"There is no tile here; z goes from 0 to {DEEPEST_ZOOM}, x and y from 0 to 2^z - 1.")
    return TileAsked(z=zoom, x=column, y=row)


def tile_answer(tile: Tile) -> Response:
    """The tile with its version as ETag; 304 when the caller's copy is still right, 204 when nothing is drawn there."""
    headers = {"ETag": f'W/"{tile.version}"', "Cache-Control": "public, max-age=300"}
    if tile.body is None:
        return Response(status_code=304, headers=headers)
    status = 200 if tile.body else 204
    return Response(tile.body, status_code=status, media_type="application/vnd.mapbox-vector-tile", headers=headers)


@router.get("/tiles/basemap/{z}/{x}/{y}.mvt")
def basemap(z: str, x: str, y: str, wired: Wired, if_none_match: Annotated[str, Header()] = "") -> Response:
    """One vector tile of the city's own basemap (web mercator), a layer for each kind."""
    asked = tile_asked(z, x, y)
    known = if_none_match.removeprefix("W/").strip('"') or None
    return tile_answer(wired.basemap.tile(z=asked.z, x=asked.x, y=asked.y, known=known))

"""`/map`, its data, and its list twin."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from gis_cas.api.dependencies import Language, Nonce, Now, Reads, Wired
from gis_cas.api.public.asked_list import ListAsked, MapAsked
from gis_cas.api.public.view_lists import map_view, requests_view

router = APIRouter(tags=["pages"])


@router.get("/map", include_in_schema=False)
def map_page(wired: Wired, now: Now, nonce: Nonce, language: Language) -> HTMLResponse:
    """The map of open requests."""
    return HTMLResponse(wired.pages.map(map_view(wired, now=now, language=language), nonce=nonce))


@router.get("/map/features")
def map_features(asked: MapAsked, reads: Reads, now: Now) -> Response:
    """Open requests in a box as GeoJSON, at most 2,000 features; above that clusters with count and worst state."""
    found = reads.map_features(box=asked.box, zoom=asked.zoom, now=now, states=asked.states, groups=asked.groups)
    return Response(found, media_type="application/geo+json")


@router.get("/requests", include_in_schema=False)
def requests(asked: ListAsked, wired: Wired, now: Now, nonce: Nonce, language: Language) -> HTMLResponse:
    """The list twin of the map: everything the map shows, without it."""
    return HTMLResponse(wired.pages.requests(requests_view(wired, asked, now=now, language=language), nonce=nonce))

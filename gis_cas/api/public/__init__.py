"""The public website: pages, the map, its data; reads the public projection only."""

from gis_cas.api.public.find import router as find_router
from gis_cas.api.public.home import router as home_router
from gis_cas.api.public.map_pages import router as map_pages_router
from gis_cas.api.public.photos import router as photos_router
from gis_cas.api.public.report import router as report_router
from gis_cas.api.public.requests import router as requests_router
from gis_cas.api.public.tiles import router as tiles_router
from gis_cas.api.public.well_known import router as well_known_router

PUBLIC_ROUTERS = (
    home_router,
    report_router,
    map_pages_router,
    requests_router,
    find_router,
    tiles_router,
    photos_router,
    well_known_router,
)

__all__ = ["PUBLIC_ROUTERS"]

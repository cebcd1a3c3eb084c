"""The public website: pages, the map, its data; reads the public projection only."""

from gis_cas.api.public import find, home, map_pages, report, requests, tiles

PUBLIC_ROUTERS = (home.router, report.router, map_pages.router, requests.router, find.router, tiles.router)

__all__ = ["PUBLIC_ROUTERS"]

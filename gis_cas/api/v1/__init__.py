"""The JSON doors that other programs rely on."""

from gis_cas.api.v1 import places, requests, responsibility, services

V1_ROUTERS = (responsibility.router, requests.router, places.router, services.router)

__all__ = ["V1_ROUTERS"]

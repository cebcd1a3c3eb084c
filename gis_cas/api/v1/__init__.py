"""The JSON doors that other programs rely on."""

from gis_cas.api.v1.attachments import router as attachments_router
from gis_cas.api.v1.places import router as places_router
from gis_cas.api.v1.requests import router as requests_router
from gis_cas.api.v1.responsibility import router as responsibility_router
from gis_cas.api.v1.services import router as services_router

V1_ROUTERS = (responsibility_router, requests_router, places_router, services_router, attachments_router)

__all__ = ["V1_ROUTERS"]

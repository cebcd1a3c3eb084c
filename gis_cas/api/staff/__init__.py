"""The staff desk: sign in, the list with due first, one request, four verbs."""

from gis_cas.api.staff.api_clients import router as api_clients_router
from gis_cas.api.staff.desk import router as desk_router
from gis_cas.api.staff.sign_in import router as sign_in_router
from gis_cas.api.staff.verbs import router as verbs_router

STAFF_ROUTERS = (sign_in_router, desk_router, verbs_router, api_clients_router)

__all__ = ["STAFF_ROUTERS"]

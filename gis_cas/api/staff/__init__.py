"""The staff desk: sign in, the list with due first, one request, four verbs."""

from gis_cas.api.staff import sign_in

STAFF_ROUTERS = (sign_in.router,)

__all__ = ["STAFF_ROUTERS"]

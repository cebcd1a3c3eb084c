"""The staff desk: sign in, the list with due first, one request, four verbs."""

from gis_cas.api.staff import desk, sign_in, verbs

STAFF_ROUTERS = (sign_in.router, desk.router, verbs.router)

__all__ = ["STAFF_ROUTERS"]

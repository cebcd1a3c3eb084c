"""The layer workshop: pages of GIS editors and approvers."""

from gis_cas.api.gis import findings, locator_gaps, misroutes

GIS_ROUTERS = (locator_gaps.router, misroutes.router, findings.router)

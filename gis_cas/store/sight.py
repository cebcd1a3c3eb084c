"""A sight as a condition on service requests: what it does not cover is not found, counted or listed."""

from sqlalchemy import ColumnElement, false, or_, true

from gis_cas.policy.sight import Sight
from gis_cas.store.tables.requests import service_request


def within(sight: Sight) -> ColumnElement[bool]:
    """Whether the sight covers the request."""
    if sight.everything:
        return true()
    covered: list[ColumnElement[bool]] = []
    if sight.desks:
        covered.append(service_request.c.owner_slug.in_(sorted(sight.desks)))
    if sight.seats:
        covered.append(service_request.c.seat.in_(sorted(sight.seats)))
    return or_(*covered) if covered else false()

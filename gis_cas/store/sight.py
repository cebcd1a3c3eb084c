"""A sight as a condition on service requests: what it does not cover is not found, counted or listed."""

from sqlalchemy import ColumnElement, false, or_, select, true

from gis_cas.policy.sight import Sight
from gis_cas.store.parts import stands
from gis_cas.store.tables.requests import request_part, service_request


def within(sight: Sight) -> ColumnElement[bool]:
    """Whether the sight covers the request: a desk's own, or one in which the desk has a part."""
    if sight.everything:
        return true()
    covered: list[ColumnElement[bool]] = []
    if sight.desks:
        desks = sorted(sight.desks)
        helping = select(request_part.c.request_id).where(request_part.c.owner_slug.in_(desks), stands())
        covered += [service_request.c.owner_slug.in_(desks), service_request.c.id.in_(helping)]
    if sight.seats:
        covered.append(service_request.c.seat.in_(sorted(sight.seats)))
    return or_(*covered) if covered else false()

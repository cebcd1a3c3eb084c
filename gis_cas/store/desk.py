"""Changes to a held service request, and the directory rows a clerk may choose from."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select, update

from gis_cas.domain.request import RequestStatus
from gis_cas.store.tables.city import department
from gis_cas.store.tables.requests import service_request


def set_owner(conn: Connection, request_id: int, *, owner_type: str, owner_slug: str, at: datetime) -> None:
    """Put the request on another desk; what was only proposed is thereby settled."""
    _change(conn, request_id, at, owner_type=owner_type, owner_slug=owner_slug, proposed=False)


def set_resolved(conn: Connection, request_id: int, *, at: datetime) -> None:
    """Note when the work was done or decided."""
    _change(conn, request_id, at, resolved_at=at)


def set_closed(conn: Connection, request_id: int, *, at: datetime) -> None:
    """Close the request."""
    _change(conn, request_id, at, status=RequestStatus.CLOSED.value, closed_at=at)


def set_answers(conn: Connection, request_id: int, answers: Mapping[str, str], *, at: datetime) -> None:
    """Keep what the requester has answered so far."""
    _change(conn, request_id, at, answers=dict(answers))


def touched(conn: Connection, request_id: int, *, at: datetime) -> None:
    """Note that something happened to the request."""
    _change(conn, request_id, at)


def under_city_manager(conn: Connection, slug: str) -> bool:
    """Whether the department may be assigned at all (R9)."""
    found = conn.execute(select(department.c.under_city_manager).where(department.c.slug == slug))
    return bool(found.scalar_one_or_none())


def _change(conn: Connection, request_id: int, at: datetime, **values: object) -> None:
    conn.execute(update(service_request).where(service_request.c.id == request_id).values(values | {"updated_at": at}))

"""Requests in which others have a part: a leak under a state road, and a department that helps."""

from datetime import datetime
from typing import Any

from gis_cas.domain.request import Person
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.parts import name_parts
from gis_cas.store.parts import Part, standing_parts
from gis_cas.store.requests import held
from tests.factories.desk import STATE_ROAD, rows
from tests.factories.service_requests import received

FDOT = "fdot-d4"
HELPER = "public-works"


def a_split(office: Office, *, now: datetime, **changes: Any) -> str:
    """A leak that Utilities leads, under the State's road."""
    asked = {"service_code": "water_leak", "place": STATE_ROAD, "person": Person()} | changes
    return received(office, now=now, **asked).number


def with_helper(office: Office, *, now: datetime, **changes: Any) -> tuple[str, Part]:
    """The same with a department that helps, as a rule of another city may say; answers its part."""
    number = a_split(office, now=now, **changes)
    directory = office.reference.directory
    with office.engine.begin() as conn:
        row = held(conn, number)
        owners = (directory.agencies[FDOT], directory.departments[HELPER])
        decision_id = row.decision_id
        name_parts(conn, row.id, owners, decision_id=decision_id, desk_slug=row.owner_slug, actor="gis_cas", now=now)
        return number, next(part for part in standing_parts(conn, row.id) if part.slug == HELPER)


def part_of(office: Office, number: str, slug: str = FDOT) -> Part:
    """The part that stands with this owner."""
    with office.engine.begin() as conn:
        return next(part for part in standing_parts(conn, held(conn, number).id) if part.slug == slug)


def parts(office: Office, number: str) -> list[Any]:
    """(owner, state) of every part of a request, in the order they were named."""
    return rows(
        office,
        "SELECT p.owner_slug, p.state FROM cas.request_part p JOIN cas.service_request r ON r.id = p.request_id"
        " WHERE r.number = :n ORDER BY p.id",
        n=number,
    )


def owed_for(office: Office, number: str) -> list[Any]:
    """(kind, whose part, due_at, what became of it) of each answer, in the order they came to be owed."""
    return rows(
        office,
        "SELECT o.kind, p.owner_slug, o.due_at, CASE WHEN o.answered_at IS NOT NULL THEN 'given'"
        " WHEN o.void_event_id IS NOT NULL THEN 'void' ELSE 'owed' END"
        " FROM cas.answer_owed o JOIN cas.service_request r ON r.id = o.request_id"
        " LEFT JOIN cas.request_part p ON p.id = o.part_id WHERE r.number = :n ORDER BY o.id",
        n=number,
    )

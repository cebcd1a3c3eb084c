"""What desk tests ask of the database, and requests in the states they need."""

from datetime import datetime
from typing import Any

from sqlalchemy import text

from gis_cas.domain.request import AnswerChannel, Person
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.respond import Answered, respond
from tests.factories.service_requests import pin, received

STATE_ROAD = pin(-80.0700, 26.5280)
"""On Boynton Beach Boulevard, SR 804, west of Seacrest Boulevard."""


def one(office: Office, statement: str, **values: Any) -> Any:
    with office.engine.connect() as conn:
        return conn.execute(text(statement), values).one()


def rows(office: Office, statement: str, **values: Any) -> list[Any]:
    with office.engine.connect() as conn:
        return [tuple(row) for row in conn.execute(text(statement), values)]


def write(office: Office, statement: str, **values: Any) -> None:
    with office.engine.begin() as conn:
        conn.execute(text(statement), values)


def another_requester(office: Office, number: str, person: Person, *, due_at: datetime) -> int:
    """Somebody else who asked the same, with an answer owed of their own (R44)."""
    added = one_written(
        office,
        "WITH p AS (INSERT INTO cas.person (name, address, phone, email, language)"
        " VALUES (:name, :address, :phone, :email, 'en') RETURNING id),"
        " q AS (INSERT INTO cas.requester (request_id, person_id, role, since)"
        " SELECT r.id, p.id, 'requester', r.received_at FROM cas.service_request r, p WHERE r.number = :n"
        " RETURNING id, request_id, since)"
        " INSERT INTO cas.answer_owed (request_id, requester_id, kind, starts_at, due_at)"
        " SELECT request_id, id, 'first', since, :due_at FROM q RETURNING requester_id",
        n=number,
        name=person.name,
        address=person.address,
        phone=person.phone,
        email=person.email,
        due_at=due_at,
    )
    return int(added)


def one_written(office: Office, statement: str, **values: Any) -> Any:
    with office.engine.begin() as conn:
        return conn.execute(text(statement), values).scalar_one()


def anonymous(office: Office, *, now: datetime, **changes: Any) -> str:
    return received(office, now=now, person=Person(), **changes).number


def answer(office: Office, number: str, *, now: datetime, channel: AnswerChannel = AnswerChannel.POSTED) -> Answered:
    return respond(office, number, actor="public-works", channel=channel, text="We are on it.", now=now)


def owed(office: Office, number: str) -> list[Any]:
    """(kind, due_at, answered) of each answer, in the order they came to be owed."""
    return rows(
        office,
        "SELECT o.kind, o.due_at, o.answered_at IS NOT NULL FROM cas.answer_owed o"
        " JOIN cas.service_request r ON r.id = o.request_id WHERE r.number = :n ORDER BY o.id",
        n=number,
    )


def shown(office: Office, number: str) -> Any:
    return one(office, "SELECT * FROM published.request WHERE number = :n", n=number)

"""Clocks never restart, answers given stay given, and people can be forgotten without history changing."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tests.fixtures.database import Database
from tests.integration.written import RECEIVED_AT, Written, one_request


@pytest.fixture
def written(tiny_database: Database) -> Written:
    with tiny_database.app.begin() as connection:
        return one_request(connection)


def refused(engine: Engine, statement: str, reason: str, **values: object) -> None:
    with pytest.raises(DBAPIError, match=reason), engine.begin() as connection:
        connection.execute(text(statement), values)


def answer(connection: Connection, written: Written) -> None:
    connection.execute(
        text("UPDATE cas.answer_owed SET answered_at = :at, answer_event_id = :event WHERE id = :id"),
        {"at": RECEIVED_AT + timedelta(hours=1), "event": written.event, "id": written.answer},
    )


@pytest.mark.parametrize("role", ["owner", "app", "worker"])
@pytest.mark.parametrize("column", ["starts_at", "due_at"])
def test_a_clock_cannot_be_moved(tiny_database: Database, written: Written, role: str, column: str) -> None:
    refused(
        getattr(tiny_database, role),
        f"UPDATE cas.answer_owed SET {column} = {column} + interval '1 hour' WHERE id = :id",  # noqa: S608
        "cannot be moved" if role == "owner" else "permission denied",
        id=written.answer,
    )


def test_an_answer_is_given_once_and_stays_given(tiny_database: Database, written: Written) -> None:
    with tiny_database.app.begin() as connection:
        answer(connection, written)
    for engine in (tiny_database.owner, tiny_database.app, tiny_database.worker):
        refused(
            engine,
            "UPDATE cas.answer_owed SET answered_at = NULL, answer_event_id = NULL WHERE id = :id",
            "cannot be given again or taken back",
            id=written.answer,
        )
        refused(
            engine,
            "UPDATE cas.answer_owed SET answered_at = answered_at + interval '1 minute' WHERE id = :id",
            "cannot be given again or taken back",
            id=written.answer,
        )
    with tiny_database.app.connect() as connection:
        assert connection.scalar(text("SELECT answered_at FROM cas.answer_owed")) == RECEIVED_AT + timedelta(hours=1)


def test_an_answer_needs_its_event(tiny_database: Database, written: Written) -> None:
    refused(
        tiny_database.app,
        "UPDATE cas.answer_owed SET answered_at = now() WHERE id = :id",
        "answer_has_its_event",
        id=written.answer,
    )


def test_an_answer_owed_does_not_go_away(tiny_database: Database, written: Written) -> None:
    refused(tiny_database.owner, "DELETE FROM cas.answer_owed WHERE id = :id", "is refused", id=written.answer)
    refused(tiny_database.owner, "TRUNCATE cas.answer_owed", "is refused")
    refused(tiny_database.app, "DELETE FROM cas.answer_owed WHERE id = :id", "permission denied", id=written.answer)
    refused(
        tiny_database.owner,
        "UPDATE cas.answer_owed SET kind = 'outcome' WHERE id = :id",
        "stays owed to the same person",
        id=written.answer,
    )


def test_a_disposition_blanks_people_words_and_places_and_leaves_a_tombstone(
    tiny_database: Database, written: Written
) -> None:
    with tiny_database.records.begin() as connection:
        connection.execute(
            text("""
            UPDATE cas.person SET name = NULL, address = NULL, phone = NULL, email = NULL, erased_at = :at
             WHERE id = :id
            """),
            {"at": RECEIVED_AT, "id": written.person},
        )
        connection.execute(
            text("UPDATE cas.text_body SET body = '', erased_at = :at WHERE id = :id"),
            {"at": RECEIVED_AT, "id": written.description},
        )
        connection.execute(
            text("""
            UPDATE cas.place SET stated_words = NULL, geom = NULL, geom_ft = NULL, label = NULL, erased_at = :at
             WHERE id = :id
            """),
            {"at": RECEIVED_AT, "id": written.place},
        )
        connection.execute(
            text("INSERT INTO cas.event (request_id, at, actor, kind) VALUES (:request, :at, 'records', 'erased')"),
            {"at": RECEIVED_AT, "request": written.request},
        )
    with tiny_database.app.connect() as connection:
        person = connection.execute(text("SELECT name, email, erased_at FROM cas.person")).one()
        kinds = connection.scalars(text("SELECT kind FROM cas.event ORDER BY id")).all()
    assert person == (None, None, RECEIVED_AT)
    assert kinds == ["received", "erased"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE cas.person SET name = 'Somebody Else', erased_at = now()", "may be blanked, not changed"),
        ("UPDATE cas.person SET name = NULL", "sets erased_at, once"),
        ("UPDATE cas.text_body SET body = 'A compliment.', erased_at = now()", "may be blanked, not changed"),
        ("UPDATE cas.place SET geom = 'SRID=4326;POINT(0 0)', erased_at = now()", "may be blanked, not changed"),
        ("UPDATE cas.place SET source = 'phone', erased_at = now()", "permission denied"),
        ("DELETE FROM cas.person", "permission denied"),
    ],
)
def test_blanking_is_not_rewriting(tiny_database: Database, written: Written, statement: str, reason: str) -> None:
    assert written.person
    refused(tiny_database.records, statement, reason)


@pytest.mark.parametrize("table", ["person", "text_body", "place"])
def test_the_web_process_never_changes_what_people_said(tiny_database: Database, written: Written, table: str) -> None:
    assert written.person
    refused(tiny_database.app, f"UPDATE cas.{table} SET erased_at = now()", "permission denied")  # noqa: S608
    refused(tiny_database.owner, f"DELETE FROM cas.{table}", "is refused")  # noqa: S608
    refused(tiny_database.owner, f"TRUNCATE cas.{table} CASCADE", "is refused")

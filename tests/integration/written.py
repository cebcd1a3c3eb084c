"""One request with all its rows, written by hand so that tests of the store depend on nothing further out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from gis_cas.store.city import load_ruleset

RECEIVED_AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The ids of what was written."""

    person: int
    description: int
    place: int
    request: int
    requester: int
    event: int
    answer: int
    decision: int


def one_request(connection: Connection, *, number: str = "482157903") -> Written:
    """Write a request of one person at one place, with an event, an open answer, a decision and a message."""

    def add(statement: str, **values: object) -> int:
        return int(connection.execute(text(f"INSERT INTO {statement} RETURNING id"), values).scalar_one())

    ruleset = load_ruleset(connection).id
    person = add(
        "cas.person (name, address, phone, email, language)"
        " VALUES ('Ada Example', '1 Main St', '555-0142', 'ada@example.org', 'en')"
    )
    description = add("cas.text_body (body, language) VALUES ('A hole in front of number 1.', 'en')")
    place = add(
        "cas.place (source, stated_words, geom, geom_ft, radius_ft, label)"
        " VALUES ('pin', '1 Main St', 'SRID=4326;POINT(-121.8 48.2)', 'SRID=2285;POINT(1265000 440000)', 30,"
        " '1 Main St')"
    )
    request = add(
        "cas.service_request (number, service_code, kind, channel, received_at, received_on, entered_at,"
        " description_id, place_id, owner_type, owner_slug, status, long_running, updated_at)"
        " VALUES (:number, 'pothole', 'action', 'web', :at, :at, :at, :description, :place, 'department', 'streets',"
        " 'open', false, :at)",
        number=number,
        at=RECEIVED_AT,
        description=description,
        place=place,
    )
    requester = add(
        "cas.requester (request_id, person_id, role, since) VALUES (:request, :person, 'requester', :at)",
        request=request,
        person=person,
        at=RECEIVED_AT,
    )
    account = add("cas.account (login, title, demo) VALUES ('ada', 'Ada', false)")
    add(
        "cas.account_event (account_id, at, actor, kind) VALUES (:account, :at, 'test', 'created')",
        account=account,
        at=RECEIVED_AT,
    )
    event = add(
        "cas.event (request_id, at, actor, kind, text_id) VALUES (:request, :at, 'public', 'received', :description)",
        request=request,
        at=RECEIVED_AT,
        description=description,
    )
    answer = add(
        "cas.answer_owed (request_id, requester_id, kind, starts_at, due_at)"
        " VALUES (:request, :requester, 'first', :at, :due)",
        request=request,
        requester=requester,
        at=RECEIVED_AT,
        due=RECEIVED_AT + timedelta(hours=72),
    )
    decision = add(
        "cas.decision (request_id, at, kind, certain, proposed, reason, candidates, trace, inputs, ruleset_id,"
        " publications, locator_version, algorithm_version, place_id)"
        " VALUES (:request, :at, 'assigned', true, false, 'Road.', '[]', '[]', '{}', :ruleset, '{}', 1, '1', :place)",
        request=request,
        at=RECEIVED_AT,
        ruleset=ruleset,
        place=place,
    )
    _correction(connection, request=request, event=event, decision=decision)
    message = add(
        "cas.message (key, event_id, requester_id, template, language, machine_made, needs_translation, urgency,"
        " created_at, medium, state, next_try_at, sender, sent_at)"
        " VALUES ('482157903-1', :event, :requester, 'receipt', 'en', false, false, 1, :at, 'email', 'sent', :at,"
        " 'console', :at)",
        event=event,
        requester=requester,
        at=RECEIVED_AT,
    )
    add(
        "cas.message_step (message_id, at, actor, what) VALUES (:message, :at, 'gis_cas', 'sent')",
        message=message,
        at=RECEIVED_AT,
    )
    add(
        "cas.message_review (template, language, text_hash, reviewed_by, reviewed_at)"
        " VALUES ('receipt', 'es', 'abc', 'admin', :at)",
        at=RECEIVED_AT,
    )
    return Written(
        person=person,
        description=description,
        place=place,
        request=request,
        requester=requester,
        event=event,
        answer=answer,
        decision=decision,
    )


def _correction(connection: Connection, **ids: int) -> None:
    """A correction of the decision, and a stretch that it does not name."""
    connection.execute(
        text(
            "INSERT INTO cas.correction (request_id, event_id, decision_id, kind, at, actor, service_code, had_type,"
            " had_slug, misrouted) VALUES (:request, :event, :decision, 'owner', :at, 'ada', 'pothole', 'department',"
            " 'streets', true)"
        ),
        ids | {"at": RECEIVED_AT},
    )
    connection.execute(
        text(
            "INSERT INTO cas.boundary_stretch (layer_slug, feature_key, other_key, cell_x, cell_y, line, name, geom_ft)"
            " SELECT slug, '1', '', 2530, 880, false, 'Town', 'SRID=2285;LINESTRING(1265000 440000, 1265100 440000)'"
            "   FROM cas.layer LIMIT 1"
        )
    )

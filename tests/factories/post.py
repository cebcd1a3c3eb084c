"""A desk and a postman for tests of messages, and what stands in the outbox."""

from pathlib import Path
from typing import Any

from gis_cas.domain.request import Person
from gis_cas.notify.mail import Letterhead
from gis_cas.notify.postman import Postman
from gis_cas.notify.senders import MailFileSender, Sender
from gis_cas.notify.tell import Desk, tell
from gis_cas.service_requests.office import Office
from gis_cas.store.messages import next_due
from tests.factories.desk import one, one_written, rows
from tests.factories.service_requests import received
from tests.fixtures.clock import FixedClock

LETTERHEAD = Letterhead(address="cas@city.example", name="City of Boynton Beach")


def desk(office: Office) -> Desk:
    names = {code: service.name for code, service in office.reference.ruleset.services.items()}
    return Desk(engine=office.engine, city=office.city, service_names=names, site="http://cas.example")


def postman(office: Office, sender: Sender, clock: FixedClock, *, name: str = "test", **changes: Any) -> Postman:
    return Postman(engine=office.engine, sender=sender, name=name, clock=clock, chance=lambda: 0.0, **changes)


def event_id(office: Office, kind: str) -> int:
    return int(one(office, "SELECT max(id) FROM cas.event WHERE kind = :k", k=kind)[0])


def deferred(office: Office) -> list[int]:
    found = rows(office, "SELECT args FROM jobs.procrastinate_jobs WHERE task_name = 'notify' ORDER BY id")
    return [row[0]["event_id"] for row in found]


def tell_all(office: Office, clock: FixedClock) -> int:
    """Write every message that was asked for; again and again is the same as once."""
    return sum(tell(desk(office), event, now=clock.now) for event in deferred(office))


def send_files(office: Office, clock: FixedClock, folder: Path) -> int:
    """Write and send what is asked for, as files."""
    tell_all(office, clock)
    return postman(office, MailFileSender(folder, letterhead=LETTERHEAD), clock).round()


def outbox(office: Office) -> list[Any]:
    """(template, medium, state, attempts, code) of each message, in the order they were written."""
    return rows(office, "SELECT template, medium, state, attempts, code FROM cas.message ORDER BY id")


def message_id(office: Office, template: str) -> int:
    return int(one(office, "SELECT max(id) FROM cas.message WHERE template = :t", t=template)[0])


def crowd(office: Office, clock: FixedClock, people: int) -> int:
    """One request that so many people ask for, each with an own address; answers the event they are told of."""
    number = received(office, now=clock.now, person=Person(email="person-1@example.org")).number
    one_written(
        office,
        "WITH p AS (INSERT INTO cas.person (email, language)"
        " SELECT 'person-' || n || '@example.org', (ARRAY['en', 'es', 'ht'])[1 + n % 3]"
        " FROM generate_series(2, :people) n RETURNING id),"
        " q AS (INSERT INTO cas.requester (request_id, person_id, role, since)"
        " SELECT r.id, p.id, 'requester', r.received_at FROM p, cas.service_request r WHERE r.number = :n RETURNING id)"
        " SELECT count(*) FROM q",
        n=number,
        people=people,
    )
    return event_id(office, "located")


def send_until_done(office: Office, man: Postman, clock: FixedClock, *, most_rounds: int = 200) -> int:
    """Round after round, each at the instant the next message is due; answers how many were taken."""
    taken = 0
    for _ in range(most_rounds):
        taken += man.round()
        with office.engine.connect() as conn:
            due = next_due(conn)
        if due is None:
            return taken
        probe = man.circuit.closed_until
        clock.set(max(clock.now, due, probe or due))
    raise AssertionError("messages are left")

"""Ten thousand messages through a mail server that fails every third time: each requester has exactly one.

    .venv/bin/python -m tests.benchmarks.bench_messages [MESSAGES] [WORKERS]

A private throwaway database, a real mail server on the loopback that counts by recipient and Message-ID, and the
postmen of two workers side by side. One message in three is put off, put off by its mailbox, or cut off before its last
byte; the clock is moved on to the next try. For comparison some go to the same server without any outbox.
"""

import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Engine, text

from gis_cas.notify.message import Message
from gis_cas.notify.postman import Postman
from gis_cas.notify.smtp import SmtpSender
from gis_cas.notify.tell import tell
from gis_cas.service_requests.office import Office, open_office
from gis_cas.store import migrate, roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.messages import next_due
from layers.seed import seed
from tests.factories.post import LETTERHEAD, crowd, desk
from tests.fixtures.clock import MONDAY_MORNING, FixedClock
from tests.fixtures.cluster import discard, throwaway_folder
from tests.fixtures.database import CITY_FOLDER, SEEDED_AT, open_database
from tests.fixtures.mail_server import Does, Running, mail_server

MESSAGES: Final = 10_000
WORKERS: Final = 2
BARE: Final = 1_000
STEP: Final = timedelta(minutes=1)
FAILURES: Final = (Does.CONTENT_LATER, Does.RECIPIENT_LATER, Does.DROP_BEFORE_THE_DOT)
DATABASE: Final = "bench_messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one run came to."""

    seconds: float
    handed_over: int
    rounds: int


def every_third_fails(number: int) -> Does:
    return FAILURES[number // 3 % len(FAILURES)] if number % 3 == 0 else Does.TAKE


def send_all(office: Office, running: Running, clock: FixedClock, *, workers: int) -> Sent:
    """Round after round with all postmen at once, each round at the instant the next message is due."""
    men = [
        Postman(
            engine=office.engine,
            sender=SmtpSender(running.server, letterhead=LETTERHEAD),
            name=f"w{number}",
            clock=clock,
        )
        for number in range(workers)
    ]
    began, rounds = time.perf_counter(), 0
    while (due := _next_due(office.engine)) is not None:
        clock.set(max(clock.now + STEP, due, *(man.circuit.closed_until or due for man in men)))
        threads = [threading.Thread(target=man.round) for man in men]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rounds += 1
    return Sent(seconds=time.perf_counter() - began, handed_over=running.post.begun, rounds=rounds)


def bare(running: Running) -> float:
    """Messages a second into the same server, with no outbox and no failures."""
    sender = SmtpSender(running.server, letterhead=LETTERHEAD)
    began = time.perf_counter()
    for number in range(BARE):
        sender.send(_message(number))
    sender.rest()
    return BARE / (time.perf_counter() - began)


def judge(office: Office, running: Running, *, messages: int) -> bool:
    """Print what the server counted and what the outbox says; whether both are as they must be."""
    by_person = Counter(to for to, _ in running.post.counts)
    twice = sum(count - 1 for count in running.post.counts.values())
    with office.engine.connect() as conn:
        found = conn.execute(text("SELECT state, count(*) FROM cas.message GROUP BY state"))
        states = {row.state: row[1] for row in found}
    print(f"people with exactly one message   {sum(n == 1 for n in by_person.values()):>8,} of {messages:,}")
    print(f"people with none or several       {messages - sum(n == 1 for n in by_person.values()):>8,}")
    print(f"taken twice under one Message-ID  {twice:>8,}")
    print(f"outbox says                       {states}")
    return set(by_person.values()) == {1} and len(by_person) == messages and not twice and states == {"sent": messages}


def _next_due(engine: Engine) -> datetime | None:
    with engine.connect() as conn:
        return next_due(conn)


def _message(number: int) -> Message:
    return Message(
        id=uuid4(),
        to=f"person-{number}@example.org",
        subject="We have your request",
        body="Hello,\n\nThank you.\n" * 10,
        language="en",
        written_at=MONDAY_MORNING,
    )


def main() -> int:
    """Status 1 when anybody has none or several."""
    given = [int(word) for word in sys.argv[1:]]
    messages, workers = (*given, *(MESSAGES, WORKERS)[len(given) :])[:2]
    cluster = EmbeddedCluster(data_dir=throwaway_folder())
    try:
        cluster.start()
        cluster.create_roles()
        cluster.create_database(DATABASE)
        migrate.upgrade(cluster.url(roles.OWNER, DATABASE))
        database = open_database(cluster, DATABASE)
        with database.app.begin() as conn:
            seed(conn, folder=CITY_FOLDER, now=SEEDED_AT)
        office = open_office(engine=database.app, public_engine=database.public)
        clock = FixedClock()
        began = time.perf_counter()
        written = tell(desk(office), crowd(office, clock, messages), now=clock.now)
        print(f"written into the outbox           {written / (time.perf_counter() - began):>8,.0f} messages/s")
        with mail_server(keep=False) as running:
            plain = bare(running)
        with mail_server(every_third_fails, keep=False) as running:
            sent = send_all(office, running, clock, workers=workers)
            well = judge(office, running, messages=messages)
        rate = messages / sent.seconds
        print(f"handed over                       {sent.handed_over:>8,} times in {sent.rounds} rounds")
        print(f"sent                              {rate:>8,.0f} messages/s in {sent.seconds:.1f} s, {workers} workers")
        print(f"without an outbox or failures     {plain:>8,.0f} messages/s (ratio {rate / plain:.2f})")
        database.dispose()
    finally:
        discard(cluster)
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())

"""The round of the outbox with a real mail server: nothing is lost, nothing goes twice, an outage uses nothing up."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from gis_cas.notify.back_off import WAITS
from gis_cas.notify.message import Message, Outcome
from gis_cas.notify.postman import LEASE
from gis_cas.notify.smtp import SmtpSender
from gis_cas.notify.tell import tell
from gis_cas.service_requests.office import Office
from gis_cas.store import roles
from gis_cas.store.engine import create_engine_for
from tests.factories.desk import one, rows, write
from tests.factories.post import LETTERHEAD, crowd, desk, outbox, postman, send_until_done
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database
from tests.fixtures.mail_server import Does, Running, mail_server

FAILURES = (Does.CONTENT_LATER, Does.DROP_BEFORE_THE_DOT, Does.RECIPIENT_LATER)


def every_third_fails(number: int) -> Does:
    return FAILURES[number // 3 % len(FAILURES)] if number % 3 == 0 else Does.TAKE


def written(office: Office, clock: FixedClock, people: int) -> None:
    assert tell(desk(office), crowd(office, clock, people), now=clock.now) == people


def smtp(running: Running) -> SmtpSender:
    return SmtpSender(running.server, letterhead=LETTERHEAD)


def states(office: Office) -> dict[str, int]:
    return dict(rows(office, "SELECT state, count(*) FROM cas.message GROUP BY state"))


def attempts(office: Office) -> int:
    return int(one(office, "SELECT coalesce(sum(attempts), 0) FROM cas.message")[0])


def test_each_of_90_people_has_exactly_one_message_from_a_server_that_fails_every_third_time(
    office: Office, clock: FixedClock
) -> None:
    written(office, clock, 90)
    with mail_server(every_third_fails) as running:
        assert send_until_done(office, postman(office, smtp(running), clock), clock) == 90
        assert Counter(running.post.counts.values()) == {1: 90}
        assert {to for to, _ in running.post.counts} == {f"person-{n}@example.org" for n in range(1, 91)}
    assert states(office) == {"sent": 90}


def test_when_nobody_knows_whether_it_was_taken_the_same_message_id_goes_out_again(
    office: Office, clock: FixedClock
) -> None:
    written(office, clock, 30)
    with mail_server(lambda n: Does.DROP_AFTER_THE_DOT if n % 3 == 0 else Does.TAKE) as running:
        send_until_done(office, postman(office, smtp(running), clock), clock)
        assert len(running.post.counts) == 30, "one Message-ID for each person, however often it came"
    assert states(office) == {"sent": 30}
    assert one(office, "SELECT count(*) > 0 FROM cas.message_step WHERE what = 'unsure'")[0]


def test_an_outage_uses_up_no_attempts_and_one_probe_at_a_time_asks(office: Office, clock: FixedClock) -> None:
    written(office, clock, 50)
    with mail_server() as running:
        running.stop()
        man = postman(office, smtp(running), clock)
        for _ in range(40):
            assert man.round() == 0
            clock.advance(minutes=6)
        assert states(office) == {"waiting": 50}
        assert attempts(office) == 0
        assert rows(office, "SELECT * FROM cas.message_step") == []
        running.start()
        assert man.round() == 50
        assert man.circuit.closed_until is None


def test_while_the_server_is_away_it_is_asked_once_and_then_left_alone(office: Office, clock: FixedClock) -> None:
    written(office, clock, 5)
    with mail_server(lambda _number: Does.REFUSE_SENDER) as running:
        man = postman(office, smtp(running), clock)
        man.round()
        man.round()
        assert running.post.begun == 1
        clock.advance(seconds=5)
        man.round()
        assert running.post.begun == 2


def test_a_server_that_puts_everybody_off_is_asked_for_twenty_and_then_left_alone(
    office: Office, clock: FixedClock
) -> None:
    written(office, clock, 60)
    with mail_server(lambda _number: Does.RECIPIENT_LATER) as running:
        postman(office, smtp(running), clock).round()
        assert running.post.begun == 20


def test_a_bad_address_fails_at_once_and_blocks_nobody(office: Office, clock: FixedClock) -> None:
    written(office, clock, 4)
    write(
        office,
        "UPDATE cas.message_text SET recipient = NULL, erased_at = now()"
        " WHERE message_id = (SELECT min(id) FROM cas.message)",
    )
    with mail_server(lambda n: Does.REFUSE_RECIPIENT if n == 2 else Does.TAKE) as running:
        assert postman(office, smtp(running), clock).round() == 2
    assert [row[2:] for row in outbox(office)] == [
        ("failed", 1, "address"),
        ("sent", 1, "250"),
        ("failed", 1, "550"),
        ("sent", 1, "250"),
    ]


def test_what_is_put_off_all_day_fails_and_is_never_lost(office: Office, clock: FixedClock) -> None:
    written(office, clock, 1)
    began = clock.now
    with mail_server(lambda _number: Does.CONTENT_LATER) as running:
        send_until_done(office, postman(office, smtp(running), clock), clock)
    assert outbox(office) == [("receipt", "email", "failed", len(WAITS) + 1, "451")]
    assert timedelta(hours=20) < clock.now - began < timedelta(hours=30)
    what = rows(office, "SELECT what, count(*) FROM cas.message_step GROUP BY what ORDER BY what")
    assert what == [("failed", 1), ("later", len(WAITS))]


def test_two_workers_at_once_share_the_outbox(office: Office, clock: FixedClock) -> None:
    written(office, clock, 120)
    with mail_server(every_third_fails) as running, ThreadPoolExecutor(3) as pool:
        men = [postman(office, smtp(running), clock, name=f"w{n}") for n in range(3)]
        for _ in range(12):
            list(pool.map(lambda man: man.round(), men))
            clock.advance(hours=9)
        assert Counter(running.post.counts.values()) == {1: 120}
    assert states(office) == {"sent": 120}
    hands = rows(office, "SELECT DISTINCT claimed_by FROM cas.message ORDER BY 1")
    assert len(hands) > 1


def test_no_more_in_a_minute_than_the_server_allows(office: Office, clock: FixedClock) -> None:
    written(office, clock, 25)
    with mail_server() as running:
        man = postman(office, smtp(running), clock, most_per_minute=10)
        another = postman(office, smtp(running), clock, most_per_minute=10)
        assert (man.round(), another.round()) == (10, 0)
        clock.advance(seconds=61)
        assert (another.round(), man.round()) == (10, 0)


def test_a_round_ends_after_the_message_in_hand(office: Office, clock: FixedClock) -> None:
    written(office, clock, 200)
    with mail_server() as running:
        man = postman(office, smtp(running), clock)
        timer = threading.Timer(0.2, man.end)
        timer.start()
        taken = man.round()
        timer.join()
    assert 0 < taken < 200
    assert states(office) == {"sent": taken, "waiting": 200 - taken}


def test_what_was_taken_while_the_database_was_away_is_written_first_and_not_sent_again(
    office: Office, database: Database, clock: FixedClock
) -> None:
    written(office, clock, 2)
    with mail_server() as running, database.owner.connect() as busy:
        man = postman(office, smtp(running), clock)
        man.engine = create_engine_for(database.url(roles.WORKER), pool_size=2, statement_timeout_ms=300)
        sender, wanted = man.sender.send, busy.begin()

        def taken_then_locked(message: Message) -> Outcome:
            outcome = sender(message)
            busy.exec_driver_sql("LOCK TABLE cas.message_step IN ACCESS EXCLUSIVE MODE")
            return outcome

        man.sender.send = taken_then_locked  # type: ignore[method-assign] # the lock comes between answer and record
        with pytest.raises(OperationalError):
            man.round()
        wanted.rollback()
        man.sender.send = sender  # type: ignore[method-assign] # nothing comes between any more
        assert man.round() == 1
        assert Counter(running.post.counts.values()) == {1: 2}
        man.engine.dispose()
    assert states(office) == {"sent": 2}


KILLED = """
import sys, time
from datetime import UTC, datetime
from gis_cas.notify.message import Came, Outcome
from gis_cas.notify.postman import Postman
from gis_cas.store.engine import create_engine_for

class Stuck:
    name = "stuck"
    def send(self, message):
        print("in hand", flush=True)
        time.sleep(600)
        return Outcome(came=Came.TAKEN, code="250")
    def rest(self):
        pass

engine = create_engine_for(sys.argv[1], pool_size=2)
now = datetime.fromisoformat(sys.argv[2])
Postman(engine=engine, sender=Stuck(), name="doomed", clock=lambda: now).round()
"""


def test_a_worker_killed_while_sending_loses_nothing(office: Office, database: Database, clock: FixedClock) -> None:
    written(office, clock, 3)
    doomed = subprocess.Popen(
        [sys.executable, "-c", KILLED, database.url(roles.WORKER), clock.now.isoformat()],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert doomed.stdout is not None
    assert doomed.stdout.readline() == "in hand\n"
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.wait()
    doomed.stdout.close()
    assert states(office) == {"sending": 1, "waiting": 2}
    with mail_server() as running:
        man = postman(office, smtp(running), clock)
        assert man.round() == 2, "what is in another's hand is passed over"
        clock.advance(seconds=LEASE.total_seconds() + 1)
        assert man.round() == 1
        assert Counter(running.post.counts.values()) == {1: 3}
    assert states(office) == {"sent": 3}


@pytest.mark.parametrize("word", ["person-1", "example.org", "Hello", "pothole"])
def test_the_log_holds_nothing_about_a_person(
    office: Office, clock: FixedClock, caplog: pytest.LogCaptureFixture, word: str
) -> None:
    written(office, clock, 2)
    with caplog.at_level("DEBUG"), mail_server(lambda n: Does.REFUSE_CONTENT if n == 1 else Does.CLOSE) as running:
        postman(office, smtp(running), clock).round()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("gis_cas")]
    assert ours
    assert not [line for line in ours if word in line]

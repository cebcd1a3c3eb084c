"""What the administrator does with messages: try again, hold, letters printed and posted, calls; and what that pays."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from gis_cas.domain.message import MessageState
from gis_cas.domain.request import AnswerChannel, Person
from gis_cas.errors import UnknownMessage, WrongState
from gis_cas.notify import outbox as deeds
from gis_cas.notify.letter import as_letter
from gis_cas.notify.message import Came, Message, Outcome
from gis_cas.notify.outbox import Deed
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.close import close
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.resolve import resolve
from gis_cas.service_requests.respond import respond
from gis_cas.store.outbox_reads import outbox_counts, outbox_message, outbox_page
from tests.factories.desk import STATE_ROAD, one, owed, rows, shown, write
from tests.factories.post import message_id, outbox, postman, tell_all
from tests.factories.service_requests import received
from tests.fixtures.clock import FixedClock

WHO = Person(name="A. Resident", address="1 Main St\nSmall City", email="resident@example.org")


class Refusing:
    """A mail server that refuses this mailbox, until it is told to take it."""

    name = "refusing"
    takes = False

    def send(self, _message: Message) -> Outcome:
        return Outcome(came=Came.TAKEN, code="250") if self.takes else Outcome(came=Came.NEVER, code="550")

    def rest(self) -> None:
        """Nothing is held."""


def do(office: Office, clock: FixedClock, verb: Callable[[Deed], None], template: str) -> None:
    verb(Deed(engine=office.engine, message_id=message_id(office, template), actor="admin", now=clock.now))


def referral(office: Office, clock: FixedClock, person: Person) -> str:
    write(office, "UPDATE cas.agency SET verified_on = '2026-11-01'")
    office.shelf.look_again()
    number = received(office, now=clock.now, place=STATE_ROAD, person=person).number
    tell_all(office, clock)
    return number


def failed_answer(office: Office, clock: FixedClock) -> tuple[str, Refusing]:
    """An answer by e-mail that paid when it was given, and that the mail server then refused."""
    number = received(office, now=clock.now, person=WHO).number
    write(office, "DELETE FROM jobs.procrastinate_jobs")
    respond(office, number, actor="pw", channel=AnswerChannel.EMAIL, text="A crew comes.", now=clock.now)
    assert [row[2] for row in owed(office, number)] == [True]
    tell_all(office, clock)
    sender = Refusing()
    postman(office, sender, clock).round()
    assert outbox(office) == [("answered", "email", "failed", 1, "550")]
    return number, sender


def test_r27_an_answer_that_did_not_arrive_is_owed_again_at_its_first_instants(
    office: Office, clock: FixedClock
) -> None:
    number, _ = failed_answer(office, clock)
    first, again = owed(office, number)
    assert again == (first[0], first[1], False)
    assert shown(office, number).due_at == first[1]
    assert one(office, "SELECT count(*) FROM cas.event WHERE kind = 'undelivered'")[0] == 1


def test_what_arrives_at_the_second_try_pays_what_was_owed_again(office: Office, clock: FixedClock) -> None:
    number, sender = failed_answer(office, clock)
    sender.takes = True
    do(office, clock, deeds.try_again, "answered")
    postman(office, sender, clock).round()
    assert [row[2] for row in owed(office, number)] == [True, True]
    assert outbox(office) == [("answered", "email", "sent", 1, "250")]


def test_failing_twice_owes_it_once(office: Office, clock: FixedClock) -> None:
    number, sender = failed_answer(office, clock)
    do(office, clock, deeds.try_again, "answered")
    postman(office, sender, clock).round()
    assert [row[2] for row in owed(office, number)] == [True, False]


def test_r27_told_by_phone_pays_and_says_by_which_way(office: Office, clock: FixedClock) -> None:
    number, _ = failed_answer(office, clock)
    do(office, clock, deeds.told_by_phone, "answered")
    assert [row[2] for row in owed(office, number)] == [True, True]
    facts, actor = one(office, "SELECT facts, actor FROM cas.event WHERE kind = 'answered' ORDER BY id DESC LIMIT 1")
    assert (facts["channel"], facts["automatic"], actor) == ("phone", False, "admin")
    assert outbox(office) == [("answered", "phone", "sent", 1, None)]


def test_an_answer_given_some_other_way_meanwhile_is_not_paid_twice(office: Office, clock: FixedClock) -> None:
    number, _ = failed_answer(office, clock)
    respond(office, number, actor="pw", channel=AnswerChannel.LETTER, text="A crew comes.", now=clock.now)
    do(office, clock, deeds.told_by_phone, "answered")
    assert [row[2] for row in owed(office, number)] == [True, True]


def test_a_closed_request_stays_closed_when_its_last_message_fails(office: Office, clock: FixedClock) -> None:
    number = received(office, now=clock.now, person=WHO).number
    write(office, "DELETE FROM jobs.procrastinate_jobs")
    resolve(office, number, actor="pw", text="Done.", now=clock.now)
    respond(office, number, actor="pw", channel=AnswerChannel.EMAIL, text="It is done.", now=clock.now)
    close(office, number, actor="pw", now=clock.now)
    tell_all(office, clock)
    postman(office, Refusing(), clock).round()
    assert outbox(office) == [("resolved", "email", "failed", 1, "550")]
    assert [row[2] for row in owed(office, number)] == [True, True]


def test_r11_a_letter_counts_when_somebody_has_printed_and_posted_it(office: Office, clock: FixedClock) -> None:
    number = referral(office, clock, Person(name="A. Resident", address="1 Main St"))
    with pytest.raises(WrongState, match="print the letter first"):
        do(office, clock, deeds.post_letter, "referral")
    do(office, clock, deeds.print_letter, "referral")
    assert owed(office, number)[0][2] is False
    clock.advance(hours=2)
    do(office, clock, deeds.post_letter, "referral")
    assert owed(office, number)[0][2] is True
    assert shown(office, number).first_answered_at == clock.now
    facts, actor = one(office, "SELECT facts, actor FROM cas.event WHERE kind = 'answered'")
    assert (facts["channel"], facts["automatic"], actor) == ("letter", True, "admin")
    done = rows(office, "SELECT what, actor FROM cas.message_step ORDER BY id")
    assert done == [("printed", "admin"), ("posted", "admin")]
    with pytest.raises(WrongState, match="sent already"):
        do(office, clock, deeds.post_letter, "referral")


def test_r11_with_no_address_known_a_letter_for_pick_up_and_a_call(office: Office, clock: FixedClock) -> None:
    person = Person(name="A. Resident", email="resident@example.org", phone="561-555-0100")
    number = referral(office, clock, person)
    postman(office, Refusing(), clock).round()
    do(office, clock, deeds.make_letter, "referral")
    with office.engine.connect() as conn:
        found = outbox_message(conn, message_id(office, "referral"))
    letter = as_letter(found, city=office.city)
    assert (letter.to, letter.call) == (("A. Resident",), "561-555-0100")
    do(office, clock, deeds.print_letter, "referral")
    do(office, clock, deeds.post_letter, "referral")
    assert owed(office, number)[0][2] is True


def test_r11_a_call_alone_never_stands_for_a_referral(office: Office, clock: FixedClock) -> None:
    number = referral(office, clock, WHO)
    with pytest.raises(WrongState, match="must be written"):
        do(office, clock, deeds.told_by_phone, "referral")
    assert owed(office, number)[0][2] is False


def test_r42_a_letter_that_names_the_wrong_owner_is_not_printed(office: Office, clock: FixedClock) -> None:
    number = referral(office, clock, Person(name="A. Resident", address="1 Main St"))
    reassign(office, number, to="public-works", actor="admin", reason="It is ours.", now=clock.now)
    for verb in (deeds.print_letter, deeds.post_letter, deeds.try_again):
        with pytest.raises(WrongState, match="another owner"):
            do(office, clock, verb, "referral")
    assert owed(office, number)[0][2] is False


def test_what_is_held_waits_for_a_word(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, person=WHO)
    tell_all(office, clock)
    do(office, clock, deeds.hold, "receipt")
    sender = Refusing()
    sender.takes = True
    assert postman(office, sender, clock).round() == 0
    with pytest.raises(WrongState, match="held already"):
        do(office, clock, deeds.hold, "receipt")
    do(office, clock, deeds.try_again, "receipt")
    assert postman(office, sender, clock).round() == 1
    with pytest.raises(WrongState, match="sent already"):
        do(office, clock, deeds.hold, "receipt")


def test_a_letter_is_no_e_mail_and_an_e_mail_no_letter(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, person=WHO)
    tell_all(office, clock)
    with pytest.raises(WrongState, match="not a letter"):
        do(office, clock, deeds.print_letter, "receipt")
    do(office, clock, deeds.make_letter, "receipt")
    with pytest.raises(WrongState, match="a letter already"):
        do(office, clock, deeds.make_letter, "receipt")


def test_a_message_that_is_not_there(office: Office, clock: FixedClock) -> None:
    with pytest.raises(UnknownMessage):
        deeds.hold(Deed(engine=office.engine, message_id=4711, actor="admin", now=clock.now))
    with office.engine.connect() as conn, pytest.raises(UnknownMessage):
        outbox_message(conn, 4711)


def test_the_lists_page_and_count(office: Office, clock: FixedClock) -> None:
    for _ in range(3):
        received(office, now=clock.now, person=WHO)
        clock.advance(seconds=timedelta(minutes=1).total_seconds())
    tell_all(office, clock)
    do(office, clock, deeds.hold, "receipt")
    with office.engine.connect() as conn:
        counts: Any = {(state.value, medium.value): count for (state, medium), count in outbox_counts(conn).items()}
        held, more = outbox_page(conn, state=MessageState.HELD, medium=None, needs_translation=False, page=1)
        nothing, _ = outbox_page(conn, state=None, medium=None, needs_translation=False, page=2)
    assert counts == {("waiting", "email"): 2, ("held", "email"): 1}
    assert ([row.to for row in held], more, nothing) == (["A. Resident"], False, [])

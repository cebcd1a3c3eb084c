"""R11, R12, R45: each person is told once, in a file that never leaves the machine; a certain letter is an answer."""

import io
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path

from gis_cas.domain.request import AnswerChannel, Channel, Person
from gis_cas.notify.senders import ConsoleSender, MailFileSender
from gis_cas.notify.tell import tell
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.respond import respond
from tests.factories.desk import STATE_ROAD, one, owed, rows, shown, write
from tests.factories.post import LETTERHEAD, deferred, desk, event_id, outbox, postman, send_files, tell_all
from tests.factories.service_requests import received
from tests.fixtures.clock import FixedClock

BOTH = Person(name="A. Resident", address="1 Main St", email="resident@example.org")


def mail(folder: Path) -> str:
    [path] = folder.glob("*.eml")
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = parsed.get_body(("plain",))
    assert body is not None
    return f"{parsed['To']}\n{parsed['Subject']}\n{body.get_content()}"


def verify_agencies(office: Office) -> None:
    write(office, "UPDATE cas.agency SET verified_on = '2026-11-01'")
    office.shelf.look_again()


def test_a_receipt_names_the_number_the_owner_and_the_promise(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    number = received(office, now=clock.now).number
    assert deferred(office) == [event_id(office, "located")]
    assert send_files(office, clock, tmp_path) == 1
    said = mail(tmp_path)
    for fact in (
        "resident@example.org",
        f"{number[:3]} {number[3:6]} {number[6:]}",
        "Public Works",
        "http://cas.example",
    ):
        assert fact in said
    assert "Thursday 26 Nov, 9:00 am" in said
    assert owed(office, number)[0][2] is False, "a receipt is not an answer (R24)"


def test_who_left_no_e_mail_gets_no_receipt(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, person=Person(phone="561-555-0100", address="1 Main St"))
    assert deferred(office) == []


def test_a_job_that_runs_six_times_at_once_writes_and_sends_once(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    received(office, now=clock.now)
    [event] = deferred(office)
    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(lambda _: tell(desk(office), event, now=clock.now), range(6))) == 1
        men = [postman(office, MailFileSender(tmp_path, letterhead=LETTERHEAD), clock) for _ in range(6)]
        assert sum(pool.map(lambda man: man.round(), men)) == 1
    assert outbox(office) == [("receipt", "email", "sent", 1, "written")]
    assert len(list(tmp_path.iterdir())) == 1


def test_r12_an_unverified_agency_waits_for_a_clerk(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    number = received(office, now=clock.now, place=STATE_ROAD, person=BOTH).number
    send_files(office, clock, tmp_path)
    assert [row[0] for row in outbox(office)] == ["receipt"]
    assert owed(office, number)[0][2] is False


def test_r12_a_certain_referral_to_a_verified_agency_goes_out_and_is_the_answer(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    verify_agencies(office)
    number = received(office, now=clock.now, place=STATE_ROAD, person=BOTH).number
    tell_all(office, clock)
    assert owed(office, number)[0][2] is False, "what only waits in the outbox pays nothing (R45)"
    clock.advance(minutes=1)
    send_files(office, clock, tmp_path)
    said = mail(tmp_path)
    agency = office.reference.directory.agencies["fdot-d4"]
    for fact in (agency.name, agency.address, agency.phone):
        assert str(fact) in said
    assert owed(office, number)[0][2] is True
    public = shown(office, number)
    assert (public.due_at, public.first_answered_at) == (None, clock.now)
    facts = one(office, "SELECT facts FROM cas.event WHERE kind = 'answered'")[0]
    assert (facts["automatic"], facts["referral"]["slug"], facts["channel"]) == (True, "fdot-d4", "email")


def test_r42_a_referral_that_became_wrong_while_it_waited_is_held(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    verify_agencies(office)
    number = received(office, now=clock.now, place=STATE_ROAD, person=BOTH).number
    tell_all(office, clock)
    reassign(office, number, to="public-works", actor="admin", reason="The median is ours.", now=clock.now)
    assert send_files(office, clock, tmp_path) == 0
    assert outbox(office) == [("referral", "email", "held", 1, "owner_changed")]
    assert list(tmp_path.iterdir()) == []
    assert owed(office, number)[0][2] is False


def test_r11_a_letter_waits_to_be_printed_where_there_is_an_address_only(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    verify_agencies(office)
    number = received(
        office, now=clock.now, place=STATE_ROAD, person=Person(name="A. Resident", address="1 Main St")
    ).number
    assert send_files(office, clock, tmp_path) == 0
    assert outbox(office) == [("referral", "letter", "waiting", 0, None)]
    assert owed(office, number)[0][2] is False, "a letter is an answer once somebody has posted it"


def test_r53_what_is_only_proposed_is_not_told_as_decided(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    verify_agencies(office)
    received(office, now=clock.now, place=STATE_ROAD, person=BOTH, channel=Channel.COMMISSIONER)
    send_files(office, clock, tmp_path)
    assert [row[0] for row in outbox(office)] == ["receipt_open"]
    assert "finding out" in mail(tmp_path)


def test_an_answer_by_e_mail_carries_its_words_to_those_it_paid(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    number = received(office, now=clock.now).number
    write(office, "DELETE FROM jobs.procrastinate_jobs")
    said = respond(
        office, number, actor="public-works", channel=AnswerChannel.EMAIL, text="A crew comes $5 Friday.", now=clock.now
    )
    assert deferred(office) == [said.event_id]
    send_files(office, clock, tmp_path)
    assert "A crew comes $5 Friday." in mail(tmp_path)
    assert rows(office, "SELECT needs_translation FROM cas.message") == [(False,)]


def test_r48_staff_words_go_out_as_written_and_are_marked_for_a_reader_of_another_language(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    who = Person(name="A. Resident", email="resident@example.org", language="es")
    number = received(office, now=clock.now, person=who).number
    write(office, "DELETE FROM jobs.procrastinate_jobs")
    respond(office, number, actor="pw", channel=AnswerChannel.EMAIL, text="A crew comes on Friday.", now=clock.now)
    send_files(office, clock, tmp_path)
    said = mail(tmp_path)
    assert "Nuestro personal escribió esta respuesta en inglés" in said
    assert "A crew comes on Friday." in said
    assert "Una máquina tradujo este mensaje" in said
    assert 'About "' in said, "the English follows below"
    assert rows(office, "SELECT needs_translation, machine_made, language FROM cas.message") == [(True, True, "es")]


def test_a_second_address_cannot_be_smuggled_in(tmp_path: Path, office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, person=Person(name="x\r\nBcc: all@example.org", email="a@b.org\r\nBcc: c@d.org"))
    received(office, now=clock.now, person=Person(name="x\r\n\r\nBcc: all@example.org", email="a@b.org"))
    assert send_files(office, clock, tmp_path) == 1
    assert [row[2:] for row in outbox(office)] == [("failed", 1, "address"), ("sent", 1, "written")]
    [path] = tmp_path.glob("*.eml")
    head, _, body = path.read_bytes().partition(b"\r\n\r\n")
    assert b"Bcc" not in head
    assert b"Hello x Bcc: all@example.org," in body


def test_the_console_twin_shows_the_same(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now)
    tell_all(office, clock)
    out = io.StringIO()
    assert postman(office, ConsoleSender(out), clock).round() == 1
    assert "resident@example.org" in out.getvalue()


def test_r55_services_and_offices_have_their_names_in_the_readers_language(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    received(office, now=clock.now, person=Person(email="resident@example.org", language="es"))
    send_files(office, clock, tmp_path)
    names = office.city.words["es"].names
    service = office.reference.ruleset.services["pothole"].name
    assert service in names
    said = mail(tmp_path)
    assert names[service] in said
    assert service in said, "in the English below"

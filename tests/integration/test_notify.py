"""R11, R12, R45: people are told once, in a file that never leaves the machine; a certain letter is an answer."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from gis_cas.domain.request import AnswerChannel, Person
from gis_cas.notify.message import Message
from gis_cas.notify.senders import ConsoleSender, MailFileSender, Sender
from gis_cas.notify.tell import Desk, tell
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.respond import respond
from tests.factories.desk import STATE_ROAD, one, owed, rows, shown, write
from tests.factories.service_requests import received
from tests.fixtures.clock import FixedClock

BOTH = Person(name="A. Resident", address="1 Main St", email="resident@example.org")


def desk(office: Office, sender: Sender) -> Desk:
    names = {code: service.name for code, service in office.reference.ruleset.services.items()}
    return Desk(engine=office.engine, city=office.city, service_names=names, site="http://cas.example", sender=sender)


def event_id(office: Office, kind: str) -> int:
    return int(one(office, "SELECT max(id) FROM cas.event WHERE kind = :k", k=kind)[0])


def deferred(office: Office) -> list[int]:
    found = rows(office, "SELECT args FROM jobs.procrastinate_jobs WHERE task_name = 'notify' ORDER BY id")
    return [row[0]["event_id"] for row in found]


def mail(folder: Path) -> str:
    [path] = folder.glob("*.eml")
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = parsed.get_body()
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
    assert tell(desk(office, MailFileSender(tmp_path)), deferred(office)[0], now=clock.now) == 1
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


def test_a_job_that_runs_six_times_at_once_sends_once(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    received(office, now=clock.now)
    [event] = deferred(office)
    with ThreadPoolExecutor(6) as pool:
        sent = list(pool.map(lambda _: tell(desk(office, MailFileSender(tmp_path)), event, now=clock.now), range(6)))
    assert sum(sent) == 1
    assert rows(office, "SELECT template, sender FROM cas.delivery") == [("receipt", "mail-file")]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_sender_that_fails_leaves_no_delivery_and_is_tried_again(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    class Failing:
        name = "failing"

        def send(self, message: Message) -> None:  # noqa: ARG002 - the protocol's name
            raise OSError("disk full")

    received(office, now=clock.now)
    [event] = deferred(office)
    with pytest.raises(OSError, match="disk full"):
        tell(desk(office, Failing()), event, now=clock.now)
    assert rows(office, "SELECT * FROM cas.delivery") == []
    assert tell(desk(office, MailFileSender(tmp_path)), event, now=clock.now) == 1


def test_r12_an_unverified_agency_waits_for_a_clerk(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    number = received(office, now=clock.now, place=STATE_ROAD, person=BOTH).number
    tell(desk(office, MailFileSender(tmp_path)), deferred(office)[0], now=clock.now)
    assert rows(office, "SELECT template FROM cas.delivery") == [("receipt",)]
    assert owed(office, number)[0][2] is False


def test_r12_a_certain_referral_to_a_verified_agency_goes_out_and_is_the_answer(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    verify_agencies(office)
    number = received(office, now=clock.now, place=STATE_ROAD, person=BOTH).number
    tell(desk(office, MailFileSender(tmp_path)), deferred(office)[0], now=clock.advance(minutes=1))
    said = mail(tmp_path)
    agency = office.reference.directory.agencies["fdot-d4"]
    for fact in (agency.name, agency.address, agency.phone):
        assert str(fact) in said
    assert owed(office, number)[0][2] is True
    public = shown(office, number)
    assert (public.due_at, public.first_answered_at) == (None, clock.now)
    facts = one(office, "SELECT facts FROM cas.event WHERE kind = 'answered'")[0]
    assert (facts["automatic"], facts["referral"]["slug"], facts["channel"]) == (True, "fdot-d4", "email")


def test_a_letter_is_written_where_there_is_an_address_only(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    verify_agencies(office)
    received(office, now=clock.now, place=STATE_ROAD, person=Person(name="A. Resident", address="1 Main St"))
    tell(desk(office, MailFileSender(tmp_path)), deferred(office)[0], now=clock.now)
    [letter] = tmp_path.glob("*.txt")
    assert letter.read_text(encoding="utf-8").startswith("A. Resident\n1 Main St\n")
    assert one(office, "SELECT facts->>'channel' FROM cas.event WHERE kind = 'answered'")[0] == "letter"


def test_r53_what_is_only_proposed_is_not_told_as_decided(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    from gis_cas.domain.request import Channel  # noqa: PLC0415 - only here

    verify_agencies(office)
    received(office, now=clock.now, place=STATE_ROAD, person=BOTH, channel=Channel.COMMISSIONER)
    tell(desk(office, MailFileSender(tmp_path)), deferred(office)[0], now=clock.now)
    assert rows(office, "SELECT template FROM cas.delivery") == [("receipt_open",)]
    assert "finding out" in mail(tmp_path)


def test_an_answer_by_e_mail_carries_its_words_to_those_it_paid(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    number = received(office, now=clock.now).number
    said = respond(
        office, number, actor="public-works", channel=AnswerChannel.EMAIL, text="A crew comes $5 Friday.", now=clock.now
    )
    assert deferred(office)[-1] == said.event_id
    tell(desk(office, MailFileSender(tmp_path)), said.event_id, now=clock.now)
    assert "A crew comes $5 Friday." in mail(tmp_path)


def test_a_header_cannot_be_smuggled_in(tmp_path: Path, office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now, person=Person(name="x\r\nBcc: all@example.org", email="a@b.org\r\nBcc: c@d.org"))
    tell(desk(office, MailFileSender(tmp_path)), deferred(office)[0], now=clock.now)
    [path] = tmp_path.glob("*.eml")
    head = path.read_bytes().split(b"\r\n\r\n")[0]
    assert not re.search(rb"^Bcc:", head, re.MULTILINE)


def test_the_console_twin_shows_the_same(office: Office, clock: FixedClock) -> None:
    received(office, now=clock.now)
    out = io.StringIO()
    assert tell(desk(office, ConsoleSender(out)), deferred(office)[0], now=clock.now) == 1
    assert "resident@example.org" in out.getvalue()

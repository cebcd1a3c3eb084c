"""R12, R13, R45: whoever has a part outside the city is named in a letter of its own, which pays that part alone."""

from pathlib import Path
from typing import Any

import pytest

from gis_cas.domain.message import Medium
from gis_cas.domain.request import AnswerChannel, Channel, Person
from gis_cas.errors import WrongState
from gis_cas.notify.outbox import Deed, post_letter, print_letter, told_by_phone, try_again
from gis_cas.notify.paying import owe_again
from gis_cas.service_requests.assign import reassign, release
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.part_not_ours import NOBODY, part_not_ours
from gis_cas.service_requests.respond import respond
from gis_cas.store.outbox_reads import row_of
from tests.factories.desk import one, rows, shown
from tests.factories.post import message_id, outbox, send_files, tell_all
from tests.factories.splits import FDOT, a_split, owed_for, part_of, parts
from tests.fixtures.clock import FixedClock
from tests.integration.test_notify import BOTH, mail, verify_agencies


def split_with(office: Office, clock: FixedClock, person: Person = BOTH) -> str:
    verify_agencies(office)
    return a_split(office, now=clock.now, person=person)


def states(office: Office, number: str) -> list[str]:
    return [row[3] for row in owed_for(office, number)]


@pytest.fixture
def letter(office: Office, clock: FixedClock) -> tuple[str, int]:
    """A split of somebody without e-mail, and its letter, printed."""
    number = split_with(office, clock, Person(name="A. Resident", address="1 Main St"))
    tell_all(office, clock)
    number_of_letter = message_id(office, "part_referral")
    print_letter(Deed(engine=office.engine, message_id=number_of_letter, actor="admin", now=clock.now))
    return number, number_of_letter


def test_a_verified_agency_is_named_in_a_second_letter_beside_the_receipt(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    number = split_with(office, clock)
    assert states(office, number) == ["owed", "owed"]
    assert send_files(office, clock, tmp_path) == 2
    assert [row[0] for row in outbox(office)] == ["receipt", "part_referral"]
    for receipt in tmp_path.glob("*.eml"):
        if "Who else has a part" not in receipt.read_text(encoding="utf-8"):
            receipt.unlink()
    said = mail(tmp_path)
    agency = office.reference.directory.agencies[FDOT]
    for fact in (agency.name, agency.address, agency.phone, "Utilities"):
        assert str(fact) in said
    assert states(office, number) == ["owed", "given"], "the leader still owes its first answer"
    assert parts(office, number) == [(FDOT, "done")]
    facts = one(office, "SELECT facts FROM cas.event WHERE kind = 'answered'")[0]
    assert (facts["automatic"], facts["referral"]["slug"]) == (True, FDOT)
    assert facts["part_id"] == part_of(office, number).id
    assert shown(office, number).parts[0]["state"] == "done"
    assert send_files(office, clock, tmp_path) == 0, "told once, however often"


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.COMMISSIONER])
def test_an_unverified_or_released_one_waits_for_a_person(
    office: Office, clock: FixedClock, tmp_path: Path, channel: Channel
) -> None:
    if channel is Channel.COMMISSIONER:
        verify_agencies(office)
    number = a_split(office, now=clock.now, person=BOTH, channel=channel)
    if channel is Channel.COMMISSIONER:
        release(office, number, actor="admin", now=clock.now)
    send_files(office, clock, tmp_path)
    assert "part_referral" not in [row[0] for row in outbox(office)]
    assert states(office, number) == ["owed", "owed"]


def test_r42_a_letter_about_a_part_that_moved_is_held(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    number = split_with(office, clock)
    tell_all(office, clock)
    part = part_of(office, number)
    moved: dict[str, Any] = {"actor": "utilities", "reason": "The county's.", "now": clock.now}
    part_not_ours(office, number, part.id, to="agency:pbc-engineering", **moved)
    assert send_files(office, clock, tmp_path) == 1
    assert [row[:3] for row in outbox(office)][1] == ("part_referral", "email", "held")
    with pytest.raises(WrongState, match="another owner"):
        try_again(Deed(engine=office.engine, message_id=message_id(office, "part_referral"), actor="a", now=clock.now))
    assert states(office, number) == ["owed", "owed"]
    part_not_ours(office, number, part.id, to=NOBODY, **moved)
    assert states(office, number) == ["owed", "void"]


def test_a_letter_that_names_the_wrong_leader_is_held(office: Office, clock: FixedClock, tmp_path: Path) -> None:
    number = split_with(office, clock)
    tell_all(office, clock)
    reassign(office, number, to="public-works", actor="admin", reason="A storm drain.", now=clock.now)
    send_files(office, clock, tmp_path)
    assert ("part_referral", "email", "held") in [row[:3] for row in outbox(office)]
    assert states(office, number) == ["owed", "owed"]


def test_r11_a_printed_letter_pays_when_it_is_posted(
    office: Office, clock: FixedClock, letter: tuple[str, int]
) -> None:
    number, number_of_letter = letter
    deed = Deed(engine=office.engine, message_id=number_of_letter, actor="admin", now=clock.now)
    with pytest.raises(WrongState, match="must be written"):
        told_by_phone(deed)
    post_letter(deed)
    assert states(office, number) == ["owed", "given"]
    assert rows(office, "SELECT facts->>'channel' FROM cas.event WHERE kind = 'answered'") == [(Medium.LETTER.value,)]


def test_a_letter_by_hand_that_does_not_arrive_is_owed_again_and_so_is_its_part(
    office: Office, clock: FixedClock, tmp_path: Path
) -> None:
    number = a_split(office, now=clock.now, person=BOTH)
    part = part_of(office, number)
    said: dict[str, Any] = {"actor": "utilities", "text": "Ask the State.", "channel": AnswerChannel.EMAIL}
    respond(office, number, now=clock.advance(hours=1), part_id=part.id, **said)
    assert parts(office, number) == [(FDOT, "done")]
    send_files(office, clock, tmp_path)
    assert [row[0] for row in outbox(office)] == ["receipt", "answered"]
    with office.engine.begin() as conn:
        owe_again(conn, row_of(conn, message_id(office, "answered")), now=clock.now)
    assert states(office, number) == ["owed", "given", "owed"]
    assert owed_for(office, number)[2][:2] == ("outcome", FDOT)
    assert parts(office, number) == [(FDOT, "open")]

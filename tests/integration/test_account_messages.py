"""Messages about an account: same outbox, once for each key, before everything else, forgotten when sent."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from gis_cas.notify.account_message import defer_account_message
from gis_cas.notify.postman import Postman
from gis_cas.notify.samples import SAMPLES
from gis_cas.notify.senders import MailFileSender
from gis_cas.service_requests.office import Office
from gis_cas.store.accounts import change
from tests.factories.accounts import an_account
from tests.factories.desk import rows
from tests.factories.post import LETTERHEAD, postman, tell_all
from tests.factories.service_requests import received
from tests.fixtures.clock import FixedClock


def put(conn: Connection, account_id: int, clock: FixedClock, *, key: str) -> bool:
    return defer_account_message(
        conn, account_id, template="answered", values={**SAMPLES, "text": "secret-link"}, key=key, now=clock.now
    )


@pytest.fixture
def account_id(office: Office) -> int:
    with office.engine.begin() as conn:
        made = an_account(conn, "ann.example")
        change(conn, made, email="ann@city.example")
        return made


def by_files(office: Office, clock: FixedClock, folder: Path) -> Postman:
    return postman(office, MailFileSender(folder, letterhead=LETTERHEAD), clock)


def test_once_for_each_key_however_often_it_is_asked(
    office: Office, clock: FixedClock, tmp_path: Path, account_id: int
) -> None:
    with office.engine.begin() as conn:
        assert [put(conn, account_id, clock, key=key) for key in ("1", "1", "2")] == [True, False, True]
    assert by_files(office, clock, tmp_path).round() == 2
    assert by_files(office, clock, tmp_path).round() == 0


def test_what_the_transaction_gives_up_is_never_sent(
    office: Office, clock: FixedClock, tmp_path: Path, account_id: int
) -> None:
    with office.engine.connect() as conn, conn.begin() as begun:
        assert put(conn, account_id, clock, key="1")
        begun.rollback()
    assert by_files(office, clock, tmp_path).round() == 0


def test_an_account_without_an_address_gets_none(office: Office, clock: FixedClock) -> None:
    with office.engine.begin() as conn:
        assert put(conn, an_account(conn, "bob.example"), clock, key="1") is False
        assert put(conn, 4711, clock, key="1") is False


def test_it_goes_before_everything_else_and_its_words_are_forgotten(
    office: Office, clock: FixedClock, tmp_path: Path, account_id: int
) -> None:
    for _ in range(3):
        received(office, now=clock.now)
    tell_all(office, clock)
    clock.advance(minutes=5)
    with office.engine.begin() as conn:
        put(conn, account_id, clock, key="1")
    assert by_files(office, clock, tmp_path).round() == 4
    order = rows(
        office, "SELECT m.account_id FROM cas.message_step s JOIN cas.message m ON m.id = s.message_id ORDER BY s.id"
    )
    assert [row[0] for row in order] == [account_id, None, None, None]
    kept = rows(
        office,
        "SELECT recipient, subject, body FROM cas.message_text t JOIN cas.message m ON m.id = t.message_id"
        " WHERE m.account_id IS NOT NULL",
    )
    assert kept == [(None, "", "")]
    assert any(b"secret-link" in path.read_bytes() for path in tmp_path.glob("*.eml"))

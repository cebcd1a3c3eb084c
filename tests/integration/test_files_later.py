"""What happens to files later: looked at again, released, taken back, erased, swept."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gis_cas.attachments.cabinet import Cabinet
from gis_cas.attachments.stores import Area, key_of
from gis_cas.domain.attachment import AttachmentState, Refusal, Scan
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.service_requests.erase_attachment import erase_attachment
from gis_cas.service_requests.look_again import let_go, look_again
from gis_cas.service_requests.office import Office
from gis_cas.service_requests.release_photo import release_photo, withhold_photo
from gis_cas.service_requests.sweep_files import Swept, sweep_files
from gis_cas.store import attachments as store_rows
from tests.factories.desk import one, rows
from tests.factories.files import arrived, cabinet_in, kept, sent
from tests.factories.pictures import EICAR, pdf, photo
from tests.factories.service_requests import received
from tests.fakes.clamd import clamd
from tests.fixtures.database import Database
from tests.fixtures.own_service import free_port

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def cabinet(tmp_path: Path) -> Cabinet:
    return cabinet_in(tmp_path)


@pytest.fixture
def number(office: Office) -> str:
    return received(office, now=NOW).number


def put(office: Office, cabinet: Cabinet, number: str, content: bytes) -> int:
    (outcome,) = sent(office, cabinet, number, content, now=NOW)
    assert outcome.id is not None
    return outcome.id


def stored(office: Office, number: str) -> tuple[store_rows.StoredAttachment, ...]:
    with office.engine.connect() as conn:
        return store_rows.of_request(conn, number)


def kinds(office: Office) -> list[str]:
    return [kind for (kind,) in rows(office, "SELECT kind FROM cas.event ORDER BY id")]


def test_while_the_scanner_is_away_a_file_waits_in_quarantine_and_is_looked_at_later(
    office: Office, number: str, tmp_path: Path
) -> None:
    port = free_port()
    cabinet = cabinet_in(tmp_path, clamd=f"tcp://127.0.0.1:{port}")
    put(office, cabinet, number, photo())
    put(office, cabinet, number, EICAR)
    assert [(found.state, found.sha256) for found in stored(office, number)] == [(AttachmentState.WAITING, None)] * 2
    assert {area for area, _ in kept(cabinet)} == {"quarantine"}
    assert look_again(office, cabinet, now=NOW) == 0, "it is still away"
    with clamd(port=port):
        assert look_again(office, cabinet, now=NOW + timedelta(minutes=5)) == 2
        assert look_again(office, cabinet, now=NOW + timedelta(minutes=5)) == 0
    clean, harmful = stored(office, number)
    assert (clean.state, clean.scan, clean.is_image) == (AttachmentState.KEPT, Scan.CLEAN, True)
    assert clean.evidence is not None
    assert (harmful.state, harmful.refusal, harmful.scan) == (AttachmentState.REFUSED, Refusal.VIRUS, Scan.FOUND)
    assert {area for area, _ in kept(cabinet)} == {"attachments"}, "nothing stays in quarantine"
    assert kinds(office)[-1] == "attachment_refused"


def test_a_file_that_waits_cannot_be_released(office: Office, number: str, tmp_path: Path) -> None:
    cabinet = cabinet_in(tmp_path, clamd=f"tcp://127.0.0.1:{free_port()}")
    waiting = put(office, cabinet, number, photo())
    with pytest.raises(WrongState, match="looked at"):
        release_photo(office, number, waiting, actor="admin", now=NOW)


def test_released_and_taken_back(office: Office, cabinet: Cabinet, number: str) -> None:
    photo_id = put(office, cabinet, number, photo())
    for _ in range(2):
        release_photo(office, number, photo_id, actor="admin", now=NOW)
    (found,) = stored(office, number)
    assert found.released_at == NOW
    shown = rows(office, "SELECT number, sha256, small_sha256 FROM published.attachment")
    assert shown == [(number, found.sha256, found.small_sha256)]
    for _ in range(2):
        withhold_photo(office, number, photo_id, actor="admin", now=NOW)
    assert rows(office, "SELECT 1 FROM published.attachment") == []
    assert kinds(office)[-3:] == ["attached", "photo_released", "photo_withheld"]
    told = one(office, "SELECT actor, facts FROM cas.event WHERE kind = 'photo_released'")
    assert tuple(told) == ("admin", {"attachment": photo_id})
    public = rows(office, "SELECT kind, facts FROM published.request_event ORDER BY id DESC LIMIT 2")
    assert public == [("photo_withheld", {}), ("photo_released", {})]


def test_only_a_photo_of_this_request_can_be_released(office: Office, cabinet: Cabinet, number: str) -> None:
    document = put(office, cabinet, number, pdf())
    with pytest.raises(WrongState, match="Only a photo"):
        release_photo(office, number, document, actor="admin", now=NOW)
    other = received(office, now=NOW).number
    with pytest.raises(NotFound):
        release_photo(office, other, document, actor="admin", now=NOW)


def test_erased_by_the_records_role_and_nothing_is_left_but_the_tombstone(
    office: Office, cabinet: Cabinet, number: str, database: Database
) -> None:
    photo_id = put(office, cabinet, number, photo())
    release_photo(office, number, photo_id, actor="admin", now=NOW)

    def erase(citation: str) -> None:
        erase_attachment(database.records, cabinet, number, photo_id, actor="clerk", citation=citation, now=NOW)

    with pytest.raises(BadInput, match="schedule or exemption"):
        erase("  ")
    erase("s. 119.071(4)(d), F.S.")
    (found,) = stored(office, number)
    assert found.erased
    assert (found.name, found.sha256, found.small_sha256, found.received_sha256) == ("", None, None, None)
    assert found.evidence is None
    assert kept(cabinet) == []
    assert rows(office, "SELECT 1 FROM published.attachment") == []
    told = one(office, "SELECT actor, facts FROM cas.event WHERE kind = 'attachment_erased'")
    assert tuple(told) == ("clerk", {"attachment": photo_id, "citation": "s. 119.071(4)(d), F.S."})
    with pytest.raises(WrongState, match="before"):
        erase("again")


def test_a_file_that_another_request_uses_stays(
    office: Office, cabinet: Cabinet, number: str, database: Database
) -> None:
    other = received(office, now=NOW).number
    first, second = put(office, cabinet, number, pdf()), put(office, cabinet, other, pdf())
    common = {"actor": "clerk", "citation": "GS1-SL", "now": NOW}
    erase_attachment(database.records, cabinet, number, first, **common)  # type: ignore[arg-type] # one mapping
    assert len(kept(cabinet)) == 1
    erase_attachment(database.records, cabinet, other, second, **common)  # type: ignore[arg-type]
    assert kept(cabinet) == []


def test_the_sweep_takes_orphans_of_more_than_a_day_and_reports_what_is_missing(
    office: Office, cabinet: Cabinet, number: str, tmp_path: Path
) -> None:
    put(office, cabinet, number, photo())
    (found,) = stored(office, number)
    assert found.sha256 is not None
    now = datetime.now(UTC)
    for sha256, age_h in (("0" * 64, 25), ("1" * 64, 23)):
        for area in Area:
            path = tmp_path / key_of(area, sha256)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"orphan")
            os.utime(path, (now.timestamp() - age_h * 3600,) * 2)
    used = tmp_path / key_of(Area.ATTACHMENTS, found.sha256)
    os.utime(used, (now.timestamp() - 90 * 86400,) * 2)
    assert sweep_files(office.engine, cabinet, now=now) == Swept(removed=3, missing=0, found_again=0)
    assert used.exists()
    assert sum(sha256 == "1" * 64 for _, sha256 in kept(cabinet)) == 3
    aside = used.rename(tmp_path / "aside")
    assert sweep_files(office.engine, cabinet, now=now).missing == 1
    assert one(office, "SELECT missing_since FROM cas.attachment")[0] == now
    aside.rename(used)
    assert sweep_files(office.engine, cabinet, now=now) == Swept(removed=0, missing=0, found_again=1)


def test_nobody_takes_away_what_is_just_being_put(office: Office, cabinet: Cabinet, number: str) -> None:
    """Between the file and its row: the sweep waits for the transaction, and then sees the row."""
    content = arrived(pdf())
    taken: list[int] = []
    with office.engine.begin() as conn:
        store_rows.share_files(conn)
        cabinet.store.put(Area.ATTACHMENTS, content.sha256, content.file)
        sweeping = threading.Thread(
            target=lambda: taken.append(let_go(office.engine, cabinet, Area.ATTACHMENTS, [content.sha256]))
        )
        sweeping.start()
        time.sleep(0.3)
        assert taken == [], "it waits"
        request_id = one(office, "SELECT id FROM cas.service_request WHERE number = :n", n=number)[0]
        store_rows.add(
            conn,
            request_id=request_id,
            added_at=NOW,
            actor="public",
            name="a.pdf",
            received_sha256=content.sha256,
            media_type="application/pdf",
            state="kept",
            scan="not_scanned",
            sha256=content.sha256,
        )
    sweeping.join()
    assert taken == [0]
    assert kept(cabinet) == [("attachments", content.sha256)]
    content.close()

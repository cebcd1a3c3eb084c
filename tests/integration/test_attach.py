"""Files on a request: kept once, told by id, seen by nobody before they were looked at."""

import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from gis_cas.attachments.cabinet import Cabinet
from gis_cas.attachments.sealing import new_key, opened
from gis_cas.attachments.stores import Area
from gis_cas.domain.attachment import AttachmentState, Outcome, Refusal, Scan
from gis_cas.errors import UnknownRequest
from gis_cas.service_requests import attach as attach_module
from gis_cas.service_requests.attach import attach_if_possible
from gis_cas.service_requests.office import Office
from gis_cas.store import attachments as store_rows
from tests.factories.desk import one, rows
from tests.factories.files import arrived, body, cabinet_in, kept, picture, sent
from tests.factories.pictures import EICAR, LAT, LON, bomb, pdf, photo
from tests.factories.service_requests import CITY_STREET, received
from tests.fakes.clamd import clamd
from tests.fixtures.bucket import S3Server
from tests.fixtures.database import Database

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def cabinet(tmp_path: Path) -> Cabinet:
    return cabinet_in(tmp_path)


@pytest.fixture
def number(office: Office) -> str:
    return received(office, now=NOW).number


def put(office: Office, cabinet: Cabinet, number: str, *contents: bytes, **more: Any) -> tuple[Outcome, ...]:
    return sent(office, cabinet, number, *contents, **({"now": NOW} | more))


def stored(office: Office, number: str) -> tuple[store_rows.StoredAttachment, ...]:
    with office.engine.connect() as conn:
        return store_rows.of_request(conn, number)


def test_a_photo_is_kept_as_two_clean_copies_and_its_position_apart(
    office: Office, cabinet: Cabinet, number: str
) -> None:
    (outcome,) = put(office, cabinet, number, photo())
    assert (outcome.state, outcome.refusal) == (AttachmentState.KEPT, None)
    (found,) = stored(office, number)
    assert (found.id, found.name, found.media_type) == (outcome.id, "photo.jpg", "image/jpeg")
    assert (found.scan, found.released_at, found.original_sha256) == (Scan.NOT_SCANNED, None, None)
    assert found.sha256 is not None
    assert found.small_sha256 is not None
    assert kept(cabinet) == sorted([("attachments", found.sha256), ("attachments", found.small_sha256)])
    for sha256 in (found.sha256, found.small_sha256):
        assert not picture(body(cabinet, sha256)).getexif()
        assert b"Exif" not in body(cabinet, sha256)
    assert found.evidence is not None
    position = found.evidence.position
    assert position is not None
    assert (position.lon, position.lat) == pytest.approx((LON, LAT))
    assert found.evidence.taken_at == "2026-11-22 18:05:09 -05:00"
    assert found.evidence.feet_from_pin == pytest.approx(0, abs=1)


def test_the_distance_from_the_pin_is_in_feet(office: Office, cabinet: Cabinet, number: str) -> None:
    from tests.factories.pictures import exif  # noqa: PLC0415 - this test alone

    put(office, cabinet, number, photo(exif=exif(lon=CITY_STREET.lon, lat=CITY_STREET.lat + 0.001)))
    (found,) = stored(office, number)
    assert found.evidence is not None
    assert found.evidence.feet_from_pin == pytest.approx(363.6, abs=1.5)


def test_history_tells_ids_only(office: Office, cabinet: Cabinet, number: str) -> None:
    (outcome,) = put(office, cabinet, number, photo(), name="My name is Ada.jpg")
    told = rows(office, "SELECT kind, actor, facts FROM cas.event ORDER BY id DESC LIMIT 1")
    assert told == [("attached", "public", {"attachment": outcome.id})]
    shown = rows(office, "SELECT kind FROM published.request_event WHERE number = :n", n=number)
    assert ("attached",) not in shown, "nothing about it is public before it is released"


def test_the_same_file_twice_counts_once(office: Office, cabinet: Cabinet, number: str) -> None:
    first = put(office, cabinet, number, photo(), photo())
    second = put(office, cabinet, number, photo())
    assert {outcome.id for outcome in (*first, *second)} == {first[0].id}
    assert len(stored(office, number)) == 1
    assert one(office, "SELECT count(*) FROM cas.event WHERE kind = 'attached'")[0] == 1


def test_the_same_file_at_the_same_instant_counts_once(office: Office, cabinet: Cabinet, number: str) -> None:
    threads = [threading.Thread(target=put, args=(office, cabinet, number, pdf())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stored(office, number)) == 1
    assert one(office, "SELECT count(*) FROM cas.event WHERE kind = 'attached'")[0] == 1


def test_two_requests_share_one_file(office: Office, cabinet: Cabinet, number: str) -> None:
    other = received(office, now=NOW).number
    for each in (number, other):
        put(office, cabinet, each, pdf())
    assert stored(office, number)[0].sha256 == stored(office, other)[0].sha256
    assert len(kept(cabinet)) == 1


def test_a_pdf_is_kept_as_it_came(office: Office, cabinet: Cabinet, number: str) -> None:
    put(office, cabinet, number, pdf(), name="letter.jpg")
    (found,) = stored(office, number)
    assert (found.name, found.media_type, found.small_sha256) == ("letter.pdf", "application/pdf", None)
    assert found.sha256 is not None
    assert body(cabinet, found.sha256) == pdf()
    assert found.evidence is None


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(b"", Refusal.EMPTY, id="empty"),
        pytest.param(bytes(25_000_000), Refusal.TOO_LARGE, id="25 MB"),
        pytest.param(bomb(), Refusal.TOO_MANY_PIXELS, id="photo bomb"),
        pytest.param(photo()[:2000], Refusal.BROKEN, id="truncated"),
        pytest.param(b"MZ\x90\0\x03\0", Refusal.UNKNOWN_KIND, id="a program called photo.jpg"),
    ],
)
def test_what_is_refused_leaves_nothing(
    office: Office, cabinet: Cabinet, number: str, content: bytes, refusal: Refusal
) -> None:
    outcomes = put(office, cabinet, number, content, pdf())
    assert [(one.ordinal, one.state, one.refusal) for one in outcomes] == [
        (1, AttachmentState.REFUSED, refusal),
        (2, AttachmentState.KEPT, None),
    ], "the file beside it is kept"
    assert len(stored(office, number)) == 1
    assert len(kept(cabinet)) == 1


def test_a_request_takes_only_so_many(
    office: Office, cabinet: Cabinet, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attach_module, "MOST_PER_REQUEST", 2)
    outcomes = put(office, cabinet, number, b"one", b"two", b"three", b"two")
    assert [outcome.refusal for outcome in outcomes] == [None, None, Refusal.REQUEST_FULL, None]


def test_an_unknown_number(office: Office, cabinet: Cabinet) -> None:
    with pytest.raises(UnknownRequest):
        put(office, cabinet, "482157903", pdf())
    with closing(arrived(pdf())) as file:
        (outcome,) = attach_if_possible(office, cabinet, "482157903", [file], actor="public", now=NOW)
    assert outcome.refusal is Refusal.AWAY


def test_a_virus_is_refused_and_what_is_clean_is_noted(office: Office, number: str, tmp_path: Path) -> None:
    with clamd() as (address, _):
        cabinet = cabinet_in(tmp_path, clamd=address)
        outcomes = put(office, cabinet, number, EICAR, photo(comment=EICAR), pdf())
    assert [outcome.refusal for outcome in outcomes] == [Refusal.VIRUS, Refusal.VIRUS, None]
    (found,) = stored(office, number)
    assert found.scan is Scan.CLEAN
    assert len(kept(cabinet)) == 1


def test_no_room_is_a_reason_and_the_request_stands(office: Office, number: str, tmp_path: Path) -> None:
    full = cabinet_in(tmp_path, reserve_bytes=1 << 60)
    assert put(office, full, number, photo())[0].refusal is Refusal.NO_ROOM
    assert stored(office, number) == ()
    assert one(office, "SELECT status FROM cas.service_request WHERE number = :n", n=number)[0] == "open"


def test_a_store_that_is_away_is_a_reason(office: Office, number: str, tmp_path: Path) -> None:
    (tmp_path / "attachments").write_text("in the way")
    assert put(office, cabinet_in(tmp_path), number, photo())[0].refusal is Refusal.AWAY


def test_in_a_bucket(office: Office, number: str, tmp_path: Path, s3_server: S3Server) -> None:
    keys = {"bucket": s3_server.make_bucket("attach"), "endpoint": s3_server.endpoint}
    cabinet = cabinet_in(tmp_path, **keys, access_key="one", secret_key="two")  # noqa: S106 - a test's server
    put(office, cabinet, number, photo())
    (found,) = stored(office, number)
    assert found.sha256 is not None
    assert not picture(body(cabinet, found.sha256)).getexif()
    assert list(tmp_path.iterdir()) == []


def test_what_arrived_is_kept_for_the_clerk_alone_when_a_recipient_is_set(
    office: Office, number: str, tmp_path: Path
) -> None:
    recipient, key = new_key()
    cabinet = cabinet_in(tmp_path, records_recipient=recipient)
    content = photo()
    put(office, cabinet, number, content, pdf())
    image, document = stored(office, number)
    assert image.original_sha256 is not None
    assert document.original_sha256 is None, "it is kept as it came already"
    sealed = body(cabinet, image.original_sha256, Area.ORIGINALS)
    assert b"Exif" not in sealed
    assert opened(sealed, key) == content


def test_the_row_is_guarded(office: Office, cabinet: Cabinet, number: str, database: Database) -> None:
    put(office, cabinet, number, photo())
    for engine, statement, reason in (
        (database.app, "UPDATE cas.attachment SET name = 'other.jpg'", "permission denied"),
        (database.app, "UPDATE cas.attachment SET erased_at = now()", "permission denied"),
        (database.app, "DELETE FROM cas.attachment", "permission denied"),
        (database.app, "UPDATE cas.photo_evidence SET geom = NULL", "permission denied"),
        (database.records, "UPDATE cas.attachment SET name = 'other.jpg'", "may be blanked"),
        (database.records, "UPDATE cas.attachment SET name = '', erased_at = now()", "may be blanked"),
        (database.records, "UPDATE cas.photo_evidence SET taken_at = 'never', erased_at = now()", "may be blanked"),
        (database.owner, "DELETE FROM cas.attachment", "is refused"),
        (database.owner, "UPDATE cas.attachment SET request_id = request_id + 1", "stays with its request"),
        (database.public, "SELECT 1 FROM cas.attachment", "permission denied"),
    ):
        with pytest.raises(DBAPIError, match=reason), engine.begin() as conn:
            conn.execute(text(statement))


def test_it_moves_the_request_on(office: Office, cabinet: Cabinet, number: str) -> None:
    put(office, cabinet, number, pdf(), now=NOW + timedelta(hours=1))
    moved = one(office, "SELECT updated_at FROM cas.service_request WHERE number = :n", n=number)[0]
    assert moved == NOW + timedelta(hours=1)

"""Photos with a report: the number first, then the files; who sees which; nothing typed and nothing chosen is lost."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from gis_cas.api.limits import LARGEST_SENDING
from gis_cas.api.wiring import Wiring
from gis_cas.service_requests.release_photo import release_photo, withhold_photo
from tests.api.conftest import NOW
from tests.api.hands import REPORT, count, hidden, said, send_json, sentences
from tests.factories.files import picture
from tests.factories.pictures import EICAR, SECRET, bomb, pdf, photo, polyglots
from tests.fakes.clamd import clamd
from tests.fixtures.database import Database
from tests.fixtures.web import settings_for

File = tuple[str, bytes]


def send(client: TestClient, *files: File, **more: str) -> httpx.Response:
    """Send the public form with files, as a browser without scripts does."""
    typed = {"token": hidden(client.get("/report").text, "token"), **REPORT, "q": "100 E Ocean Ave", **more}
    return post(client, "/report", *files, **typed)


def post(client: TestClient, path: str, *files: File, **fields: str) -> httpx.Response:
    parts = [("files", (name, content, "image/jpeg")) for name, content in files] or [("files", ("", b"", ""))]
    answer: httpx.Response = client.post(path, data=fields, files=parts)
    return answer


def receipt(client: TestClient, sent: httpx.Response) -> str:
    assert sent.status_code == 303, said(sent.text)
    return said(client.get(sent.headers["location"]).text)


def attachments(database: Database) -> list[Any]:
    with database.owner.connect() as conn:
        return list(conn.execute(text("SELECT * FROM cas.attachment ORDER BY id")))


def test_a_photo_comes_with_a_report(client: TestClient, database: Database) -> None:
    page = receipt(client, send(client, ("IMG_0042.jpg", photo())))
    assert "Keep this number" in page
    assert "File 1 is with your request." in page
    (kept,) = attachments(database)
    assert (kept.name, kept.state, kept.actor) == ("IMG_0042.jpg", "kept", "public")


def test_without_a_photo_the_form_is_as_before(client: TestClient, database: Database) -> None:
    page = receipt(client, send(client))
    assert "File" not in page
    assert attachments(database) == []


REFUSED = {
    "photo bomb": (("bomb.png", bomb()), "has more than 64 million pixels"),
    "25 MB": (("large.jpg", photo() + bytes(25_000_000)), "is larger than 20 MB"),
    "empty": (("empty.jpg", b""), "is empty"),
    "truncated": (("half.jpg", photo()[:3000]), "is not whole"),
    "a program": (("photo.jpg", b"MZ\x90\0\x03\0\0\0"), "cannot take this kind of file"),
    "a page with an odd byte": (("photo.jpg", b"<html>\x00<script>alert(1)</script>"), "cannot take this kind"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_is_told_in_a_sentence_and_the_request_stands(
    client: TestClient, database: Database, name: str
) -> None:
    file, sentence = REFUSED[name]
    page = receipt(client, send(client, file, ("good.jpg", photo())))
    assert "Keep this number" in page
    assert "File 1 was not kept." in page
    assert sentence in page
    assert "Your request stands all the same." in page
    assert "File 2 is with your request." in page
    assert count(database.owner, "cas.service_request") == 1
    assert [kept.name for kept in attachments(database)] == ["good.jpg"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\x", "a\x01b", "x" * 300, "photo\u202egpj.exe", "<b>.jpg"])
def test_a_path_in_a_name_is_only_a_name(client: TestClient, database: Database, name: str, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert "File 1 is with your request." in receipt(client, send(client, (name, photo())))
    (kept,) = attachments(database)
    assert re.fullmatch(r"[^/\\:<>\x00-\x1f\u202e]{1,76}\.jpg", kept.name)
    new = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.name for path in new} == {kept.sha256, kept.small_sha256}


def test_a_wrong_ending_and_a_wrong_stated_type_change_nothing(client: TestClient, database: Database) -> None:
    receipt(client, send(client, ("photo.jpg", pdf()), ("letter.pdf", photo())))
    assert [(kept.name, kept.media_type) for kept in attachments(database)] == [
        ("photo.pdf", "application/pdf"),
        ("letter.jpg", "image/jpeg"),
    ]


def test_six_files_at_once_are_one_too_many(client: TestClient, database: Database) -> None:
    page = receipt(client, send(client, *((f"{n}.pdf", pdf() + str(n).encode() + b"%%EOF") for n in range(6))))
    assert "File 6 was not kept." in page
    assert "Up to 5 files can be sent at once." in page
    assert len(attachments(database)) == 5


def test_a_form_sent_twice_doubles_nothing(client: TestClient, database: Database) -> None:
    typed = {"token": hidden(client.get("/report").text, "token"), **REPORT, "q": "100 E Ocean Ave"}
    files = (("one.jpg", photo()), ("two.pdf", pdf()))
    first, second = post(client, "/report", *files, **typed), post(client, "/report", *files, **typed)
    assert first.headers["location"] == second.headers["location"]
    assert count(database.owner, "cas.service_request") == 1
    assert len(attachments(database)) == 2
    assert count(database.owner, "cas.event WHERE kind = 'attached'") == 2


def test_photos_are_kept_while_the_form_is_shown_again(client: TestClient, database: Database) -> None:
    asked = send(client, ("one.jpg", photo()), ("large.jpg", bytes(21_000_000)), q="Ocean Ave")
    assert asked.status_code == 400
    page = said(asked.text)
    assert "Kept from before, no need to choose again: one.jpg" in page
    assert "is larger than 20 MB" in page
    typed = {name: hidden(asked.text, name) for name in ("token", "held")}
    again = post(client, "/report", ("two.pdf", pdf()), **typed, **REPORT, q="Ocean Ave", choice="Ocean Ave")
    assert "File 2 is with your request." in receipt(client, again)
    assert [kept.name for kept in attachments(database)] == ["one.jpg", "two.pdf"]


def test_held_files_belong_to_the_browser_that_sent_them(client: TestClient, app: FastAPI, database: Database) -> None:
    held = hidden(send(client, ("one.jpg", photo()), q="Ocean Ave").text, "held")
    with TestClient(app, follow_redirects=False) as other:
        typed = {"token": hidden(other.get("/report").text, "token"), **REPORT, "q": "100 E Ocean Ave"}
        assert post(other, "/report", **typed, held=held).status_code == 303
    assert attachments(database) == []


def test_the_sender_adds_a_photo_afterwards_and_nobody_else(client: TestClient, app: FastAPI) -> None:
    path = send(client).headers["location"].partition("?")[0]
    page = client.get(path)
    assert page.headers["cache-control"] == "no-store"
    csrf = hidden(page.text, "csrf")
    added = post(client, f"{path}/attachments", ("late.jpg", photo()), csrf=csrf)
    assert added.headers["location"] == f"{path}?sent=files#files"
    assert "File 1 is with your request." in said(client.get(f"{path}?sent=files").text)
    assert "Keep this number" not in said(client.get(f"{path}?sent=files").text)
    with TestClient(app, follow_redirects=False) as other:
        assert "Add a photo" not in said(other.get(path).text)
        token = hidden(other.get("/report").text, "token")
        refused = post(other, f"{path}/attachments", ("mine.jpg", photo()), csrf=token)
        assert refused.status_code == 403
        assert "the browser or program that sent a request can add files" in said(refused.text)


def test_proof_for_one_request_is_none_for_another(client: TestClient) -> None:
    first = send(client).headers["location"].partition("?")[0]
    cookie = client.cookies.get("gis_cas_sender", path=first)
    second = send(client, description="Something else.").headers["location"].partition("?")[0]
    csrf = hidden(client.get("/report").text, "token")
    client.cookies.set("gis_cas_sender", cookie or "", path=second)
    assert post(client, f"{second}/attachments", ("x.jpg", photo()), csrf=csrf).status_code == 403


def test_a_form_that_is_not_ours_is_refused(client: TestClient, database: Database) -> None:
    path = send(client).headers["location"].partition("?")[0]
    assert post(client, f"{path}/attachments", ("x.jpg", photo()), csrf="guessed").status_code == 403
    assert attachments(database) == []


def test_more_than_any_sending_is_refused_unread(client: TestClient) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x", "content-length": str(LARGEST_SENDING + 1)}
    answer = client.post("/report", content=b"--x--", headers=headers)
    assert answer.status_code == 413
    assert "what you typed is still there" in said(answer.text)
    elsewhere = client.post("/staff/login", content=b"--x--", headers={"content-type": headers["content-type"]})
    assert elsewhere.status_code == 415


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=q\r\n\r\nhalf"),
        ("multipart/form-data; boundary=x", b"not a form"),
        ("multipart/form-data; boundary=x", b"--x\r\nno header\r\n\r\n--x--"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\nv\r\n' * 200),
    ],
)
def test_a_broken_form_is_a_sentence(client: TestClient, kind: str, body: bytes) -> None:
    answer = client.post("/report", content=body, headers={"content-type": kind})
    assert answer.status_code == 400


def test_a_photo_is_public_only_while_it_is_released(client: TestClient, app: FastAPI, database: Database) -> None:
    path = send(client, ("p.jpg", polyglots()["a JPEG with a page after it"])).headers["location"].partition("?")[0]
    (kept,) = attachments(database)
    address = f"/photos/{kept.small_sha256}.jpg"
    assert client.get(address).status_code == 404
    assert "/photos/" not in client.get(path).text
    wired: Wiring = app.state.wiring
    number = path.rpartition("/")[2]
    release_photo(wired.office, number, kept.id, actor="admin", now=NOW)
    page = client.get(path).text
    assert f'src="{address}"' in page
    shown = client.get(address)
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.headers["cache-control"] == "public, no-cache"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert not picture(shown.content).getexif()
    for word in (SECRET.encode(), b"<script", b"Exif"):
        assert word not in shown.content
    same = client.get(address, headers={"if-none-match": shown.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    withhold_photo(wired.office, number, kept.id, actor="admin", now=NOW)
    assert client.get(address, headers={"if-none-match": shown.headers["etag"]}).status_code == 404
    assert "/photos/" not in client.get(path).text


@pytest.mark.parametrize("address", ["0" * 64, "..%2f..%2fetc%2fpasswd", "x", "A" * 64])
def test_no_other_address_answers(reader: TestClient, address: str) -> None:
    assert reader.get(f"/photos/{address}.jpg").status_code == 404


def test_a_program_adds_files_with_the_token_of_its_receipt(client: TestClient, database: Database) -> None:
    sent = send_json(client).json()
    where, token = sent["attachments"]["url"], sent["attachments"]["token"]
    files = [("file", ("a.jpg", photo(), "x/y")), ("file", ("b.exe", b"MZ\0", "image/jpeg"))]
    added = client.post(where, files=files, headers={"Sender-Token": token})
    assert added.status_code == 201
    good, bad = added.json()["files"]
    assert (good["state"], bad["state"], bad["code"]) == ("kept", "refused", "unknown_kind")
    assert "cannot take this kind of file" in bad["sentence"]
    assert len(attachments(database)) == 1
    none_kept = client.post(where, files=files[1:], headers={"Sender-Token": token})
    assert none_kept.status_code == 400
    assert "cannot take" in sentences(none_kept)["file[1]"]
    assert client.post(where, files=files).status_code == 403
    assert client.post(where, files=files, headers={"Sender-Token": token + "x"}).status_code == 403
    assert client.post(where, json={}, headers={"Sender-Token": token}).status_code == 415


def test_a_virus_and_a_scanner_that_is_away(database: Database, tmp_path: Path) -> None:
    from gis_cas.app import create_app  # noqa: PLC0415 - this test needs other settings
    from gis_cas.settings import AttachmentSettings  # noqa: PLC0415

    with clamd() as (scanner, _):
        settings = settings_for(database, tmp_path, attachments=AttachmentSettings(clamd=scanner))
        app = create_app(settings)
        app.state.clock = lambda: NOW
        with TestClient(app, follow_redirects=False) as client:
            page = receipt(client, send(client, ("virus.jpg", photo(comment=EICAR))))
            assert "virus scanner found something harmful" in page
    app = create_app(settings)
    app.state.clock = lambda: NOW
    with TestClient(app, follow_redirects=False) as client:
        page = receipt(client, send(client, ("p.jpg", photo()), description="Another."))
        assert "Staff see it once it was checked." in page
    (waiting,) = attachments(database)
    assert (waiting.state, waiting.sha256) == ("waiting", None)


def test_a_full_disk_costs_the_photo_not_the_request(database: Database, tmp_path: Path) -> None:
    from gis_cas.app import create_app  # noqa: PLC0415 - this test needs other settings
    from gis_cas.settings import AttachmentSettings  # noqa: PLC0415

    app = create_app(settings_for(database, tmp_path, attachments=AttachmentSettings(reserve_mb=10**9)))
    app.state.clock = lambda: NOW
    with TestClient(app, follow_redirects=False) as client:
        page = receipt(client, send(client, ("p.jpg", photo())))
    assert "We have no room for files just now." in page
    assert count(database.owner, "cas.service_request") == 1

"""Files at the desk: see, add, release, withhold; another desk's files do not exist."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from gis_cas.accounts.demonstration import ACCOUNTS, PASSWORD
from tests.api.hands import OUTSIDE, hidden, said, send_json
from tests.factories.accounts import an_account
from tests.factories.files import picture
from tests.factories.pictures import exif, pdf, photo
from tests.factories.service_requests import CITY_STREET
from tests.fixtures.database import Database


@pytest.fixture(autouse=True)
def accounts(database: Database) -> None:
    with database.app.begin() as conn:
        for one in ACCOUNTS:
            if one.login in {"admin", "public-works-staff", "utilities"}:
                an_account(conn, one.login, one.role, scope=one.scope, password=one.password)


def signed_in(app: FastAPI, login: str) -> TestClient:
    client = TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False)
    csrf = hidden(client.get("/staff/login").text, "csrf")
    answer = client.post("/staff/login", data={"csrf": csrf, "login": login, "password": PASSWORD, "next": "/staff"})
    assert answer.status_code == 303, said(answer.text)
    return client


@pytest.fixture
def admin(app: FastAPI, client: TestClient) -> Iterator[TestClient]:  # noqa: ARG001 - the application runs in it
    opened = signed_in(app, "admin")
    yield opened
    opened.close()


@pytest.fixture
def number(client: TestClient) -> str:
    return str(send_json(client, lat=CITY_STREET.lat, long=CITY_STREET.lon).json()["number"])


def add(client: TestClient, number: str, *files: tuple[str, bytes]) -> httpx.Response:
    csrf = hidden(client.get("/staff").text, "csrf")
    parts = [("files", (name, content, "image/jpeg")) for name, content in files] or [("files", ("", b"", ""))]
    answer: httpx.Response = client.post(f"/staff/requests/{number}/attachments", data={"csrf": csrf}, files=parts)
    return answer


def act(client: TestClient, number: str, attachment_id: int, verb: str) -> httpx.Response:
    csrf = hidden(client.get("/staff").text, "csrf")
    address = f"/staff/requests/{number}/attachments/{attachment_id}/{verb}"
    answer: httpx.Response = client.post(address, data={"csrf": csrf})
    return answer


def stored(database: Database) -> list[Any]:
    with database.owner.connect() as conn:
        return list(conn.execute(text("SELECT * FROM cas.attachment ORDER BY id")))


def page(client: TestClient, number: str) -> str:
    return said(client.get(f"/staff/requests/{number}").text)


def test_a_case_without_files_says_so(admin: TestClient, number: str) -> None:
    assert "No photo or file has come with this request." in page(admin, number)


def test_staff_add_and_see(admin: TestClient, number: str, database: Database) -> None:
    far = exif(lon=CITY_STREET.lon, lat=CITY_STREET.lat + 0.001)
    added = add(admin, number, ("fax.pdf", pdf()), ("site.jpg", photo(exif=far)))
    assert added.headers["location"] == f"/staff/requests/{number}?done=attach"
    document, image = stored(database)
    assert (document.actor, image.actor) == ("admin", "admin")
    shown = page(admin, number)
    assert "fax.pdf" in shown
    assert "The camera says 26.52050, -80.06550, 364 ft from the pin" in shown
    assert "its clock says 2026-11-22 18:05:09 -05:00" in shown
    assert "not scanned for viruses" in shown
    assert "A file was added" in shown
    where = f"/staff/requests/{number}/attachments"
    for address in (f"{where}/{image.id}", f"{where}/{image.id}/small"):
        answer = admin.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert answer.headers["cache-control"] == "no-store"
        assert not picture(answer.content).getexif()


def test_anything_but_a_picture_is_a_download(admin: TestClient, number: str, database: Database) -> None:
    add(admin, number, ("päge.txt", b"<script>alert(1)</script>"), ("fax.pdf", pdf()))
    for one, kind, name in zip(
        stored(database), ("text/plain; charset=utf-8", "application/pdf"), ("p%C3%A4ge.txt", "fax.pdf"), strict=True
    ):
        answer = admin.get(f"/staff/requests/{number}/attachments/{one.id}")
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert admin.get(f"/staff/requests/{number}/attachments/{one.id}/small").status_code == 404


def test_what_cannot_be_kept_comes_back_in_the_open_form(admin: TestClient, number: str, database: Database) -> None:
    refused = add(admin, number, ("half.jpg", photo()[:2000]), ("good.pdf", pdf()))
    assert refused.status_code == 400
    assert "File 1 was not kept. The picture is not whole" in said(refused.text)
    assert len(stored(database)) == 1
    assert "Please choose a file first." in said(add(admin, number).text)


def test_release_and_withhold_are_acts_of_a_person(
    admin: TestClient, client: TestClient, number: str, database: Database
) -> None:
    add(admin, number, ("site.jpg", photo()), ("fax.pdf", pdf()))
    image, document = stored(database)
    assert "Show to everybody" in page(admin, number)
    assert act(admin, number, image.id, "release").status_code == 303
    assert f"/photos/{image.small_sha256}.jpg" in client.get(f"/requests/{number}").text
    assert "Everybody can see it since" in page(admin, number)
    assert act(admin, number, document.id, "release").status_code == 409
    assert act(admin, number, image.id, "withhold").status_code == 303
    assert "/photos/" not in client.get(f"/requests/{number}").text
    with database.owner.connect() as conn:
        told = conn.execute(text("SELECT kind, actor FROM cas.event WHERE kind LIKE 'photo%' ORDER BY id")).all()
    assert [tuple(one) for one in told] == [("photo_released", "admin"), ("photo_withheld", "admin")]


def test_staff_who_may_not_release_are_not_offered_it(app: FastAPI, admin: TestClient, number: str) -> None:
    add(admin, number, ("site.jpg", photo()))
    staff = signed_in(app, "public-works-staff")
    shown = page(staff, number)
    assert "site.jpg" in shown
    assert "Show to everybody" not in shown
    assert act(staff, number, 1, "release").status_code == 403
    staff.close()


def test_another_desks_files_do_not_exist(app: FastAPI, admin: TestClient, number: str, database: Database) -> None:
    add(admin, number, ("site.jpg", photo()))
    (image,) = stored(database)
    utilities = signed_in(app, "utilities")
    for answer in (
        utilities.get(f"/staff/requests/{number}/attachments/{image.id}"),
        utilities.get(f"/staff/requests/{number}/attachments/{image.id}/small"),
        add(utilities, number, ("x.pdf", pdf())),
        act(utilities, number, image.id, "release"),
    ):
        assert answer.status_code == 404
    assert len(stored(database)) == 1
    utilities.close()


@pytest.mark.parametrize("attachment_id", ["0", "999999", "-1", "x", "1" * 30, "%2e%2e"])
def test_no_other_id_answers(admin: TestClient, number: str, attachment_id: str) -> None:
    assert admin.get(f"/staff/requests/{number}/attachments/{attachment_id}").status_code == 404


def test_a_file_of_another_request_is_not_this_ones(
    admin: TestClient, client: TestClient, number: str, database: Database
) -> None:
    add(admin, number, ("site.jpg", photo()))
    other = send_json(client, description="Another one.").json()["number"]
    (image,) = stored(database)
    assert admin.get(f"/staff/requests/{other}/attachments/{image.id}").status_code == 404


def test_nobody_sees_a_file_without_signing_in(client: TestClient, admin: TestClient, number: str) -> None:
    add(admin, number, ("site.jpg", photo()))
    assert client.get(f"/staff/requests/{number}/attachments/1").headers["location"] == "/staff/login"

"""What every answer carries."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.hands import OUTSIDE

PAGES = ["/", "/report", "/map", "/requests", "/find", "/staff/login", "/nowhere"]
ANSWERS = [*PAGES, "/healthz", "/api/v1/services", "/api/nowhere", "/map/features", "/tiles/basemap/0/0/0.mvt"]


@pytest.mark.parametrize("path", ANSWERS)
def test_every_answer_is_guarded(reader: TestClient, path: str) -> None:
    headers = reader.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    for rule in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "connect-src 'self'"):
        assert rule in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=(self)" in headers["permissions-policy"]
    assert headers["x-request-id"]
    assert "server" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_every_script_and_style_of_a_page_carries_this_answers_nonce(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    (nonce,) = set(re.findall(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"]))
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", answer.text):
        assert f'nonce="{nonce}"' in tag, tag
    assert not re.search(r"<[^>]+\son\w+=", answer.text), "an inline handler"
    assert not re.search(r"<[^>]+\sstyle=", answer.text), "an inline style"
    assert nonce not in reader.get(path).headers["content-security-policy"]


def test_no_page_names_a_foreign_host(reader: TestClient) -> None:
    for path in PAGES:
        found = re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]+", reader.get(path).text)
        assert found == [], path


def test_files_are_kept_for_a_year_by_their_hash_and_checked_without_it(reader: TestClient) -> None:
    page = reader.get("/").text
    (first, *_) = re.findall(r"(/static/[^\"?]+)\?v=", page)
    hashed = reader.get(f"{first}?v=abc")
    assert hashed.status_code == 200
    assert "immutable" in hashed.headers["cache-control"]
    plain = reader.get(first)
    assert plain.headers["cache-control"] == "public, no-cache"
    assert reader.get(first, headers={"If-None-Match": plain.headers["etag"]}).status_code == 304


def test_over_https_cookies_are_for_https_only(app: FastAPI) -> None:
    with TestClient(app, base_url="https://testserver", client=OUTSIDE) as client:
        assert "secure" in client.get("/report").headers["set-cookie"].lower()


def test_a_browser_that_floods_is_asked_to_wait_and_still_reads(client: TestClient) -> None:
    """Its share, and its neighbours', are tried in `tests/unit/api/test_shares.py`."""
    client.get("/report")
    answers = [client.post("/report", data={"service_code": "pothole"}) for _ in range(60)]
    assert {answer.status_code for answer in answers} == {403}
    more = (client.post("/report", data={"service_code": "pothole"}) for _ in range(200))
    refused = next(answer for answer in more if answer.status_code == 429)
    assert refused.headers["retry-after"] == "60"
    assert "wait a minute" in refused.text
    assert client.get("/requests").status_code == 200

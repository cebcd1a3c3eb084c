"""The language of a page: asked for, kept, or preferred; the page says which, and leads to itself in the others."""

import re
from collections.abc import Iterator

import pytest

from gis_cas.api.languages import COOKIE, preferred
from tests.fixtures.web import TestClient


@pytest.fixture(autouse=True)
def _forgetful(reader: TestClient) -> Iterator[None]:
    """The reader is everybody's: no test leaves its language behind."""
    yield
    reader.cookies.clear()


PAGES = ["/", "/report", "/map", "/requests", "/find", "/nowhere", "/requests/123456789", "/staff/login"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es-419,es;q=0.9,en;q=0.8", "es"),
        ("fr-HT,ht;q=0.9,fr;q=0.8,en;q=0.1", "ht"),
        ("de, fr;q=0.5", "en"),
        ("en;q=0.2, es;q=0.7", "es"),
        ("es;q=0, en", "en"),
        ("es;q=loud", "en"),
        (",;q=,*", "en"),
    ],
)
def test_the_browser_s_own_language_is_the_first_offer(header: str, language: str) -> None:
    assert preferred(header) == language


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "es", "ht"])
def test_every_page_is_in_the_language_asked_for_and_leads_to_the_others(
    reader: TestClient, path: str, language: str
) -> None:
    page = reader.get(path, params={"q": "a b", "lang": language}, headers={"Accept-Language": "fr"})
    assert f'<html lang="{language}">' in page.text
    assert {"Accept-Language", "Cookie"} <= set(page.headers["vary"].split(", "))
    if path != "/staff/login":
        assert re.findall(r'hreflang="(\w\w)" href="\?q=a\+b&amp;lang=\1"', page.text) == ["en", "es", "ht"]
    assert page.text.count('aria-current="true"') == 1


def test_what_was_asked_for_is_kept_and_what_the_browser_prefers_is_not(client: TestClient) -> None:
    first = client.get("/requests", headers={"Accept-Language": "ht"})
    assert '<html lang="ht">' in first.text
    assert COOKIE not in first.headers.get("set-cookie", "")
    asked = client.get("/requests?lang=es", headers={"Accept-Language": "ht"})
    assert re.search(rf"{COOKIE}=es; Max-Age=31536000; Path=/; SameSite=lax; HttpOnly$", asked.headers["set-cookie"])
    assert '<html lang="es">' in client.get("/map", headers={"Accept-Language": "ht"}).text
    client.get("/find?lang=xx")
    assert '<html lang="es">' in client.get("/map").text


@pytest.mark.parametrize(
    "query", ["lang=", "lang=ES", "lang=../../etc", "lang=es'--", "lang=fr", "&".join(["a=1"] * 90)]
)
def test_a_language_we_do_not_have_changes_nothing(reader: TestClient, query: str) -> None:
    answer = reader.get(f"/find?{query}")
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_a_page_that_a_machine_translated_says_so_and_leads_to_the_english_one(reader: TestClient) -> None:
    page = reader.get("/find?q=Ocean&lang=es").text
    note = re.search(r'<p class="machine".*?</p>', page, re.DOTALL)
    assert note is not None
    assert "Traducido por máquina" in note[0]
    assert '<a href="?q=Ocean&amp;lang=en" hreflang="en" lang="en">English</a>' in note[0]
    assert 'class="machine"' not in reader.get("/find?q=Ocean&lang=en").text


def test_services_and_groups_are_named_in_the_page_s_language_and_sent_by_their_code(reader: TestClient) -> None:
    page = reader.get("/report?lang=es").text
    assert re.search(r'<option value="pothole"[^>]*>Bache o calle dañada</option>', page)
    assert '<optgroup label="Calles y aceras">' in page
    assert '<input type="hidden" name="language" value="es">' in page
    listed = reader.get("/requests?lang=ht").text
    assert '<option value="Streets and sidewalks">Lari ak twotwa</option>' in listed


def test_a_refused_form_says_why_in_the_page_s_language(client: TestClient) -> None:
    token = re.search(r'name="token" value="([^"]+)"', client.get("/report?lang=ht").text)
    assert token is not None
    sent = client.post("/report", data={"token": token[1], "service_code": "pothole", "description": "", "email": "x"})
    assert sent.status_code == 400
    assert "Tanpri di an kèk mo kisa ou wè." in sent.text
    assert "Yon adrès imel sanble ak name@example.org." in sent.text
    assert "Please" not in sent.text


def test_a_page_that_cannot_be_shown_says_so_in_the_page_s_language(reader: TestClient) -> None:
    page = reader.get("/requests/123456789?lang=es").text
    assert "Este no es un número nuestro" in page
    assert "No hay ninguna página en esta dirección." in reader.get("/nowhere?lang=es").text


def test_a_program_is_told_in_the_language_it_names_and_the_evidence_stays_english(reader: TestClient) -> None:
    query = {"lat": "26.5262", "long": "-80.0640", "service_code": "pothole", "accuracy_ft": "400"}
    english = reader.get("/api/v1/responsibility", params=query).json()
    spanish = reader.get("/api/v1/responsibility", params=query | {"lang": "es"}).json()
    assert spanish["reason"] != english["reason"]
    assert [line["detail"] for line in spanish["trace"]] == [line["detail"] for line in english["trace"]]
    assert [option["code"] for option in (spanish["question"] or {}).get("options", [])] == [
        option["code"] for option in (english["question"] or {}).get("options", [])
    ]
    refused = reader.get("/api/v1/responsibility", params={"lat": "1", "service_code": "pothole", "lang": "ht"})
    assert refused.json()["detail"].startswith("Yon pozisyon bezwen ni lat ni long")
    assert reader.get("/api/v1/services?lang=es").json()["services"][0]["keywords"][0] == "bache"
    assert reader.get("/api/v1/services?lang=klingon").status_code == 400

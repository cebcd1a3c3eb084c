"""R6, R42: where decisions turned out wrong, in proportion to what was decided there, for the GIS division."""

import csv
import io
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from gis_cas.api.gis import view_misroutes
from gis_cas.domain.place import StatedPlace
from gis_cas.policy.access import Role
from gis_cas.service_requests.assign import reassign
from gis_cas.service_requests.correct import not_ours
from gis_cas.service_requests.correct_place import wrong_place
from gis_cas.service_requests.office import Office
from tests.api.hands import hidden, said
from tests.factories.accounts import PASSWORD, an_account
from tests.factories.desk import STATE_ROAD, anonymous, rows
from tests.factories.misroutes import beside
from tests.factories.service_requests import CITY_STREET, pin
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

HERE = "/gis/misroutes"
COUNTY = "palm-beach-county"
WHOLE_CITY = "-80.20,26.45,-80.00,26.60"


def sign_in(client: TestClient, database: Database, role: Role) -> None:
    with database.app.begin() as conn:
        an_account(conn, "somebody", role)
    csrf = hidden(client.get("/staff/login").text, "csrf")
    typed = {"csrf": csrf, "login": "somebody", "password": PASSWORD}
    assert client.post("/staff/login", data=typed).status_code == 303


@pytest.fixture
def gis(client: TestClient, database: Database) -> TestClient:
    sign_in(client, database, Role.GIS_EDITOR)
    return client


@pytest.fixture
def seven_of_nine(office: Office, web_clock: FixedClock) -> list[str]:
    """Nine requests beside one stretch, seven of them the county's; and one corrected far from there."""
    now = web_clock.now
    beside_it = [beside(office, now=now, inside_ft=11 + place) for place in range(9)]
    for number in beside_it[:7]:
        not_ours(office, number, to=COUNTY, actor="public-works", reason="County land.", now=now)
    far = anonymous(office, now=now, place=STATE_ROAD)
    not_ours(office, far, to="public-works", actor="admin", reason="City street.", now=now)
    return [*beside_it, far]


def words(client: TestClient, query: str = "") -> str:
    answer = client.get(HERE + query)
    assert answer.status_code == 200, said(answer.text)
    return " ".join(said(answer.text).split())


def test_nothing_wrong_is_said_in_words(gis: TestClient, office: Office, web_clock: FixedClock) -> None:
    assert "Nothing was decided in these days." in words(gis)
    anonymous(office, now=web_clock.now)
    assert "1 decision, and nobody has said that it was wrong." in words(gis)


def test_each_stretch_says_its_part_and_its_feet(gis: TestClient, seven_of_nine: list[str]) -> None:
    assert len(seven_of_nine) == 10
    page = words(gis)
    assert "8 of 10 decisions corrected" in page
    assert "limit between City of Boynton Beach and Knuth Road enclave" in page
    assert "7 of 9 decisions corrected, median 14 ft from the edge · 77.8" in page
    assert "County land." in page
    assert page.index("7 of 9") < page.index("1 of 1"), "the most first"
    by_rate = words(gis, "?sort=rate")
    assert by_rate.index("1 of 1") < by_rate.index("7 of 9"), "the highest share first"
    assert "Missed garbage" in page[page.index("By service") :]


def test_a_service_and_days_narrow_it(gis: TestClient, seven_of_nine: list[str], web_clock: FixedClock) -> None:
    assert seven_of_nine
    assert "1 of 1 decisions corrected" in words(gis, "?service=pothole")
    today = (web_clock.now - timedelta(hours=5)).date()
    assert "8 of 10" in words(gis, f"?from={today}&until={today}")
    before = today - timedelta(days=1)
    assert "Nothing was decided" in words(gis, f"?from={before}&until={before}")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=2026-11-23&until=2026-11-01", "must not come after the last"),
        ("from=yesterday", "The first day must be a day"),
        ("until=0001-01-01", "between 1900 and 2999"),
        ("service=dragons", "service must be one of"),
        ("page=0", "page must be a whole number"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(gis: TestClient, query: str, sentence: str) -> None:
    answer = gis.get(f"{HERE}?{query}")
    assert answer.status_code == 400
    assert sentence in said(answer.text)


def test_only_what_the_decision_sent_wrong_counts(gis: TestClient, office: Office, web_clock: FixedClock) -> None:
    now = web_clock.now
    by_hand = beside(office, now=now)
    reassign(office, by_hand, to="utilities", actor="admin", reason="Their truck.", now=now)
    not_ours(office, by_hand, to=COUNTY, actor="utilities", reason="No.", now=now)
    same_owner = anonymous(office, now=now, place=pin(CITY_STREET.lon, CITY_STREET.lat))
    moved = pin(CITY_STREET.lon, CITY_STREET.lat + 0.00003)
    wrong_place(office, same_owner, stated=moved, actor="public-works", reason="Next door.", now=now)
    assert "nobody has said that one was wrong" in words(gis)


def test_a_wrong_place_counts_for_the_service_and_for_no_boundary(
    gis: TestClient, office: Office, web_clock: FixedClock
) -> None:
    number = beside(office, now=web_clock.now)
    wrong_place(office, number, stated=StatedPlace(), actor="public-works", reason="No such house.", now=web_clock.now)
    page = words(gis)
    assert "1 of 1 decisions corrected" in page
    assert "1 by a wrong place" in page
    assert "None of them lies near a boundary." in page


def test_the_map_has_the_stretches_and_the_requests_in_its_box(
    gis: TestClient, seven_of_nine: list[str], office: Office
) -> None:
    found = gis.get(f"{HERE}/features?bbox={WHOLE_CITY}").json()["features"]
    kinds = [feature["geometry"]["type"] for feature in found]
    assert kinds.count("Point") == 8
    lines = [feature for feature in found if feature["geometry"]["type"] != "Point"]
    assert [line["properties"]["corrected"] for line in lines] == [7, 1]
    corner = lines[0]["geometry"]["coordinates"]
    while isinstance(corner[0], list):
        corner = corner[0]
    assert -80.2 < corner[0] < -80.0
    assert 26.4 < corner[1] < 26.6
    numbers = {feature["properties"].get("number") for feature in found} - {None}
    assert numbers == {*seven_of_nine[:7], seven_of_nine[9]}
    assert {feature["properties"].get("href") for feature in found} == {None}, "no request opens for GIS"
    assert gis.get(f"{HERE}/features?bbox=-80.0,26.0,-79.9,26.1").json()["features"] == []
    assert gis.get(f"{HERE}/features?bbox=1,2").status_code == 400
    assert rows(office, "SELECT count(*) FROM cas.boundary_stretch") == [(2,)]


def test_the_file_has_a_line_for_each_and_no_words(gis: TestClient, seven_of_nine: list[str]) -> None:
    answer = gis.get(f"{HERE}.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert {line["number"] for line in lines} == {*seven_of_nine[:7], seven_of_nine[9]}
    one = next(line for line in lines if line["number"] == seven_of_nine[0])
    assert (one["had"], one["rightful"], one["rule"]) == ("public-works", COUNTY, "city-limits")
    assert (one["layer"], one["layer_version"], one["distance_ft"]) == ("municipalities", "1", "11.0")
    assert "County land." not in answer.text


def test_links_lead_to_the_cases_for_who_may_read_them(
    client: TestClient, database: Database, seven_of_nine: list[str]
) -> None:
    sign_in(client, database, Role.ADMINISTRATOR)
    page = client.get(HERE).text
    assert f'href="/staff/requests/{seven_of_nine[0]}"' in page


def test_pages_of_stretches(
    gis: TestClient, office: Office, web_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_misroutes, "ON_A_PAGE", 2)
    now = web_clock.now
    roads = [anonymous(office, now=now, place=place) for place in (STATE_ROAD, pin(CITY_STREET.lon, CITY_STREET.lat))]
    for number in (beside(office, now=now), *roads):
        not_ours(office, number, actor="public-works", reason="No.", now=now)
    first, second = gis.get(HERE).text, gis.get(f"{HERE}?page=2").text
    assert (first.count('<li class="sheet">'), second.count('<li class="sheet">')) == (2, 1)
    assert "Next page" in first
    assert "Earlier page" in second

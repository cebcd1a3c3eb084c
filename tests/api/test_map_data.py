"""What the map fetches: features, clusters, tiles; and the list that says the same without a map."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event, text, update

from gis_cas.policy.clock import answer_state
from gis_cas.store.answer_state import WORST_FIRST
from gis_cas.store.public_reads import PAGE_ROWS
from gis_cas.store.tables.published import published_request
from tests.api.conftest import NOW
from tests.api.hands import CITY_STREET, fill_projection, said, send_json
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

CITY = "-80.13,26.47,-80.03,26.59"


def _features(client: TestClient, **more: Any) -> Any:
    answer = client.get("/map/features", params={"bbox": CITY, "zoom": "12", **more})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    return answer.json()


def test_one_request_is_one_feature(client: TestClient) -> None:
    number = send_json(client).json()["number"]
    found = _features(client)
    assert (found["type"], found["total"], found["clustered"]) == ("FeatureCollection", 1, False)
    (feature,) = found["features"]
    assert feature["geometry"]["type"] == "Point"
    assert feature["geometry"]["coordinates"] == [CITY_STREET["long"], CITY_STREET["lat"]]
    told = feature["properties"]
    assert (told["number"], told["state"], told["due_in_hours"], told["due_in_days"]) == (number, "fresh", 72, 3)
    assert told["service"]


@pytest.mark.parametrize(
    "hours", [72.0, 24.01, 24.0, 23.99, 6.01, 6.0, 5.99, 0.01, 0.0, -0.01, -71.99, -72.0, -72.01, -500.0]
)
def test_the_map_the_list_and_the_policy_see_the_same_state(
    client: TestClient, web_clock: FixedClock, hours: float
) -> None:
    number = send_json(client).json()["number"]
    due_at = NOW + timedelta(hours=72)
    web_clock.now = due_at - timedelta(hours=hours)
    expected = answer_state(due_at, web_clock.now).value
    assert _features(client)["features"][0]["properties"]["state"] == expected
    assert client.get(f"/api/v1/requests/{number}").json()["state"] == expected
    assert f'data-state="{expected}"' in client.get("/requests", params={"state": expected}).text
    others = ",".join(set(WORST_FIRST) - {expected})
    assert _features(client, state=others)["total"] == 0


def test_answered_and_referred_are_told_apart_and_closed_leaves_the_map(client: TestClient, database: Database) -> None:
    number = send_json(client).json()["number"]

    def now_it_is(**values: object) -> str:
        with database.owner.begin() as conn:
            conn.execute(update(published_request).where(published_request.c.number == number).values(values))
        return str(client.get(f"/api/v1/requests/{number}").json()["state"])

    assert now_it_is(due_at=None) == "answered"
    assert now_it_is(owner_type="agency") == "referred"
    assert _features(client)["features"][0]["properties"]["state"] == "referred"
    assert now_it_is(status="closed") == "closed"
    assert _features(client)["total"] == 0
    assert number not in client.get("/requests").text
    assert number in client.get("/requests", params={"state": "closed"}).text


def test_above_two_thousand_come_clusters_with_their_count_and_worst_state(
    client: TestClient, database: Database
) -> None:
    fill_projection(database.owner, how_many=5000, now=NOW)
    found = _features(client)
    assert (found["total"], found["clustered"]) == (5000, True)
    assert 0 < len(found["features"]) <= 2000
    counted = sum(feature["properties"].get("count", 1) for feature in found["features"])
    assert counted == 5000
    worst = {feature["properties"]["worst"] for feature in found["features"] if "count" in feature["properties"]}
    assert worst <= set(WORST_FIRST)
    assert "long_past" in worst


def test_a_cluster_is_as_bad_as_its_worst_member(client: TestClient, database: Database) -> None:
    fill_projection(database.owner, how_many=2500, now=NOW, spread_h=0.0)
    with database.owner.begin() as conn:
        conn.execute(
            text("UPDATE published.request SET due_at = :due WHERE number = '100000042'"),
            {"due": NOW - timedelta(hours=80)},
        )
    states = [one["properties"]["worst"] for one in _features(client)["features"] if "worst" in one["properties"]]
    assert states.count("long_past") == 1
    assert set(states) == {"long_past", "fresh"}


@pytest.mark.parametrize("zoom", ["0", "22"])
def test_no_zoom_makes_more_than_two_thousand_features(client: TestClient, database: Database, zoom: str) -> None:
    fill_projection(database.owner, how_many=6000, now=NOW)
    assert len(_features(client, zoom=zoom)["features"]) <= 2000
    assert len(_features(client, zoom=zoom, bbox="-180,-90,180,90")["features"]) <= 2000


def test_a_closer_look_shows_each_request(client: TestClient, database: Database) -> None:
    fill_projection(database.owner, how_many=5000, now=NOW)
    found = _features(client, bbox="-80.09,26.52,-80.08,26.53", zoom="16")
    assert not found["clustered"]
    assert 0 < len(found["features"]) == found["total"] <= 2000
    for feature in found["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert -80.09 <= lon <= -80.08
        assert 26.52 <= lat <= 26.53


def test_a_group_narrows_the_map(client: TestClient, database: Database) -> None:
    fill_projection(database.owner, how_many=400, now=NOW)
    groups = {one["group"] for one in client.get("/api/v1/services").json()["services"]}
    totals = [_features(client, group=group)["total"] for group in sorted(groups)]
    assert sum(totals) == 400
    assert max(totals) < 400


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"bbox": ""}, "bbox"),
        ({"bbox": "1,2,3"}, "bbox"),
        ({"bbox": "-80.03,26.47,-80.13,26.59"}, "bbox"),
        ({"bbox": "nan,nan,nan,nan"}, "bbox"),
        ({"bbox": "-181,0,0,1"}, "bbox"),
        ({"bbox": "26.47,-80.13,26.59,-80.03; DROP"}, "bbox"),
        ({"bbox": CITY, "zoom": "deep"}, "zoom"),
        ({"bbox": CITY, "zoom": "99"}, "zoom"),
        ({"bbox": CITY, "state": "angry"}, "state"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(reader: TestClient, params: dict[str, str], field: str) -> None:
    answer = reader.get("/map/features", params=params)
    assert answer.status_code == 400
    assert field in answer.json()["fields"]


def test_the_list_pages_through_everything_the_longest_overdue_first(client: TestClient, database: Database) -> None:
    fill_projection(database.owner, how_many=60, now=NOW)
    seen: list[str] = []
    for page in (1, 2, 3):
        shown = client.get("/requests", params={"page": page}).text
        seen += re.findall(r'href="/requests/(\d{9})"', shown)
        assert ('rel="next"' in shown) is (page < 3)
    assert len(seen) == len(set(seen)) == 60
    assert len(seen[:PAGE_ROWS]) == PAGE_ROWS
    with database.owner.connect() as conn:
        rows = conn.execute(text("SELECT number, due_at FROM published.request"))
        due = {row.number: row.due_at for row in rows}
    assert [due[number] for number in seen] == sorted(due.values())


def test_the_list_is_searched_by_number_and_by_words(client: TestClient) -> None:
    number = send_json(client).json()["number"]
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    for words in (number, spaced, "pothole", "public works"):
        assert number in client.get("/requests", params={"q": words}).text, words
    for words in ("graffiti", "%", "_", "999999999"):
        assert number not in client.get("/requests", params={"q": words}).text, words


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=401", "state=angry", "q=" + "x" * 121])
def test_a_list_that_makes_no_sense_is_refused_with_a_page(reader: TestClient, query: str) -> None:
    answer = reader.get(f"/requests?{query}")
    assert answer.status_code == 400
    assert "<h1" in answer.text


def test_nearby_is_in_true_feet_and_nearest_first(client: TestClient, app: FastAPI) -> None:
    here = {"lat": 26.5263, "long": -80.0642}
    steps = [0.0005, 0.002, 0.004, 0.02]
    for number, step in enumerate(steps):
        send_json(client, lat=here["lat"] + step * (number % 2), long=here["long"] + step * ((number + 1) % 2))
    found = client.get("/api/v1/nearby", params={**here, "service_code": "pothole"}).json()["requests"]
    projection = app.state.wiring.office.projection
    from gis_cas.geo.position import Position  # noqa: PLC0415 - measured by the city's own feet

    x, y = projection.to_ft(Position(lon=here["long"], lat=here["lat"]))
    assert len(found) == 3, "one lies beyond half a mile"
    for one in found:
        east, north = projection.to_ft(Position(lon=one["long"], lat=one["lat"]))
        assert one["distance_ft"] == pytest.approx(((east - x) ** 2 + (north - y) ** 2) ** 0.5, abs=0.6)
    assert [one["distance_ft"] for one in found] == sorted(one["distance_ft"] for one in found)
    other = client.get("/api/v1/nearby", params={**here, "service_code": "graffiti"}).json()["requests"]
    assert other == []


def test_a_public_page_reads_the_public_projection_and_nothing_else(client: TestClient, app: FastAPI) -> None:
    number = send_json(client).json()["number"]
    statements: list[str] = []
    for engine in (app.state.wiring.engine, app.state.wiring.public_engine):
        event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    public: list[str] = []
    event.listen(app.state.wiring.public_engine, "before_cursor_execute", lambda *given: public.append(given[2]))
    for path in (
        "/", "/map", "/requests?q=pothole", f"/requests/{number}", f"/find?q={number}", f"/api/v1/requests/{number}",
        "/api/v1/services", f"/map/features?bbox={CITY}&zoom=12", "/tiles/basemap/14/4548/6970.mvt",
        "/api/v1/nearby?lat=26.5263&long=-80.0642",
    ):  # fmt: skip
        assert client.get(path).status_code in {200, 204, 303}, path
    others = [one for one in statements if one not in public and "reference_version" not in one]
    assert public
    assert others == []
    assert not [one for one in public if re.search(r"\bcas\.", one)]


def test_the_page_of_a_request_says_when_and_who(client: TestClient) -> None:
    page = said(client.get(f"/requests/{send_json(client).json()['number']}").text)
    assert "Thursday 26 Nov, 10:30 am" in page
    assert "Keep this number" not in page

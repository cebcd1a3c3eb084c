"""Whose job is it here: the document other programs rely on."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gis_cas.service_requests.office import Office
from tests.api.hands import CITY_STREET, STATE_ROAD, count, send_json
from tests.factories.districts import beside_border
from tests.factories.misroutes import beside_the_limit
from tests.factories.publications import city_limits_moved, first_version, in_force
from tests.fixtures.database import Database

KEYS = {
    *("kind", "certain", "proposed", "owner", "beside", "question", "reason", "rule", "trace", "candidates", "places"),
    *("districts", "publications", "ruleset", "valid_on", "algorithm"),
}
OWNER_KEYS = {"slug", "name", "address", "phone", "class", "type", "verified_on"}


def _ask(reader: TestClient, **more: Any) -> Any:
    answer = reader.get("/api/v1/responsibility", params={"service_code": "pothole", **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_state_road_is_the_states(reader: TestClient) -> None:
    found = _ask(reader, **STATE_ROAD, accuracy_ft=10)
    assert set(found) == KEYS
    assert (found["kind"], found["certain"], found["owner"]["slug"]) == ("referred", True, "fdot-d4")
    assert set(found["owner"]) == OWNER_KEYS
    assert (found["owner"]["class"], found["owner"]["type"], found["owner"]["verified_on"]) == ("state", "agency", None)
    assert found["owner"]["phone"]
    assert "SR 804" in found["reason"]
    assert found["publications"]["streets"] >= 1
    assert len(found["ruleset"]) == 64
    assert found["valid_on"] == "2026-11-23"
    held = [line for line in found["trace"] if line["outcome"] == "held"]
    assert [line["rule"] for line in held] == [found["rule"]]


def test_a_pin_is_answered_where_it_was_put_with_its_radius(reader: TestClient) -> None:
    (place,) = _ask(reader, **STATE_ROAD, accuracy_ft=10)["places"]
    assert (place["lat"], place["long"], place["match_type"], place["score"]) == (26.528, -80.075, "LatLong", 100.0)
    assert place["error_radius_ft"] == pytest.approx(16.2)
    (declared,) = _ask(reader, **STATE_ROAD, accuracy_ft=10, accuracy_95="true")["places"]
    assert declared["error_radius_ft"] == 10.0


def test_an_address_is_decided_on_its_street(reader: TestClient) -> None:
    found = _ask(reader, q="100 E Ocean Ave")
    assert (found["kind"], found["owner"]["type"]) == ("assigned", "department")
    assert found["places"][0]["match_type"] == "PointAddress"


def test_a_question_comes_with_an_equal_way_out_and_its_answer_settles_it(reader: TestClient) -> None:
    spot = {"lat": 26.52815, "long": -80.0751, "accuracy_ft": 65}
    found = _ask(reader, **spot)
    question = found["question"]
    assert question is not None, found["reason"]
    assert not found["certain"]
    assert set(question) == {"code", "text", "options"}
    codes = [option["code"] for option in question["options"]]
    assert codes[-1] == "unsure"
    assert len(found["candidates"]) >= 2
    assert set(found["candidates"][0]) == {"owner", "share", "rule", "reason"}
    owners = set()
    for code in codes[:-1]:
        settled = _ask(reader, **spot, **{f"answer[{question['code']}]": code})
        assert settled["question"] is None
        owners.add(settled["owner"]["slug"])
    assert len(owners) == len(codes) - 1
    unsure = _ask(reader, **spot, **{f"answer[{question['code']}]": "unsure"})
    assert (unsure["kind"], unsure["owner"]) == ("review", None)


def test_a_services_own_question_comes_in_plain_words_and_in_the_readers_language(reader: TestClient) -> None:
    spot = {"lat": 26.4938, "long": -80.0805, "accuracy_ft": 20, "service_code": "street_light_out"}
    found = _ask(reader, **spot)
    assert found["question"]["text"] == "Does the pole carry a tag of Florida Power & Light?"
    assert [option["code"] for option in found["question"]["options"]] == ["fpl", "other", "unsure"]
    spanish = _ask(reader, **spot, lang="es")["question"]
    assert spanish["options"][0]["label"] == "Sí, la tiene"
    assert _ask(reader, **spot, **{"answer[lamp_tag]": "fpl"})["owner"]["slug"] == "fpl"


def test_a_split_names_who_leads_and_who_else_has_a_part(reader: TestClient) -> None:
    found = _ask(reader, **STATE_ROAD, accuracy_ft=10, service_code="water_leak")
    assert (found["kind"], found["owner"]["slug"], found["certain"]) == ("split", "utilities", True)
    (beside,) = found["beside"]
    assert set(beside) == OWNER_KEYS
    assert (beside["slug"], beside["type"]) == ("fdot-d4", "agency")
    assert beside["address"]
    assert beside["phone"]
    assert "has a part in it" in found["reason"]


def test_the_districts_of_the_place_are_told(reader: TestClient) -> None:
    exactly = {"service_code": "litter", "accuracy_ft": 1}
    (inside,) = _ask(reader, lat=26.5195, long=-80.0655, **exactly)["districts"]
    assert (inside["layer"], inside["on_the_line"], inside["others"]) == ("commission_districts", False, [])
    projection = reader.app.state.wiring.office.projection  # type: ignore[attr-defined]  # starlette's own type is wider
    spot = beside_border(projection, "II", "III", part=0.5, feet=-5)
    (on_line,) = _ask(reader, lat=spot.lat, long=spot.lon, **exactly)["districts"]
    assert on_line == {
        "layer": "commission_districts",
        "key": "II",
        "name": "Commission District II",
        "on_the_line": True,
        "others": ["III"],
    }
    assert _ask(reader, q="Nowhere Road 5")["districts"] == []


def test_outside_the_city_is_an_answer_not_an_error(reader: TestClient) -> None:
    found = _ask(reader, lat=26.62, long=-80.06)
    assert found["kind"] in {"referred", "review", "no_place", "unlocated"}
    assert found["reason"]


def test_layers_count_from_the_day_they_are_in_force_and_were_known(reader: TestClient) -> None:
    before = _ask(reader, **STATE_ROAD, valid_on="2020-01-01")
    assert before["publications"].get("streets") is None
    assert before["valid_on"] == "2020-01-01"
    unknown = _ask(reader, **STATE_ROAD, known_at="2025-01-01T00:00:00Z")
    assert unknown["publications"] == {}


def test_each_day_and_what_was_known_when_has_its_own_answer(client: TestClient, office: Office) -> None:
    """Limits moved from Tuesday on, found wrong on Wednesday for all of the year, and known so since then."""
    place = beside_the_limit(office, 200).position
    assert place is not None
    told = {"monday": "2026-11-23T10:00:00Z", "tuesday": "2026-11-23T11:00:00Z"}
    moved = city_limits_moved(office, -600)
    in_force(office, moved, from_on=date(2026, 11, 24), now=datetime.fromisoformat(told["tuesday"]))

    def owner(**when: str) -> str:
        found = _ask(client, lat=place.lat, long=place.lon, accuracy_ft=1, service_code="missed_garbage", **when)
        return str(found["owner"]["slug"])

    city, county = "public-works", "swa"
    assert owner() == city
    assert owner(valid_on="2026-11-24") == county
    assert owner(valid_on="2026-11-24", known_at=told["monday"]) == city
    in_force(office, moved, from_on=date(2026, 6, 1), now=datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert owner() == county, "a correction for the past counts for today"
    assert owner(known_at=told["tuesday"]) == city, "but was not known before"
    assert owner(valid_on="2026-05-31") == city
    in_force(office, first_version(office), from_on=date(2026, 6, 1), now=datetime(2026, 11, 23, 13, tzinfo=UTC))
    assert (owner(), owner(valid_on="2026-11-24")) == (city, county), "each is undone only where it says so"
    assert owner(known_at="2026-11-23T12:30:00Z") == county
    in_force(office, first_version(office), from_on=date(2026, 11, 24), now=datetime(2026, 11, 23, 13, 30, tzinfo=UTC))
    assert owner(valid_on="2026-11-24") == city, "rolled back"


def test_asking_keeps_nothing(client: TestClient, database: Database) -> None:
    for _ in range(3):
        _ask(client, **CITY_STREET)
    for table in ("cas.service_request", "cas.place", "cas.event", "published.request"):
        assert count(database.owner, table) == 0


def test_the_answer_is_the_same_with_every_request_gone(client: TestClient) -> None:
    asked = [
        ("/api/v1/responsibility", {"service_code": "pothole", **STATE_ROAD}),
        ("/api/v1/geocode", {"q": "100 E Ocean Ave"}),
        ("/api/v1/reverse", CITY_STREET),
    ]
    before = [client.get(path, params=params).json() for path, params in asked]
    assert send_json(client, **STATE_ROAD).status_code == 201
    assert [client.get(path, params=params).json() for path, params in asked] == before


def test_geocode_answers_candidates_with_honest_radii(reader: TestClient) -> None:
    found = reader.get("/api/v1/geocode", params={"q": "100 E Ocean Ave"}).json()
    best = found["candidates"][0]
    assert set(best) == {
        *("label", "lat", "long", "score", "match_type", "error_radius_ft", "address_id", "segment_id", "side", "note")
    }
    assert (best["match_type"], best["score"]) == ("PointAddress", 100.0)
    assert best["error_radius_ft"] > 0
    again = reader.get(
        "/api/v1/responsibility", params={"service_code": "pothole", "address_id": best["address_id"]}
    ).json()
    assert again["places"][0]["label"] == best["label"]


def test_geocodejson_puts_longitude_first(reader: TestClient) -> None:
    answer = reader.get("/api/v1/geocode", params={"q": "100 E Ocean Ave", "format": "geocodejson"})
    assert answer.headers["content-type"] == "application/geo+json"
    document = answer.json()
    assert document["geocoding"]["version"] == "0.1.0"
    lon, lat = document["features"][0]["geometry"]["coordinates"]
    assert (int(lon), int(lat)) == (-80, 26)
    assert document["features"][0]["properties"]["geocoding"]["type"] == "house"


@pytest.mark.parametrize(
    "params", [{}, {"q": "x" * 201}, {"q": "100 E Ocean Ave", "limit": "0"}, {"q": "x", "format": "xml"}]
)
def test_geocode_says_what_would_be_right(reader: TestClient, params: dict[str, str]) -> None:
    assert reader.get("/api/v1/geocode", params=params).status_code == 400


def test_reverse_names_the_landmark_and_the_areas_that_hold_the_spot(reader: TestClient) -> None:
    answer = reader.get("/api/v1/reverse", params={"lat": 26.5278, "long": -80.0455}).json()
    assert answer["candidates"][0]["label"] == "Oceanfront Park"
    assert {"layer": "parks", "name": "Oceanfront Park"} in answer["areas"]
    assert "municipalities" in {area["layer"] for area in answer["areas"]}


def test_reverse_names_what_is_there_nearest_first(reader: TestClient) -> None:
    found = reader.get("/api/v1/reverse", params={"lat": 26.5265, "long": -80.0655}).json()["candidates"]
    assert "Ocean Ave & Seacrest Blvd" in [one["label"] for one in found[:2]]


def test_services_say_whether_they_need_a_place(reader: TestClient) -> None:
    found = reader.get("/api/v1/services").json()["services"]
    assert len(found) >= 25
    assert {one["location"] for one in found} == {"required", "optional", "none"}
    assert len({one["service_code"] for one in found}) == len(found)

"""The desk over the wire: who may come in, what they see, and the four verbs to the end of the line."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gis_cas.accounts.demonstration import ACCOUNTS, PASSWORD
from gis_cas.policy.tracking_number import grouped, new_number
from gis_cas.service_requests.locate import locate
from gis_cas.service_requests.office import Office
from tests.api.hands import OUTSIDE, STATE_ROAD, hidden, said, send_json
from tests.factories.accounts import an_account
from tests.factories.districts import beside_border
from tests.factories.misroutes import beside_the_limit
from tests.factories.publications import city_limits_moved, in_force
from tests.factories.service_requests import received, words
from tests.fakes.locators import DeadLocator, ListedLocator, candidate
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database


@pytest.fixture(autouse=True)
def accounts(database: Database) -> None:
    with database.app.begin() as conn:
        for one in ACCOUNTS:
            if one.login in {"admin", "utilities"}:
                an_account(conn, one.login, one.role, scope=one.scope, password=one.password)


def _sign_in(client: TestClient, login: str, password: str = PASSWORD, then: str = "/staff") -> str:
    csrf = hidden(client.get("/staff/login").text, "csrf")
    answer = client.post("/staff/login", data={"csrf": csrf, "login": login, "password": password, "next": then})
    assert answer.status_code == 303, said(answer.text)
    return str(answer.headers["location"])


@pytest.fixture
def admin(client: TestClient) -> TestClient:
    _sign_in(client, "admin")
    return client


@pytest.fixture
def utilities(app: FastAPI, client: TestClient) -> Iterator[TestClient]:  # noqa: ARG001 - the application runs in it
    other = TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False)
    _sign_in(other, "utilities")
    yield other
    other.close()


def _do(client: TestClient, number: str, verb: str, **fields: str) -> tuple[int, str]:
    csrf = hidden(client.get("/staff").text, "csrf")
    answer = client.post(f"/staff/requests/{number}/{verb}", data={"csrf": csrf, **fields})
    return answer.status_code, answer.headers.get("location", answer.text)


def test_nobody_comes_in_without_signing_in(client: TestClient) -> None:
    number = send_json(client).json()["number"]
    for path in ("/staff", f"/staff/requests/{number}"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/staff/login")
    assert client.post(f"/staff/requests/{number}/close").status_code in {303, 403, 415}
    assert client.get(f"/api/v1/requests/{number}").json()["status"] == "open"


def test_a_wrong_password_and_a_wrong_name_get_the_same_sentence(client: TestClient) -> None:
    told = set()
    for login, typed in (("admin", "wrong"), ("nobody", PASSWORD), ("'; --", "x")):
        csrf = hidden(client.get("/staff/login").text, "csrf")
        answer = client.post("/staff/login", data={"csrf": csrf, "login": login, "password": typed})
        assert answer.status_code == 403
        assert f'value="{typed}"' not in answer.text
        told.add(re.findall(r'role="alert">(.*?)<', answer.text)[0])
    assert len(told) == 1


def test_the_demonstration_shows_its_accounts_on_the_login(client: TestClient) -> None:
    page = client.get("/staff/login").text
    assert "<code>admin</code>" in page
    assert f">{PASSWORD}</code>" in page


def test_outside_a_demonstration_no_demo_account_comes_in(client: TestClient, app: FastAPI) -> None:
    app.state.wiring.demo = False
    page = client.get("/staff/login").text
    assert PASSWORD not in page
    answer = client.post("/staff/login", data={"csrf": hidden(page, "csrf"), "login": "admin", "password": PASSWORD})
    assert answer.status_code == 403


@pytest.mark.parametrize("then", ["https://example.org/", "//example.org", "/\\example.org", "/report", "/staff/login"])
def test_signing_in_never_leads_away_from_the_desk(client: TestClient, then: str) -> None:
    assert _sign_in(client, "admin", then=then) == "/staff"


def test_the_session_cookie_is_out_of_reach_and_ends_with_signing_out(admin: TestClient) -> None:
    csrf = hidden(admin.get("/staff").text, "csrf")
    assert admin.post("/staff/logout", data={"csrf": "made up"}).status_code == 403
    assert admin.get("/staff").status_code == 200
    out = admin.post("/staff/logout", data={"csrf": csrf})
    assert out.headers["location"] == "/staff/login"
    assert admin.get("/staff").status_code == 303


def test_a_session_cookie_of_another_making_is_refused(client: TestClient) -> None:
    client.cookies.set("gis_cas_session", "eyJhY2NvdW50IjoxfQ.aaaa.bbbb")
    assert client.get("/staff").status_code == 303


def test_a_form_from_another_site_does_nothing(admin: TestClient) -> None:
    number = send_json(admin).json()["number"]
    answer = admin.post(f"/staff/requests/{number}/reassign", data={"owner": "department:utilities", "reason": "x"})
    assert answer.status_code == 403
    assert "lain open" in said(answer.text)
    assert admin.get(f"/api/v1/requests/{number}").json()["owner"]["slug"] == "public-works"


def test_the_list_has_the_earliest_due_first_and_finds_what_is_searched(
    admin: TestClient, web_clock: FixedClock
) -> None:
    first = send_json(admin).json()["number"]
    web_clock.advance(hours=5)
    second = send_json(admin, **STATE_ROAD).json()["number"]
    _sign_in(admin, "admin")
    page = admin.get("/staff").text
    shown = re.findall(r"/staff/requests/(\d{9})", page)
    assert shown == [first, second]
    assert re.findall(r"/staff/requests/(\d{9})", admin.get("/staff", params={"q": second}).text) == [second]
    assert admin.get("/staff", params={"queue": "nonsense"}).status_code == 400
    web_clock.advance(hours=70)
    _sign_in(admin, "admin")
    late = admin.get("/staff", params={"queue": "overdue"}).text
    assert re.findall(r"/staff/requests/(\d{9})", late) == [first]


def test_a_department_sees_and_does_its_own_only(admin: TestClient, utilities: TestClient) -> None:
    number = send_json(admin).json()["number"]
    assert number not in utilities.get("/staff").text
    assert f"/staff/requests/{number}" not in utilities.get("/staff", params={"q": number}).text
    refused = utilities.get(f"/staff/requests/{number}")
    assert refused.status_code == 404
    nobodys = new_number(lambda _: 12_345_678)
    unheard_of = utilities.get(f"/staff/requests/{nobodys}")
    assert said(refused.text).replace(grouped(number), "") == said(unheard_of.text).replace(grouped(nobodys), "")
    assert _do(utilities, number, "answer", channel="posted", text="Hello")[0] == 404
    status, _ = _do(admin, number, "reassign", owner="department:utilities", reason="A water main lies under it.")
    assert status == 303
    assert utilities.get(f"/staff/requests/{number}").status_code == 200
    assert _do(utilities, number, "reassign", owner="department:public-works", reason="Not ours.") == (303, "/staff")


def test_the_desk_shows_everything_about_one_request(admin: TestClient) -> None:
    person = {"name": "A. Resident", "phone": "561-555-0100"}
    number = send_json(admin, requester=person, description="<b>Deep</b> hole").json()["number"]
    page = admin.get(f"/staff/requests/{number}")
    assert page.headers["cache-control"] == "no-store"
    text = said(page.text)
    for word in ("A. Resident", "561-555-0100", "Public Works", "City street"):
        assert word in text
    assert "&lt;b&gt;Deep&lt;/b&gt; hole" in page.text


@pytest.mark.parametrize(
    ("feet", "accuracy_ft", "shown"),
    [
        (5, 1, "Commission District II, on the line to III"),
        (-5, 1, "Commission District II, on the line to III"),
        (60, 100, r"Commission District (II, perhaps III|III, perhaps II)"),
        (600, 1, r"Commission District III?"),
    ],
)
def test_the_desk_shows_the_district_and_whether_it_is_on_the_line(
    admin: TestClient, office: Office, feet: float, accuracy_ft: int, shown: str
) -> None:
    spot = beside_border(office.projection, "II", "III", part=0.5, feet=feet)
    number = send_json(admin, lat=spot.lat, long=spot.lon, accuracy_ft=accuracy_ft).json()["number"]
    page = admin.get(f"/staff/requests/{number}").text
    assert re.search(rf"<dt>District</dt><dd>{shown}</dd>", page)


def test_without_a_district_the_desk_shows_none(admin: TestClient) -> None:
    number = send_json(admin, lat=26.528, long=-80.02, service_code="litter").json()["number"]
    assert "<dt>District</dt>" not in admin.get(f"/staff/requests/{number}").text


def test_the_line_ends(admin: TestClient, web_clock: FixedClock) -> None:
    number = send_json(admin, requester={"email": "a@example.org"}).json()["number"]
    assert _do(admin, number, "close", text="")[0] == 409
    web_clock.advance(hours=80)
    _sign_in(admin, "admin")
    assert admin.get(f"/api/v1/requests/{number}").json()["state"] == "past"
    status, _ = _do(admin, number, "answer", channel="email", text="A crew comes on Friday.")
    assert status == 303
    assert admin.get(f"/api/v1/requests/{number}").json()["state"] == "answered"
    status, place = _do(admin, number, "resolve", text="The hole is filled.", completed_on="2026-11-26", code="done")
    assert (status, place) == (303, f"/staff/requests/{number}?done=resolve")
    assert admin.get(f"/api/v1/requests/{number}").json()["state"] == "fresh"
    assert _do(admin, number, "close", text="")[0] == 409
    _do(admin, number, "answer", channel="email", text="It is filled.")
    assert _do(admin, number, "close", text="")[0] == 303
    shown = admin.get(f"/api/v1/requests/{number}").json()
    assert (shown["status"], shown["state"]) == ("closed", "closed")
    assert _do(admin, number, "answer", channel="email", text="Again")[0] == 409
    history = said(admin.get(f"/staff/requests/{number}").text)
    assert "A crew comes on Friday." in history
    assert "A crew comes on Friday." not in admin.get(f"/requests/{number}").text


@pytest.mark.parametrize(
    ("verb", "fields", "sentence"),
    [
        ("answer", {"text": "Hello"}, "choose how"),
        ("answer", {"channel": "email", "text": ""}, "write what the person is told"),
        ("answer", {"channel": "email", "text": "Hello"}, "no e-mail address"),
        ("answer", {"channel": "smoke", "text": "Hello"}, "must be one of"),
        ("reassign", {"owner": "department:utilities", "reason": ""}, "say why"),
        ("reassign", {"owner": "", "reason": "x"}, "choose whose"),
        ("reassign", {"owner": "department:dragons", "reason": "x"}, "Choose a department"),
        ("reassign", {"owner": "department:public-works", "reason": "x"}, "already"),
        ("resolve", {"text": ""}, "what was done"),
        ("close", {"text": ""}, "still owed"),
    ],
)
def test_a_verb_that_cannot_be_done_says_why_and_keeps_what_was_typed(
    admin: TestClient, verb: str, fields: dict[str, str], sentence: str
) -> None:
    number = send_json(admin).json()["number"]
    status, page = _do(admin, number, verb, **fields)
    assert status in {400, 409}
    assert sentence in said(page)
    for name in ("text", "reason"):
        assert fields.get(name, "") in page


def test_hostile_words_at_the_desk_stay_words(admin: TestClient) -> None:
    number = send_json(admin).json()["number"]
    hostile = "<script>document.title='x'</script>'; DELETE FROM cas.event; --"
    assert _do(admin, number, "answer", channel="posted", text=hostile)[0] == 303
    for path in (f"/staff/requests/{number}", f"/requests/{number}"):
        page = admin.get(path).text
        assert "<script>document" not in page
        assert "DELETE FROM cas.event" in page


def test_where_the_day_of_receipt_would_have_said_otherwise_both_days_are_shown(
    client: TestClient, office: Office, web_clock: FixedClock
) -> None:
    place = beside_the_limit(office, 200)
    dead = replace(office, locator=DeadLocator(RuntimeError("down")))
    number = received(dead, now=web_clock.now, place=words("x"), service_code="missed_garbage").number
    in_force(office, city_limits_moved(office, -600), from_on=date(2026, 11, 24), now=web_clock.advance(hours=1))
    web_clock.advance(hours=23)
    assert place.position is not None
    found = ListedLocator({"x": [candidate("A house", place.position.lon, place.position.lat)]})
    locate(replace(office, locator=found), number, now=web_clock.now)
    _sign_in(client, "admin")
    page = " ".join(said(client.get(f"/staff/requests/{number}").text).split())
    assert "Solid Waste Authority" in page
    assert "Decided with the map and the rules of 24 Nov." in page
    assert "On 23 Nov, when it came in, it would have gone to Public Works" in page

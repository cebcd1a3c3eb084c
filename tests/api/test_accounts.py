"""The pages about accounts over the wire: make, grant, lock, end, and one's own password and sessions."""

import re
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gis_cas.policy.access import Role
from tests.api.hands import OUTSIDE, hidden, said
from tests.factories.accounts import PASSWORD, an_account
from tests.fixtures.clock import FixedClock
from tests.fixtures.database import Database

OWN = "four words of my own"
Enter = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def people(database: Database) -> dict[str, int]:
    with database.app.begin() as conn:
        return {
            "admin": an_account(conn, "admin", Role.ADMINISTRATOR),
            "its": an_account(conn, "its", Role.ITS_ADMIN),
            "ann": an_account(conn, "ann", Role.INTAKE_CLERK),
        }


@pytest.fixture
def enter(app: FastAPI, client: TestClient) -> Enter:  # noqa: ARG001 - the application runs in it
    def entered(login: str, password: str = PASSWORD) -> TestClient:
        own = TestClient(app, follow_redirects=False, client=OUTSIDE, raise_server_exceptions=False)
        csrf = hidden(own.get("/staff/login").text, "csrf")
        answer = own.post("/staff/login", data={"csrf": csrf, "login": login, "password": password})
        assert answer.status_code == 303, said(answer.text)
        own.headers["x-first-page"] = answer.headers["location"]
        return own

    return entered


def _send(client: TestClient, path: str, **fields: str) -> httpx.Response:
    csrf = hidden(client.get("/staff/account").text, "csrf")
    answer: httpx.Response = client.post(path, data={"csrf": csrf, **fields})
    return answer


def test_everybody_begins_where_their_work_is(enter: Enter) -> None:
    first = {login: enter(login).headers["x-first-page"] for login in ("admin", "its", "ann")}
    assert first == {"admin": "/staff", "its": "/staff/accounts", "ann": "/staff"}


def test_a_new_account_chooses_its_own_password_before_anything_opens(enter: Enter) -> None:
    made = _send(enter("its"), "/staff/accounts", title="Ben, Utilities", login="Ben.Lee", email="ben@example.org")
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    found = re.search(r"<code>([a-z0-9-]{19})</code>", made.text)
    assert found is not None
    first = found.group(1)
    number = re.search(r"/staff/accounts/(\d+)/lock", made.text)
    assert number is not None
    granted = _send(enter("admin"), f"/staff/accounts/{number.group(1)}/grants", role="intake_clerk")
    assert granted.status_code == 303

    ben = enter("ben.lee", first)
    assert ben.headers["x-first-page"] == "/staff/account"
    assert (ben.get("/staff").status_code, ben.get("/staff").headers["location"]) == (303, "/staff/account")
    assert "choose one of your own" in said(ben.get("/staff/account").text)
    changed = _send(ben, "/staff/account/password", present=first, new=OWN, again=OWN)
    assert changed.headers["location"] == "/staff/account?done=password"
    assert ben.get("/staff").status_code == 200
    assert first not in enter("its").get(f"/staff/accounts/{number.group(1)}").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": "", "login": "ben"}, "say who this is"),
        ({"title": "Ben", "login": "two words"}, "letters, digits"),
        ({"title": "Ben", "login": "ann"}, "belongs to another account"),
        ({"title": "Ben", "login": "ben", "email": "nowhere"}, "looks like first.last@"),
        ({"title": "x" * 300, "login": "ben"}, "up to 200 characters"),
    ],
)
def test_an_account_that_cannot_be_made_says_why_and_keeps_what_was_typed(
    enter: Enter, fields: dict[str, str], sentence: str
) -> None:
    answer = _send(enter("its"), "/staff/accounts", **fields)
    assert answer.status_code == 400
    assert sentence in said(answer.text)
    assert f'value="{fields["login"]}"' in answer.text


def test_a_grant_opens_and_its_end_shuts_at_the_next_request(
    enter: Enter, people: dict[str, int], web_clock: FixedClock
) -> None:
    admin, ann = enter("admin"), enter("ann")
    page = f"/staff/accounts/{people['ann']}"
    assert ann.get("/staff/accounts").status_code == 403
    assert _send(admin, f"{page}/grants", role="its_admin", from_on="2026-11-24").status_code == 303
    assert ann.get("/staff/accounts").status_code == 403, "it begins tomorrow"
    web_clock.advance(hours=14)
    admin, ann = enter("admin"), enter("ann")
    assert ann.get("/staff/accounts").status_code == 200
    grant = re.findall(rf"{page}/grants/(\d+)/end", admin.get(page).text)[0]
    assert _send(admin, f"{page}/grants/{grant}/end").status_code == 303
    assert ann.get("/staff/accounts").status_code == 403
    assert "ITS administrator ended" in said(admin.get(page).text)


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"role": ""}, 400, "choose a role"),
        ({"role": "king"}, 400, "must be one of"),
        ({"role": "anonymous"}, 400, "must be one of"),
        ({"role": "director"}, 400, "choose the department"),
        ({"role": "director", "scope": "department:dragons"}, 400, "choose the department"),
        ({"role": "administrator"}, 400, "one at a time"),
        ({"role": "its_admin", "from_on": "tomorrow"}, 400, "must be a day"),
        ({"role": "its_admin", "until_on": "2020-01-01"}, 400, "before the first"),
    ],
)
def test_a_grant_that_cannot_be_says_why(
    enter: Enter, people: dict[str, int], fields: dict[str, str], status: int, sentence: str
) -> None:
    answer = _send(enter("admin"), f"/staff/accounts/{people['ann']}/grants", **fields)
    assert answer.status_code == status
    assert sentence in said(answer.text)
    assert '<details class="more" open>' in answer.text


def test_r4_the_administrator_cannot_be_ended_but_handed_over(enter: Enter, people: dict[str, int]) -> None:
    admin, page = enter("admin"), f"/staff/accounts/{people['admin']}"
    grant = re.findall(rf"{page}/grants/(\d+)/end", admin.get(page).text)[0]
    refused = _send(admin, f"{page}/grants/{grant}/end")
    assert (refused.status_code, "must always be" in said(refused.text)) == (409, True)
    given = _send(admin, f"/staff/accounts/{people['ann']}/grants", role="administrator", hand_over="1")
    assert given.status_code == 303
    assert admin.get("/staff/accounts").status_code == 403
    assert enter("ann").get("/staff/accounts").status_code == 200


def test_locking_ends_the_session_at_once_and_unlocking_lets_in(enter: Enter, people: dict[str, int]) -> None:
    its, ann, page = enter("its"), enter("ann"), f"/staff/accounts/{people['ann']}"
    assert _send(its, f"{page}/lock").status_code == 303
    assert ann.get("/staff").status_code == 303
    assert "Locked" in said(its.get(page).text)
    assert _send(its, f"{page}/lock").status_code == 409
    assert _send(its, f"{page}/unlock").status_code == 303
    assert enter("ann").get("/staff").status_code == 200
    own = _send(its, f"/staff/accounts/{people['its']}/lock")
    assert (own.status_code, "their own account" in said(own.text)) == (409, True)


def test_its_has_no_forms_for_roles(enter: Enter, people: dict[str, int]) -> None:
    page = enter("its").get(f"/staff/accounts/{people['ann']}").text
    assert "/grants" not in page
    assert "granted by the CAS administrator" in said(page)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"present": "wrong", "new": OWN, "again": OWN}, "not your present password"),
        ({"present": PASSWORD, "new": OWN, "again": "other"}, "not the same"),
        ({"present": PASSWORD, "new": "short", "again": "short"}, "12 to 200 characters"),
        ({"present": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "is your present password"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(enter: Enter, typed: dict[str, str], sentence: str) -> None:
    answer = _send(enter("ann"), "/staff/account/password", **typed)
    assert answer.status_code == 400
    assert sentence in said(answer.text)
    assert OWN not in answer.text


def test_a_new_password_ends_every_other_session(enter: Enter) -> None:
    here, there = enter("ann"), enter("ann")
    assert _send(here, "/staff/account/password", present=PASSWORD, new=OWN, again=OWN).status_code == 303
    assert here.get("/staff").status_code == 200
    assert there.get("/staff").status_code == 303
    assert enter("ann", OWN).get("/staff").status_code == 200


def test_one_signs_out_everywhere_else(enter: Enter) -> None:
    here, there = enter("ann"), enter("ann")
    assert len(re.findall(r'<li class="grant"', here.get("/staff/account").text)) == 2
    assert _send(here, "/staff/account/sessions/end").status_code == 303
    assert there.get("/staff").status_code == 303
    assert "signed in nowhere else" in said(here.get("/staff/account").text)


def test_nobody_found_and_nothing_there_are_sentences(enter: Enter) -> None:
    its = enter("its")
    assert "Nobody is on file for" in said(its.get("/staff/accounts", params={"q": "zzz"}).text)
    assert its.get("/staff/accounts/999999").status_code == 404
    for path in ("/staff/accounts/x", "/staff/accounts/99999999999999999999", "/staff/accounts?page=x"):
        assert its.get(path).status_code == 400

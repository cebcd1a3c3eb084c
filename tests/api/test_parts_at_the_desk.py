"""R13: who else has a part in a request, in plain words at the desk and under its number; each with its own verbs."""

import pytest
from fastapi.testclient import TestClient

from gis_cas.policy.access import Role
from gis_cas.service_requests.office import Office
from tests.api.hands import STATE_ROAD, said, send_json
from tests.api.test_put_right import press, sign_in
from tests.factories.splits import FDOT, HELPER, part_of, with_helper
from tests.fixtures.clock import MONDAY_MORNING
from tests.fixtures.database import Database

STATE = "Florida Department of Transportation"
WRITE, DONE, NOT_THEIRS = "Write about it", "This part is done", "Not their part"


@pytest.fixture
def leak(client: TestClient) -> str:
    asker = {"name": "A. Resident", "email": "resident@example.org"}
    number: str = send_json(client, service_code="water_leak", requester=asker, **STATE_ROAD).json()["number"]
    return number


def desk(client: TestClient, number: str) -> str:
    return said(client.get(f"/staff/requests/{number}").text)


def test_the_number_says_who_else_has_a_part_and_when_it_was_written_about(
    client: TestClient, database: Database, office: Office, leak: str
) -> None:
    public = said(client.get(f"/requests/{leak}").text)
    assert STATE in public
    assert "Part of this is theirs. We will write about it." in public
    (part,) = client.get(f"/api/v1/requests/{leak}").json()["parts"]
    assert (part["slug"], part["type"], part["state"]) == (FDOT, "agency", "open")
    sign_in(client, database, Role.STAFF, "utilities")
    page = desk(client, leak)
    assert "Whoever asked has to be written to about it." in page
    assert WRITE in page
    assert DONE not in page
    path = f"parts/{part_of(office, leak).id}/refer"
    assert press(client, leak, path, text="", channel="letter")[0] == 400
    assert press(client, leak, path, text="The road is the State's.", channel="email") == (
        303,
        f"/staff/requests/{leak}?done=refer",
    )
    page = said(client.get(f"/staff/requests/{leak}?done=refer").text)
    assert "Done and noted." in page
    assert "Whoever asked was written to about it." in page
    assert "Written about a part of it (by e-mail)" in page
    assert WRITE not in page
    assert "Part of this is theirs. We have written about it." in said(client.get(f"/requests/{leak}").text)


def test_what_cannot_be_used_comes_back_in_its_part(
    client: TestClient, database: Database, office: Office, leak: str
) -> None:
    sign_in(client, database, Role.STAFF, "utilities")
    path = f"parts/{part_of(office, leak).id}"
    status, page = press(client, leak, f"{path}/not-ours", owner="department:utilities", reason="Ours.")
    assert status == 400
    assert "has this request, or a part of it, already" in said(page)
    status, page = press(client, leak, f"{path}/refer", channel="phone", text="Called.")
    assert status == 400
    for wrong in ("parts/0/refer", "parts/x/refer", "parts/999999/done", f"parts/{'9' * 30}/refer"):
        assert press(client, leak, wrong, channel="letter", text="Hello.")[0] == 404
    assert press(client, leak, f"{path}/done", text="Done.")[0] == 409


def test_a_helper_sees_the_request_on_its_desk_and_says_that_its_part_is_done(
    client: TestClient, database: Database, office: Office
) -> None:
    number, helper = with_helper(office, now=MONDAY_MORNING)
    sign_in(client, database, Role.STAFF, HELPER)
    listed = said(client.get("/staff").text)
    assert f"with {STATE}" in listed
    assert DONE in desk(client, number)
    assert press(client, number, f"parts/{helper.id}/done", text="Patched.")[0] == 303
    page = desk(client, number)
    assert "They have done their part." in page
    assert "Outcome · Public Works" in page
    assert "They have done their part." in said(client.get(f"/requests/{number}").text)
    assert press(client, number, f"parts/{helper.id}/not-ours", owner="", reason="No.")[0] == 409


def test_a_part_that_is_nobodys_is_gone_and_the_helper_no_longer_sees_the_request(
    client: TestClient, database: Database, office: Office
) -> None:
    number, helper = with_helper(office, now=MONDAY_MORNING)
    sign_in(client, database, Role.CREW, HELPER)
    assert NOT_THEIRS in desk(client, number)
    path = f"parts/{helper.id}/not-ours"
    assert press(client, number, path, owner="nobody", reason="No pavement.") == (303, "/staff")
    assert client.get(f"/staff/requests/{number}").status_code == 404
    timeline = said(client.get(f"/requests/{number}").text)
    assert "A part of it was nobody's" in timeline
    assert "No pavement." not in timeline

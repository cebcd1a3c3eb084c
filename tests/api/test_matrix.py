"""R4, R5, R25, R43, R49, R53: every address as every role, as docs/roles.md writes it down."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from starlette.responses import PlainTextResponse

from gis_cas.api.doors import OPEN, doors, refuse_unnamed
from gis_cas.policy.access import EVERYBODY, MATRIX, Door, Role, scope_kind
from tests.api.conftest import NOW
from tests.api.hands import send_json
from tests.api.walk import WITHOUT_SESSION, Walk, written_matrix, written_roles
from tests.factories.accounts import an_account
from tests.factories.files import sent
from tests.factories.pictures import photo
from tests.fixtures.database import Database

SEES_EVERYTHING = {
    *(Role.ADMINISTRATOR, Role.DEPUTY_ADMINISTRATOR, Role.CITY_MANAGER, Role.INTAKE_CLERK, Role.RECORDS_CLERK)
}
OF_PUBLIC_WORKS = {Role.DIRECTOR, Role.DELEGATE, Role.STAFF, Role.CREW, Role.DISPATCHER}
OF_THE_MAYOR = {Role.COMMISSIONER, Role.COMMISSIONER_AIDE}
THE_INSPECTORS = {Role.INSPECTOR, Role.DIRECTOR, Role.DELEGATE}
SAMPLES = {
    "address": "0" * 64,
    "z": "12",
    "x": "1135",
    "y": "1742",
    "message_id": "1",
    "verb": "again",
    "name": "receipt",
    "language": "es",
    "client_id": "1",
    "gap_id": "1",
    "correction_id": "1",
    "key_id": "1",
}


@pytest.fixture
def walk(app: FastAPI, client: TestClient, database: Database) -> Walk:
    """Every role in an account of its own: of Public Works, of the mayor's seat, or of the city."""
    client._transport.client = ("127.0.0.1", 40000)  # noqa: SLF001 - nobody counts posts
    with database.app.begin() as conn:
        accounts = {
            role: an_account(conn, f"role-{role.value}".replace("_", "-"), role) for role in set(Role) - WITHOUT_SESSION
        }
        sample = an_account(conn, "sample")
    number = send_json(client).json()["number"]
    wired = app.state.wiring
    (file,) = sent(wired.office, wired.cabinet, number, photo(), now=NOW)
    samples = {**SAMPLES, "number": number, "attachment_id": str(file.id)} | {
        "account_id": str(sample),
        "part_id": "1",
        "grant_id": "999999",
    }
    return Walk(app=app, client=client, now=NOW, samples=samples, accounts=accounts)


def test_every_address_as_every_role(walk: Walk) -> None:
    addresses = [address for address, _ in doors(walk.app)]
    assert len(addresses) >= 30
    assert walk.faults(sees=SEES_EVERYTHING | OF_PUBLIC_WORKS) == []


WHOSE = (
    ("utilities", None, SEES_EVERYTHING),
    ("public-works-inspector", None, SEES_EVERYTHING | THE_INSPECTORS),
    ("public-works", "mayor", SEES_EVERYTHING | OF_PUBLIC_WORKS | OF_THE_MAYOR),
    ("utilities", "mayor", SEES_EVERYTHING | OF_THE_MAYOR),
    ("utilities", "district-1", SEES_EVERYTHING),
    ("city-manager", "district-1", SEES_EVERYTHING),
)
"""On which desk, submitted by which seat, and who sees it."""


def test_who_sees_which_request(walk: Walk, database: Database) -> None:
    number = walk.samples["number"]
    for desk, seat, sees in WHOSE:
        with database.app.begin() as conn:
            conn.execute(
                text("UPDATE cas.service_request SET owner_slug = :desk, seat = :seat"), {"desk": desk, "seat": seat}
            )
        assert walk.faults(sees=sees, only="GET /staff/requests/{number}") == [], desk
        for role in sorted(walk.accounts):
            found = f"/staff/requests/{number}" in walk.ask(f"GET /staff?q={number}", role).text
            assert found == (role in sees), (role, desk, seat)
    assert walk.faults(sees=sees, only="POST /staff/requests/{number}") == []


def test_an_address_that_the_matrix_does_not_name_is_found(walk: Walk) -> None:
    walk.app.add_api_route("/staff/secret", lambda: PlainTextResponse("open"))
    assert walk.faults(sees=set(), only="/staff/secret") == ["GET /staff/secret: the matrix does not name it"]
    with pytest.raises(RuntimeError, match="or both: GET /staff/secret"):
        refuse_unnamed(walk.app)


def test_an_address_that_is_wrongly_open_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.app.add_api_route("/staff/secret", lambda: PlainTextResponse("open"))
    wrong = {**OPEN, Door.GRANTS: frozenset({"GET /staff/secret"})}
    monkeypatch.setattr("gis_cas.api.doors.OPEN", wrong)
    found = walk.faults(sees=set(), only="/staff/secret")
    assert len(found) == len(Role) - 1, "everybody but the administrator"
    assert all("where it is not theirs" in fault for fault in found)


def test_a_door_that_is_shut_on_who_may_is_found(walk: Walk) -> None:
    with walk.app.state.wiring.engine.begin() as conn:
        conn.execute(text("UPDATE cas.account_grant SET ended_at = now(), ended_by = 'test' WHERE role = 'staff'"))
    found = walk.faults(sees=SEES_EVERYTHING | OF_PUBLIC_WORKS, only="/answer")
    assert found == ["POST /staff/requests/{number}/answer as staff: 403 , where it is theirs"]


def test_the_written_matrix_is_the_codes() -> None:
    coded = {door.value: (frozenset(entry.roles), entry.clauses) for door, entry in MATRIX.items()}
    assert written_matrix() == coded


def test_the_written_roles_are_the_codes() -> None:
    held = {role: held for role, (_, held, _) in written_roles().items()}
    assert set(held) == {role.value for role in Role}
    for role in set(Role) - {Role.ANONYMOUS}:
        kind = scope_kind(role)
        assert held[role.value] == (kind.value if kind else "the city")


def test_what_asks_nobody_is_for_everybody() -> None:
    for door in OPEN:
        assert MATRIX[door].roles == EVERYBODY

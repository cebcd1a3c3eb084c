"""`gis-cas admin`: accounts and roles, typed at a command line against a server of one's own."""

import pytest
from sqlalchemy import text

from gis_cas.accounts.authenticate import authenticate
from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.commands.made import utc_now
from gis_cas.errors import NotAllowed
from gis_cas.policy.access import Role
from gis_cas.store.city import load_city
from gis_cas.store.grants import standing
from tests.factories.accounts import an_account
from tests.fixtures.command_line import typed
from tests.fixtures.database import Database

PASSWORD = "a password of my own"  # noqa: S105 - an account of this test


def held(database: Database, login: str) -> list[tuple[str, str | None]]:
    """What the account holds on the city's present day."""
    with database.app.connect() as conn:
        city = load_city(conn)
        assert city is not None
        account_id = conn.execute(text("SELECT id FROM cas.account WHERE login = :l"), {"l": login}).scalar_one()
        today = utc_now().astimezone(city.time_zone).date()
        return [(row.role, row.scope) for row in standing(conn, account_id, on=today)]


def test_an_administrator_is_made_with_a_password_from_standard_input(database: Database) -> None:
    made = typed(database, "admin", "create", "first.last", said=f"{PASSWORD}\n")
    assert made.returncode == 0, made.stderr
    assert "a password" not in made.stdout
    with database.app.connect() as conn:
        authenticate(conn, "first.last", PASSWORD, demo=False)
    assert held(database, "first.last") == [("administrator", None)]
    again = typed(database, "admin", "create", "first.last", said=f"{PASSWORD}\n")
    assert again.returncode == 1
    assert "belongs to another account" in again.stderr
    second = typed(database, "admin", "create", "second", said=f"{PASSWORD}\n")
    assert second.returncode == 1
    assert "one at a time" in second.stderr
    short = typed(database, "admin", "create", "other", said="short\n")
    assert short.returncode == 1
    assert "12" in short.stderr


def test_a_role_is_granted_for_a_department_and_handed_over(database: Database) -> None:
    with database.app.begin() as conn:
        an_account(conn, "ann", Role.DIRECTOR, demo=False)
        an_account(conn, "ben", demo=False)
    refused = typed(database, "admin", "grant", "ben", "director", "--for", "public-works")
    assert refused.returncode == 1
    assert "another Director" in refused.stderr
    assert held(database, "ben") == []
    over = typed(database, "admin", "grant", "ben", "director", "--for", "public-works", "--hand-over")
    assert over.returncode == 0, over.stderr
    assert over.stdout == "ben is director from today on.\n"
    assert held(database, "ben") == [("director", "public-works")]
    assert held(database, "ann") == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nobody", "staff", "--for", "public-works"), "There is no account nobody"),
        (("ann", "director"), "department"),
        (("ann", "director", "--for", "dragons"), "choose the department"),
    ],
)
def test_what_cannot_be_granted_is_a_sentence(database: Database, words: tuple[str, ...], sentence: str) -> None:
    with database.app.begin() as conn:
        an_account(conn, "ann", demo=False)
    answer = typed(database, "admin", "grant", *words)
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert held(database, "ann") == []


def test_every_account_is_listed_with_what_it_holds_today(database: Database) -> None:
    with database.app.begin() as conn:
        an_account(conn, "ann", Role.DIRECTOR, demo=False)
        for number in range(60):
            new = NewAccount(login=f"person-{number:02}", title="Somebody", password=None)
            create_account(conn, new, by="test", now=utc_now())
    assert typed(database, "admin", "lock", "person-07").returncode == 0
    listed = typed(database, "admin", "list")
    assert listed.returncode == 0, listed.stderr
    lines = {line.split()[0]: line for line in listed.stdout.splitlines()}
    assert {"ann", *(f"person-{number:02}" for number in range(60))} <= set(lines)
    assert "director (public-works)" in lines["ann"]
    assert lines["person-07"].endswith("no role  LOCKED")
    assert lines["person-08"].endswith("no role")


def test_a_locked_account_lets_nobody_in_until_it_is_unlocked(database: Database) -> None:
    with database.app.begin() as conn:
        an_account(conn, "ann", Role.INTAKE_CLERK, password=PASSWORD, demo=False)
    locked = typed(database, "admin", "lock", "ANN ")
    assert locked.returncode == 0, locked.stderr
    with database.app.begin() as conn, pytest.raises(NotAllowed):
        authenticate(conn, "ann", PASSWORD, demo=False)
    assert typed(database, "admin", "unlock", "ann").returncode == 0
    with database.app.begin() as conn:
        authenticate(conn, "ann", PASSWORD, demo=False)
    nobody = typed(database, "admin", "lock", "nobody")
    assert nobody.returncode == 1
    assert "gis-cas admin list" in nobody.stderr

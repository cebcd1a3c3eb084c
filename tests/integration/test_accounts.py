"""Who may come in, and that a demonstration's accounts stay in demonstrations."""

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Connection, text

from gis_cas.accounts.authenticate import WRONG, authenticate
from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.demonstration import create_demo_accounts
from gis_cas.errors import BadInput, NotAllowed
from gis_cas.policy.access import PEOPLE
from gis_cas.store.accounts import by_login, change
from gis_cas.store.city import load_city, load_directory
from tests.factories.accounts import an_account

PASSWORD = "a long enough password"  # noqa: S105 - a test's own
NOW = datetime(2026, 11, 23, 14, tzinfo=UTC)


@pytest.fixture
def clerk(connection: Connection) -> Connection:
    an_account(connection, "Ann.Clerk", password=PASSWORD, demo=False)
    return connection


def test_the_right_password_opens_and_only_its_hash_is_kept(clerk: Connection) -> None:
    account_id = authenticate(clerk, "  ann.clerk ", PASSWORD)
    row = by_login(clerk, "ann.clerk")
    assert row is not None
    assert row.id == account_id
    assert row.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("login", "password"),
    [("ann.clerk", "wrong"), ("nobody", PASSWORD), ("", ""), ("a\x00b", PASSWORD), ("ann.clerk", "x" * 100_000)],
)
def test_whatever_is_wrong_the_answer_is_the_same(clerk: Connection, login: str, password: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        authenticate(clerk, login, password)
    assert refused.value.message == WRONG


def test_a_locked_account_stays_out(clerk: Connection) -> None:
    authenticate(clerk, "ann.clerk", PASSWORD)
    clerk.execute(text("UPDATE cas.account SET locked_at = now()"))
    with pytest.raises(NotAllowed):
        authenticate(clerk, "ann.clerk", PASSWORD)


def test_an_account_without_a_password_does_not_come_in_by_one(connection: Connection) -> None:
    create_account(connection, NewAccount(login="ann", title="Ann", password=None), by="test", now=NOW)
    for typed in ("", "nobody has this password", PASSWORD):
        with pytest.raises(NotAllowed):
            authenticate(connection, "ann", typed)


def test_an_old_hash_is_made_anew_at_the_next_sign_in(clerk: Connection) -> None:
    account_id = authenticate(clerk, "ann.clerk", PASSWORD)
    change(clerk, account_id, password_hash=PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD))
    authenticate(clerk, "ann.clerk", PASSWORD)
    row = by_login(clerk, "ann.clerk")
    assert row is not None
    assert "m=19456" in row.password_hash
    assert authenticate(clerk, "ann.clerk", PASSWORD) == account_id


def test_a_demonstration_account_opens_nothing_outside_a_demonstration(connection: Connection) -> None:
    city, directory = load_city(connection), load_directory(connection)
    assert city is not None
    made = create_demo_accounts(connection, city, directory, now=NOW)
    assert {one.role for one in made} == PEOPLE, "one for every role"
    assert create_demo_accounts(connection, city, directory, now=NOW) == ()
    for account in made[:2]:
        assert authenticate(connection, account.login, account.password, demo=True)
        with pytest.raises(NotAllowed):
            authenticate(connection, account.login, account.password, demo=False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "short"}, "password"),
        ({"password": "aaaaaaaaaaaaaaa"}, "password"),
        ({"password": "my-name-is-other"}, "password"),
        ({"login": "two words"}, "login"),
        ({"login": "ANN.CLERK"}, "login"),
        ({"login": "-"}, "login"),
        ({"title": " "}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"email": "nowhere"}, "email"),
    ],
)
def test_an_account_that_cannot_be_is_refused_by_field(clerk: Connection, changes: dict[str, str], field: str) -> None:
    values: dict[str, Any] = {"login": "other", "password": PASSWORD, "title": "T"} | changes
    with pytest.raises(BadInput) as refused:
        create_account(clerk, NewAccount(**values), by="test", now=NOW)
    assert list(refused.value.fields) == [field]


def test_one_e_mail_address_belongs_to_one_account(clerk: Connection) -> None:
    first = NewAccount(login="b", title="B", password=None, email="B@Example.org")
    create_account(clerk, first, by="test", now=NOW)
    with pytest.raises(BadInput, match="another account"):
        create_account(clerk, replace(first, login="c", email=" b@example.org"), by="test", now=NOW)


def test_importing_the_accounts_hashes_nothing() -> None:
    source = "import gis_cas.accounts.passwords as a; assert a._hasher.cache_info().currsize == 0"
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == 0

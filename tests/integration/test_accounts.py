"""Who may come in, and that a demonstration's accounts stay in demonstrations."""

import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import Connection, text

from gis_cas.accounts.account import Role
from gis_cas.accounts.authenticate import WRONG, account_of, authenticate, create_account
from gis_cas.accounts.demonstration import ACCOUNTS, create_demo_accounts
from gis_cas.errors import BadInput, NotAllowed
from gis_cas.store.city import load_directory

PASSWORD = "a long enough password"  # noqa: S105 - a test's own


@pytest.fixture
def clerk(connection: Connection) -> Connection:
    create_account(connection, login="Ann.Clerk", title="Clerk", role=Role.CLERK, password=PASSWORD)
    return connection


def test_the_right_password_opens_and_the_secret_is_not_handed_on(clerk: Connection) -> None:
    account = authenticate(clerk, "  ann.clerk ", PASSWORD)
    assert (account.login, account.role, account.department_slug) == ("ann.clerk", Role.CLERK, None)
    assert account.sees_everything
    assert account_of(clerk, account.id) == account
    stored = clerk.execute(text("SELECT password_hash FROM cas.account")).scalar_one()
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in repr(account)


@pytest.mark.parametrize(
    ("login", "password"),
    [("ann.clerk", "wrong"), ("nobody", PASSWORD), ("", ""), ("a\x00b", PASSWORD), ("ann.clerk", "x" * 100_000)],
)
def test_whatever_is_wrong_the_answer_is_the_same(clerk: Connection, login: str, password: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        authenticate(clerk, login, password)
    assert refused.value.message == WRONG


def test_a_locked_account_stays_out(clerk: Connection) -> None:
    account = authenticate(clerk, "ann.clerk", PASSWORD)
    clerk.execute(text("UPDATE cas.account SET locked_at = now()"))
    with pytest.raises(NotAllowed):
        authenticate(clerk, "ann.clerk", PASSWORD)
    assert account_of(clerk, account.id) is None


def test_a_demonstration_account_opens_nothing_outside_a_demonstration(connection: Connection) -> None:
    made = create_demo_accounts(connection, load_directory(connection))
    assert made == ACCOUNTS
    assert create_demo_accounts(connection, load_directory(connection)) == ()
    for account in ACCOUNTS[:2]:
        assert authenticate(connection, account.login, account.password, demo=True).demo
        with pytest.raises(NotAllowed):
            authenticate(connection, account.login, account.password, demo=False)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"password": "short"}, "password"), ({"login": "two words"}, "login"), ({"login": "ANN.CLERK"}, "login")],
)
def test_an_account_that_cannot_be_is_refused_by_field(clerk: Connection, changes: dict[str, str], field: str) -> None:
    values: dict[str, Any] = {"login": "other", "password": PASSWORD} | changes
    with pytest.raises(BadInput) as refused:
        create_account(clerk, title="T", role=Role.STAFF, **values)
    assert list(refused.value.fields) == [field]


def test_importing_the_accounts_hashes_nothing() -> None:
    source = "import gis_cas.accounts.authenticate as a; assert a._hasher.cache_info().currsize == 0"
    assert subprocess.run([sys.executable, "-c", source], check=False).returncode == 0

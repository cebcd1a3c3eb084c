"""Accounts with a role, made quickly."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache

from sqlalchemy import Connection

from gis_cas.accounts.create import NewAccount, create_account
from gis_cas.accounts.grant import Granting, NewGrant, grant_role
from gis_cas.accounts.passwords import hash_password
from gis_cas.policy.access import Role, ScopeKind, scope_kind
from gis_cas.store.accounts import change
from gis_cas.store.city import load_directory

LONG_AGO = date(2026, 1, 1)
PASSWORD = "demonstration-only"  # noqa: S105 - an account of this test
SEATS = ("mayor", "district-1", "district-2")

_hash_once = cache(hash_password)
"""A hash is made slow to make; a hundred accounts with one password may share it here."""


def an_account(
    conn: Connection,
    login: str,
    role: Role | None = None,
    *,
    scope: str | None = None,
    password: str = PASSWORD,
    demo: bool = True,
    from_on: date = LONG_AGO,
    until_on: date | None = None,
    seats: Iterable[str] = SEATS,
) -> int:
    """An account that holds the role from the first day of 2026; of Public Works or the first seat unless said."""
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    account = NewAccount(login=login, title=login.capitalize(), password=None, demo=demo)
    account_id = create_account(conn, account, by="test", now=now)
    change(conn, account_id, password_hash=_hash_once(password))
    if role is not None:
        kind = scope_kind(role)
        fallback = {ScopeKind.DEPARTMENT: "public-works", ScopeKind.SEAT: SEATS[0], None: None}[kind]
        new = NewGrant(account_id=account_id, role=role, scope=scope or fallback, from_on=from_on, until_on=until_on)
        scopes = {ScopeKind.DEPARTMENT: load_directory(conn).departments, ScopeKind.SEAT: tuple(seats)}
        grant_role(conn, new, Granting(by="test", now=now, today=LONG_AGO, scopes=scopes))
    return account_id

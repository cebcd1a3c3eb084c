"""Rows of staff accounts and of what happened to them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_unless

from gis_cas.store.tables.accounts import account, account_event


def by_login(conn: Connection, login: str) -> Row[Any] | None:
    """The account with this login."""
    return conn.execute(select(account).where(account.c.login == login)).one_or_none()


def by_email(conn: Connection, email: str) -> Row[Any] | None:
    """The account with this e-mail address, written small."""
    return conn.execute(select(account).where(account.c.email == email)).one_or_none()


def by_id(conn: Connection, account_id: int) -> Row[Any] | None:
    """The account with this id."""
    return conn.execute(select(account).where(account.c.id == account_id)).one_or_none()


def add(conn: Connection, **values: Any) -> int | None:
    """Add an account and answer its id; None when the login or the e-mail address is taken."""
    row = insert_unless(account).values(values).on_conflict_do_nothing().returning(account.c.id)
    found = conn.execute(row).scalar_one_or_none()
    return None if found is None else int(found)


def change(conn: Connection, account_id: int, **values: Any) -> None:
    """Change an account's own columns; what it means stands in its history."""
    conn.execute(update(account).where(account.c.id == account_id).values(values))


def note(
    conn: Connection, account_id: int, *, at: datetime, actor: str, kind: str, facts: Mapping[str, Any] | None = None
) -> None:
    """Append one event to the account's history, in the transaction of what it tells."""
    values = {"account_id": account_id, "at": at, "actor": actor, "kind": kind, "facts": dict(facts or {})}
    conn.execute(insert(account_event).values(values))

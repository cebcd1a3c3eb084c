"""Rows of staff accounts."""

from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import insert

from gis_cas.store.tables.accounts import account


def by_login(conn: Connection, login: str) -> Row[Any] | None:
    """The account with this login."""
    return conn.execute(select(account).where(account.c.login == login)).one_or_none()


def by_id(conn: Connection, account_id: int) -> Row[Any] | None:
    """The account with this id."""
    return conn.execute(select(account).where(account.c.id == account_id)).one_or_none()


def add(conn: Connection, **values: Any) -> bool:
    """Add an account; false when the login is taken."""
    row = (
        insert(account).values(values).on_conflict_do_nothing(index_elements=[account.c.login]).returning(account.c.id)
    )
    return conn.execute(row).scalar_one_or_none() is not None

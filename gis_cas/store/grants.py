"""Rows of what was granted to accounts: a role, for a department or a seat or the city, from one day until another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from gis_cas.store.tables.accounts import account, account_grant


def in_force(day: date) -> ColumnElement[bool]:
    """Whether a grant stands on a city day; its last day still counts, and one that was ended never does."""
    last = or_(account_grant.c.until_on.is_(None), account_grant.c.until_on >= day)
    return and_(account_grant.c.ended_at.is_(None), account_grant.c.from_on <= day, last)


def standing(conn: Connection, account_id: int, *, on: date) -> Sequence[Row[Any]]:
    """The account's grants in force on a city day."""
    wanted = select(account_grant).where(account_grant.c.account_id == account_id, in_force(on))
    return conn.execute(wanted.order_by(account_grant.c.id)).all()


def holders(conn: Connection, role: str, *, on: date, scope: str | None = None) -> Sequence[Row[Any]]:
    """The unlocked accounts that hold a role on a city day, of one scope or of any."""
    wanted = (
        select(account.c.id, account.c.login, account.c.title, account.c.email, account_grant.c.scope)
        .join(account, account.c.id == account_grant.c.account_id)
        .where(account_grant.c.role == role, in_force(on), account.c.locked_at.is_(None))
    )
    if scope is not None:
        wanted = wanted.where(account_grant.c.scope == scope)
    return list(conn.execute(wanted.order_by(account_grant.c.id)))


def add_grant(conn: Connection, **values: Any) -> int:
    """Add one grant and answer its id; raises IntegrityError when it overlaps another that must stand alone."""
    return int(conn.execute(insert(account_grant).values(values).returning(account_grant.c.id)).scalar_one())


def end_grant(conn: Connection, grant_id: int, *, at: datetime, by: str) -> None:
    """End a grant at once."""
    conn.execute(update(account_grant).where(account_grant.c.id == grant_id).values(ended_at=at, ended_by=by))


def shorten(conn: Connection, grant_id: int, *, until_on: date) -> None:
    """Let a grant have another last day."""
    conn.execute(update(account_grant).where(account_grant.c.id == grant_id).values(until_on=until_on))


def one(conn: Connection, grant_id: int) -> Row[Any] | None:
    """One grant, whether it stands or not."""
    return conn.execute(select(account_grant).where(account_grant.c.id == grant_id)).one_or_none()


def overlapping(
    conn: Connection, role: str, scope: str | None, *, from_on: date, until_on: date | None
) -> Sequence[Row[Any]]:
    """The grants of a role and scope that stand and share a day with these days."""
    wanted = select(account_grant).where(
        account_grant.c.role == role,
        account_grant.c.scope.is_not_distinct_from(scope),
        account_grant.c.ended_at.is_(None),
        or_(account_grant.c.until_on.is_(None), account_grant.c.until_on >= from_on),
    )
    if until_on is not None:
        wanted = wanted.where(account_grant.c.from_on <= until_on)
    return conn.execute(wanted.order_by(account_grant.c.id)).all()

"""What the pages about accounts read: the list, and one account with its grants and its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from gis_cas.policy.access import Role
from gis_cas.store.grants import in_force
from gis_cas.store.tables.accounts import account, account_event, account_grant

PAGE_ROWS = 50
MOST_EVENTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedAccount:
    """One account with what it holds on the day: pairs of role and scope."""

    id: int
    login: str
    title: str
    email: str | None
    locked: bool
    held: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """One page of the list, by login."""

    rows: tuple[ListedAccount, ...]
    more: bool


def account_list(conn: Connection, *, today: date, words: str = "", page: int = 1) -> AccountPage:
    """One page of accounts; words: part of a login, title or e-mail address, or of what is held today."""
    wanted = select(account).order_by(account.c.login)
    if words.strip():
        told = words.strip().replace(" ", "_")
        holding = select(account_grant.c.account_id).where(
            in_force(today),
            or_(account_grant.c.role.icontains(told, autoescape=True), account_grant.c.scope == words.strip()),
        )
        columns = (account.c.login, account.c.title, account.c.email)
        mentioned = (column.icontains(words.strip(), autoescape=True) for column in columns)
        wanted = wanted.where(or_(*mentioned, account.c.id.in_(holding)))
    rows = conn.execute(wanted.limit(PAGE_ROWS + 1).offset((page - 1) * PAGE_ROWS)).all()
    held = _held(conn, [row.id for row in rows], today=today)
    listed = tuple(
        ListedAccount(
            id=row.id,
            login=row.login,
            title=row.title,
            email=row.email,
            locked=row.locked_at is not None,
            held=held.get(row.id, ()),
        )
        for row in rows[:PAGE_ROWS]
    )
    return AccountPage(rows=listed, more=len(rows) > PAGE_ROWS)


def every_grant(conn: Connection, account_id: int) -> Sequence[Row[Any]]:
    """All that the account was ever granted, the latest first."""
    wanted = select(account_grant).where(account_grant.c.account_id == account_id)
    return conn.execute(wanted.order_by(account_grant.c.id.desc())).all()


def latest_events(conn: Connection, account_id: int) -> Sequence[Row[Any]]:
    """What happened to the account, the latest first, a hundred at most."""
    wanted = select(account_event).where(account_event.c.account_id == account_id)
    return conn.execute(wanted.order_by(account_event.c.id.desc()).limit(MOST_EVENTS)).all()


def has_administrator(conn: Connection, *, on: date) -> bool:
    """Whether an unlocked account, and no demonstration's, holds the administrator's role on the day."""
    wanted = (
        select(account.c.id)
        .join(account_grant, account_grant.c.account_id == account.c.id)
        .where(account_grant.c.role == Role.ADMINISTRATOR.value, in_force(on))
        .where(account.c.locked_at.is_(None), account.c.demo.is_(False))
    )
    return conn.execute(wanted.limit(1)).one_or_none() is not None


def _held(conn: Connection, ids: Sequence[int], *, today: date) -> dict[int, tuple[tuple[str, str | None], ...]]:
    found: dict[int, list[tuple[str, str | None]]] = {}
    wanted = select(account_grant.c.account_id, account_grant.c.role, account_grant.c.scope)
    wanted = wanted.where(account_grant.c.account_id.in_(ids), in_force(today))
    for row in conn.execute(wanted.order_by(account_grant.c.id)):
        found.setdefault(row.account_id, []).append((row.role, row.scope))
    return {account_id: tuple(pairs) for account_id, pairs in found.items()}

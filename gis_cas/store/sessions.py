"""Where accounts are signed in. The browser holds a random token, the row its hash; what ended stays, and says why."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from gis_cas.store.grants import in_force
from gis_cas.store.tables.accounts import account, account_grant, session

SEEN_EVERY = timedelta(minutes=1)
"""How often a session in use is written to: to within this, `last_seen_at` is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session about to begin; `how` says by what (password, oidc), `expires_at` is its end in any case."""

    token: str
    account_id: int
    now: datetime
    expires_at: datetime
    how: str
    second_factor_owed: bool = False
    second_factor_at: datetime | None = None
    network: str | None = None
    browser: str | None = None


def token_hash(token: str) -> bytes:
    """What is kept of a random token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def start(conn: Connection, new: NewSession) -> int:
    """Begin a session and answer its id."""
    values = {
        "token_hash": token_hash(new.token),
        "account_id": new.account_id,
        "created_at": new.now,
        "last_seen_at": new.now,
        "expires_at": new.expires_at,
        "how": new.how,
        "second_factor_owed": new.second_factor_owed,
        "second_factor_at": new.second_factor_at,
        "network": new.network,
        "browser": new.browser,
    }
    return int(conn.execute(insert(session).values(values).returning(session.c.id)).scalar_one())


def held_by(conn: Connection, token: str, *, now: datetime, seen_since: datetime, on: date) -> Sequence[Row[Any]]:
    """The session of a token with its account, one row a grant in force on the city day (or one without any).

    Nothing when it has ended, was last used before `seen_since`, or its account is locked.
    """
    wanted = (
        select(
            *(session.c.id.label("session_id"), session.c.created_at, session.c.last_seen_at, session.c.how),
            *(session.c.second_factor_owed, session.c.second_factor_at),
            *(account.c.id, account.c.login, account.c.title, account.c.email, account.c.demo),
            *(account.c.must_change_password, account_grant.c.role, account_grant.c.scope),
        )
        .join(account, account.c.id == session.c.account_id)
        .outerjoin(account_grant, and_(account_grant.c.account_id == account.c.id, in_force(on)))
        .where(
            session.c.token_hash == token_hash(token),
            session.c.ended_at.is_(None),
            session.c.expires_at > now,
            session.c.last_seen_at > seen_since,
            account.c.locked_at.is_(None),
        )
        .order_by(account_grant.c.id)
    )
    return list(conn.execute(wanted))


def seen(conn: Connection, session_id: int, *, at: datetime) -> None:
    """Note that the session is in use."""
    conn.execute(update(session).where(session.c.id == session_id).values(last_seen_at=at))


def second_factor_given(conn: Connection, session_id: int, *, at: datetime) -> None:
    """Note that the second factor was given in this session."""
    conn.execute(update(session).where(session.c.id == session_id).values(second_factor_at=at))


def open_sessions(conn: Connection, account_id: int, *, now: datetime, seen_since: datetime) -> Sequence[Row[Any]]:
    """Where the account is signed in, the latest used first."""
    wanted = select(session).where(
        session.c.account_id == account_id,
        session.c.ended_at.is_(None),
        session.c.expires_at > now,
        session.c.last_seen_at > seen_since,
    )
    return conn.execute(wanted.order_by(session.c.last_seen_at.desc(), session.c.id.desc())).all()


def end(conn: Connection, token: str, *, at: datetime, why: str) -> int | None:
    """End the session of a token and answer whose it was; None when there was none to end."""
    ended = (
        update(session)
        .where(session.c.token_hash == token_hash(token), session.c.ended_at.is_(None))
        .values(ended_at=at, ended_why=why)
        .returning(session.c.account_id)
    )
    found = conn.execute(ended).scalar_one_or_none()
    return None if found is None else int(found)


def end_all(conn: Connection, account_id: int, *, at: datetime, why: str, but: int | None = None) -> int:
    """End every session of the account (but one), and answer how many."""
    ended = update(session).where(session.c.account_id == account_id, session.c.ended_at.is_(None))
    if but is not None:
        ended = ended.where(session.c.id != but)
    return conn.execute(ended.values(ended_at=at, ended_why=why)).rowcount


def forget(conn: Connection, *, expired_before: datetime) -> int:
    """Remove the rows of sessions that expired before an instant, and answer how many."""
    return conn.execute(delete(session).where(session.c.expires_at < expired_before)).rowcount

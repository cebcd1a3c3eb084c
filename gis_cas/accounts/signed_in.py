"""Being signed in: a session begins, is used, and ends by idling, by age, or because somebody ends it."""

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gis_cas.accounts.account import Account, Held
from gis_cas.policy.access import Role
from gis_cas.store import sessions
from gis_cas.store.accounts import by_id, note

IDLE = timedelta(hours=2)
LASTS = timedelta(hours=12)
_LONGEST_BROWSER = 200


def begin(
    conn: Connection,
    account_id: int,
    *,
    now: datetime,
    how: str,
    second_factor_owed: bool = False,
    second_factor_at: datetime | None = None,
    network: str | None = None,
    browser: str | None = None,
) -> str:
    """Begin a session and answer the token for the browser, which is kept nowhere else.

    A session whose second factor is still owed opens no door before `second_factor_given`; `second_factor_at` says that
    it was given on the way in.
    """
    token = secrets.token_urlsafe(32)
    new = sessions.NewSession(
        token=token,
        account_id=account_id,
        now=now,
        expires_at=now + LASTS,
        how=how,
        second_factor_owed=second_factor_owed,
        second_factor_at=second_factor_at,
        network=network,
        browser=browser[:_LONGEST_BROWSER] if browser else None,
    )
    sessions.start(conn, new)
    row = by_id(conn, account_id)
    actor = row.login if row is not None else ""
    note(conn, account_id, at=now, actor=actor, kind="signed_in", facts={"how": how, "network": network})
    return token


def account_of(
    conn: Connection, token: str, *, now: datetime, zone: ZoneInfo, before_second_factor: bool = False
) -> Account | None:
    """The account of a session with what it holds today in the city; None when the session is over.

    `before_second_factor`: also a session whose second factor is still owed.
    """
    today = now.astimezone(zone).date()
    rows = sessions.held_by(conn, token, now=now, seen_since=now - IDLE, on=today)
    if not rows:
        return None
    first = rows[0]
    if first.second_factor_owed and first.second_factor_at is None and not before_second_factor:
        return None
    if now - first.last_seen_at >= sessions.SEEN_EVERY:
        sessions.seen(conn, first.session_id, at=now)
    return Account(
        id=first.id,
        login=first.login,
        title=first.title,
        demo=first.demo,
        email=first.email,
        must_change_password=first.must_change_password,
        held=tuple(Held(role=Role(row.role), scope=row.scope) for row in rows if row.role is not None),
        session_id=first.session_id,
        second_factor_given=first.second_factor_at is not None,
    )

"""Rows of links that are good once: only a hash of each is kept."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from gis_cas.store.sessions import token_hash
from gis_cas.store.tables.accounts import account, one_time_link


def add_link(conn: Connection, *, token: str, account_id: int, purpose: str, at: datetime, expires_at: datetime) -> int:
    """Keep a link and answer its id."""
    values = {
        "token_hash": token_hash(token),
        "account_id": account_id,
        "purpose": purpose,
        "created_at": at,
        "expires_at": expires_at,
    }
    return int(conn.execute(insert(one_time_link).values(values).returning(one_time_link.c.id)).scalar_one())


def owner_of_link(conn: Connection, token: str, *, now: datetime) -> tuple[int, str] | None:
    """Whose link this is and what for; None when it was used, has run out, or never was."""
    wanted = select(one_time_link.c.account_id, one_time_link.c.purpose).where(
        one_time_link.c.token_hash == token_hash(token),
        one_time_link.c.used_at.is_(None),
        one_time_link.c.expires_at > now,
    )
    found = conn.execute(wanted).one_or_none()
    return None if found is None else (int(found.account_id), str(found.purpose))


def use_link(conn: Connection, token: str, *, now: datetime) -> tuple[int, str] | None:
    """Use a link up and answer whose it was and what for; None for whoever comes second, or too late."""
    used = (
        update(one_time_link)
        .where(
            one_time_link.c.token_hash == token_hash(token),
            one_time_link.c.used_at.is_(None),
            one_time_link.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(one_time_link.c.account_id, one_time_link.c.purpose)
    )
    found = conn.execute(used).one_or_none()
    return None if found is None else (int(found.account_id), str(found.purpose))


def end_links(conn: Connection, account_id: int, *, at: datetime) -> None:
    """No link of the account that is still open is good any more."""
    conn.execute(
        update(one_time_link)
        .where(one_time_link.c.account_id == account_id, one_time_link.c.used_at.is_(None))
        .values(used_at=at)
    )


def links_since(conn: Connection, account_id: int, purpose: str, *, since: datetime) -> int:
    """How many links of a purpose the account was sent since an instant; its row is held, so that all are counted."""
    conn.execute(select(account.c.id).where(account.c.id == account_id).with_for_update())
    wanted = select(func.count()).where(
        one_time_link.c.account_id == account_id,
        one_time_link.c.purpose == purpose,
        one_time_link.c.created_at > since,
    )
    return int(conn.execute(wanted).scalar_one())

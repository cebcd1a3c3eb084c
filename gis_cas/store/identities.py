"""Rows of who signs in with the city: identities linked to accounts, and those that came and had none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.postgresql import insert

from gis_cas.store.tables.accounts import account_identity, unknown_identity


def owner(conn: Connection, *, issuer: str, subject: str) -> int | None:
    """The id of the account that an identity is linked to."""
    wanted = select(account_identity.c.account_id).where(
        account_identity.c.issuer == issuer, account_identity.c.subject == subject
    )
    found = conn.execute(wanted).scalar_one_or_none()
    return None if found is None else int(found)


def is_linked(conn: Connection, account_id: int) -> bool:
    """Whether the account is linked to anybody."""
    wanted = select(account_identity.c.subject).where(account_identity.c.account_id == account_id)
    return conn.execute(wanted.limit(1)).scalar_one_or_none() is not None


def link(conn: Connection, account_id: int, *, issuer: str, subject: str, at: datetime) -> bool:
    """Link an identity to an account; false when it is linked already."""
    values = {"issuer": issuer, "subject": subject, "account_id": account_id, "created_at": at}
    row = insert(account_identity).values(values).on_conflict_do_nothing().returning(account_identity.c.account_id)
    linked = conn.execute(row).scalar_one_or_none() is not None
    if linked:
        conn.execute(
            delete(unknown_identity).where(unknown_identity.c.issuer == issuer, unknown_identity.c.subject == subject)
        )
    return linked


def unlink(conn: Connection, account_id: int) -> int:
    """Remove the account's links, and answer how many there were."""
    return conn.execute(delete(account_identity).where(account_identity.c.account_id == account_id)).rowcount


def note_unknown(conn: Connection, *, issuer: str, subject: str, email: str | None, at: datetime) -> None:
    """Somebody came whom no account is linked to; the same person is counted in one row."""
    row = insert(unknown_identity).values(issuer=issuer, subject=subject, email=email, first_at=at, last_at=at, times=1)
    conn.execute(
        row.on_conflict_do_update(
            index_elements=[unknown_identity.c.issuer, unknown_identity.c.subject],
            set_={"email": row.excluded.email, "last_at": at, "times": unknown_identity.c.times + 1},
        )
    )


def unknown(conn: Connection, *, limit: int = 50) -> Sequence[Row[Any]]:
    """Who came and had no account, the latest first."""
    return conn.execute(select(unknown_identity).order_by(unknown_identity.c.last_at.desc()).limit(limit)).all()


def unknown_by_id(conn: Connection, unknown_id: int) -> Row[Any] | None:
    """One who came and had no account."""
    return conn.execute(select(unknown_identity).where(unknown_identity.c.id == unknown_id)).one_or_none()

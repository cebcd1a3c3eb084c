"""Rows of client programs and their keys; a key is only ever looked for by its hash."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from gis_cas.store.tables.api_clients import api_client, api_key


def client_by_key(conn: Connection, key_hash: bytes, *, today: date) -> Row[Any] | None:
    """The client of a key that is not revoked and has not run out, with the key's id and its last day of use."""
    return conn.execute(
        select(api_client, api_key.c.id.label("key_id"), api_key.c.last_used_on)
        .join(api_key, api_key.c.client_id == api_client.c.id)
        .where(
            api_key.c.key_hash == key_hash,
            api_key.c.revoked_at.is_(None),
            or_(api_key.c.expires_on.is_(None), api_key.c.expires_on >= today),
        )
    ).one_or_none()


def note_use(conn: Connection, key_id: int, *, today: date) -> None:
    """Note the day on which a key was used; written once a day."""
    conn.execute(
        update(api_key)
        .where(api_key.c.id == key_id, or_(api_key.c.last_used_on.is_(None), api_key.c.last_used_on < today))
        .values(last_used_on=today)
    )


def add_client(conn: Connection, **values: Any) -> int | None:
    """Add a client and answer its id; None when the name is taken."""
    row = insert(api_client).values(values).on_conflict_do_nothing(index_elements=[api_client.c.name])
    return conn.execute(row.returning(api_client.c.id)).scalar_one_or_none()


def add_key(conn: Connection, **values: Any) -> int:
    """Add a key of a client and answer its id."""
    key_id: int = conn.execute(insert(api_key).values(values).returning(api_key.c.id)).scalar_one()
    return key_id


def revoke(conn: Connection, key_id: int, *, by: str, at: datetime) -> bool:
    """Withdraw a key for good; false when there is none or it was withdrawn before."""
    changed = conn.execute(
        update(api_key)
        .where(api_key.c.id == key_id, api_key.c.revoked_at.is_(None))
        .values(revoked_at=at, revoked_by=by)
    )
    return changed.rowcount == 1


def client_by_id(conn: Connection, client_id: int) -> Row[Any] | None:
    """The client with this id."""
    return conn.execute(select(api_client).where(api_client.c.id == client_id)).one_or_none()


def clients(conn: Connection, *, limit: int, offset: int) -> Sequence[Row[Any]]:
    """Clients by name."""
    return conn.execute(select(api_client).order_by(func.lower(api_client.c.name)).limit(limit).offset(offset)).all()


def keys_of(conn: Connection, client_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Every key of these clients, the newest first; without its hash."""
    columns = [column for column in api_key.c if column.name != "key_hash"]
    found = select(*columns).where(api_key.c.client_id.in_(client_ids)).order_by(api_key.c.id.desc())
    return conn.execute(found).all()

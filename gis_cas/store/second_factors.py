"""Rows of authenticator apps and recovery codes; each code is taken once, whoever else sends it at the same moment."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_unless

from gis_cas.store.tables.accounts import account_totp, recovery_code


def app_of(conn: Connection, account_id: int) -> Row[Any] | None:
    """The account's authenticator app."""
    return conn.execute(select(account_totp).where(account_totp.c.account_id == account_id)).one_or_none()


def add_app(conn: Connection, account_id: int, *, secret_sealed: bytes, step: int, at: datetime) -> bool:
    """Keep an app whose first code, of this step, was right; false when the account has one already."""
    row = insert_unless(account_totp).values(
        account_id=account_id, secret_sealed=secret_sealed, created_at=at, confirmed_at=at, last_step=step
    )
    kept = row.on_conflict_do_nothing().returning(account_totp.c.account_id)
    return conn.execute(kept).scalar_one_or_none() is not None


def take_step(conn: Connection, account_id: int, step: int) -> bool:
    """Use up a code's step; false when it, or a later one, was used before."""
    used = (
        update(account_totp)
        .where(
            account_totp.c.account_id == account_id,
            or_(account_totp.c.last_step.is_(None), account_totp.c.last_step < step),
        )
        .values(last_step=step)
    )
    return conn.execute(used).rowcount == 1


def forget_app(conn: Connection, account_id: int) -> bool:
    """Remove the app and every recovery code; false when there was none."""
    conn.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
    return conn.execute(delete(account_totp).where(account_totp.c.account_id == account_id)).rowcount == 1


def replace_codes(conn: Connection, account_id: int, code_hashes: Iterable[bytes], *, at: datetime) -> None:
    """These recovery codes are good from now on, and no others."""
    conn.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
    rows = [{"account_id": account_id, "code_hash": one, "created_at": at} for one in code_hashes]
    conn.execute(insert(recovery_code), rows)


def take_recovery_code(conn: Connection, account_id: int, code_hash: bytes, *, at: datetime) -> bool:
    """Use up a recovery code; false when there is no such one, or it was used before."""
    used = (
        update(recovery_code)
        .where(
            recovery_code.c.account_id == account_id,
            recovery_code.c.code_hash == code_hash,
            recovery_code.c.used_at.is_(None),
        )
        .values(used_at=at)
    )
    return conn.execute(used).rowcount == 1


def codes_left(conn: Connection, account_id: int) -> int:
    """How many recovery codes are still good."""
    wanted = select(func.count()).where(recovery_code.c.account_id == account_id, recovery_code.c.used_at.is_(None))
    return int(conn.execute(wanted).scalar_one())

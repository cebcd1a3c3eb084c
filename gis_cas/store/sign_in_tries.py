"""Wrong sign-ins, counted by a hash of the login as typed and by where they came from; the login itself is not kept."""

from datetime import datetime

from sqlalchemy import Connection, Row, case, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from gis_cas.store.tables.accounts import sign_in_try

_KEY = (sign_in_try.c.login_hash, sign_in_try.c.origin)


def counted(conn: Connection, login_hash: bytes, origin: str) -> Row[int, datetime] | None:
    """How many wrong tries of this login came from there, and when the last one did."""
    wanted = select(sign_in_try.c.failures, sign_in_try.c.last_at)
    wanted = wanted.where(sign_in_try.c.login_hash == login_hash, sign_in_try.c.origin == origin)
    return conn.execute(wanted).one_or_none()


def count_one(conn: Connection, login_hash: bytes, origin: str, *, at: datetime, forgotten_before: datetime) -> int:
    """Count a wrong try and answer how many it is now; the count begins anew when the last is forgotten."""
    values = {"login_hash": login_hash, "origin": origin, "failures": 1, "last_at": at}
    old = sign_in_try.c.last_at <= forgotten_before
    counting = insert(sign_in_try).values(values)
    counting = counting.on_conflict_do_update(
        index_elements=_KEY,
        set_={"failures": case((old, 1), else_=sign_in_try.c.failures + 1), "last_at": at},
    )
    return int(conn.execute(counting.returning(sign_in_try.c.failures)).scalar_one())


def since(conn: Connection, at: datetime) -> int:
    """About how many wrong tries of anybody came from anywhere since an instant: one for each login and origin."""
    return int(conn.execute(select(func.count()).where(sign_in_try.c.last_at >= at)).scalar_one())


def forget(conn: Connection, login_hash: bytes, origin: str) -> None:
    """Forget the wrong tries of a login from there."""
    conn.execute(delete(sign_in_try).where(sign_in_try.c.login_hash == login_hash, sign_in_try.c.origin == origin))


def forget_old(conn: Connection, *, before: datetime) -> None:
    """Forget every wrong try from before an instant."""
    conn.execute(delete(sign_in_try).where(sign_in_try.c.last_at < before))

"""What is kept only for a while, removed when that is over; each answers how many rows went."""

from datetime import datetime

from sqlalchemy import Connection, delete

from gis_cas.store.tables.accounts import one_time_link, sign_in_try, unknown_identity


def forget_links(conn: Connection, *, before: datetime) -> int:
    """One-time links that ran out before an instant."""
    return int(conn.execute(delete(one_time_link).where(one_time_link.c.expires_at < before)).rowcount)


def forget_tries(conn: Connection, *, before: datetime) -> int:
    """Failed sign-ins whose last was before an instant."""
    return int(conn.execute(delete(sign_in_try).where(sign_in_try.c.last_at < before)).rowcount)


def forget_unknown(conn: Connection, *, before: datetime) -> int:
    """People who came from the city's sign-in, had no account, and last came before an instant."""
    return int(conn.execute(delete(unknown_identity).where(unknown_identity.c.last_at < before)).rowcount)

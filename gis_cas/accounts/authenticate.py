"""Who is this? The same answer and about the same time for a wrong login as for a wrong password."""

from sqlalchemy import Connection

from gis_cas.accounts.passwords import hash_password, is_outdated, is_right
from gis_cas.errors import NotAllowed
from gis_cas.store.accounts import by_login, change

WRONG = "This login and password do not go together. Please try again."


def as_login(typed: str) -> str:
    """A login as it is kept: small, without blanks around it."""
    return typed.strip().lower()


def authenticate(conn: Connection, login: str, password: str, *, demo: bool = True) -> int:
    """The id of the account behind a login; raises NotAllowed with one and the same sentence, whatever was wrong.

    `demo=False` (any service that is not a demonstration) lets no demonstration account in.
    """
    row = by_login(conn, as_login(login)) if "\x00" not in login else None
    known = row is not None and row.locked_at is None and (demo or not row.demo)
    right = is_right(row.password_hash if row is not None and known else None, password)
    if row is None or not (known and right):
        raise NotAllowed(WRONG)
    if is_outdated(row.password_hash):
        change(conn, row.id, password_hash=hash_password(password))
    return int(row.id)

"""Who is this? argon2id, the same answer and about the same time for a wrong login as for a wrong password."""

from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from sqlalchemy import Connection, Row

from gis_cas.accounts.account import Account, Role
from gis_cas.errors import BadInput, NotAllowed
from gis_cas.store.accounts import add, by_id, by_login

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
WRONG = "This login and password do not go together. Please try again."


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def authenticate(conn: Connection, login: str, password: str, *, demo: bool = True) -> Account:
    """The account behind a login; raises NotAllowed with one and the same sentence, whatever was wrong.

    `demo=False` (any service that is not a demonstration) lets no demonstration account in.
    """
    row = by_login(conn, login.strip().lower()) if "\x00" not in login else None
    known = row is not None and row.locked_at is None and (demo or not row.demo)
    stored = row.password_hash if row is not None and known else _nobodys_hash()
    try:
        _hasher().verify(stored, password[:LONGEST_PASSWORD])
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        raise NotAllowed(WRONG) from None
    if row is None or not known:
        raise NotAllowed(WRONG)
    return _account(row)


def account_of(conn: Connection, account_id: int) -> Account | None:
    """The account of a session; None when it is gone or locked."""
    row = by_id(conn, account_id)
    return None if row is None or row.locked_at is not None else _account(row)


def create_account(
    conn: Connection,
    *,
    login: str,
    title: str,
    role: Role,
    password: str,
    department_slug: str | None = None,
    demo: bool = False,
) -> None:
    """Make an account; raises BadInput for a login that is taken or a password too short (demonstration: any)."""
    name = login.strip().lower()
    if not name or not all(character.isalnum() or character in "-._" for character in name):
        raise BadInput({"login": "A login has letters, digits, dots and dashes only, such as public-works."})
    if not demo and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise BadInput({"password": f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters."})
    made = add(
        conn,
        login=name,
        title=title,
        role=role.value,
        department_slug=department_slug,
        password_hash=_hasher().hash(password),
        demo=demo,
    )
    if not made:
        raise BadInput({"login": f"The login {name} is taken."})


def _account(row: Row[Any]) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        title=row.title,
        role=Role(row.role),
        department_slug=row.department_slug,
        demo=row.demo,
    )

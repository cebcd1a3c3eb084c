"""Make an account: who it is and how they come in; what they may do is granted apart."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gis_cas.accounts.authenticate import as_login
from gis_cas.accounts.passwords import check_password, hash_password
from gis_cas.errors import BadInput
from gis_cas.store.accounts import add, note

LONGEST = 200
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]+\.[^@\s\x00-\x1f]{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Who comes in, and how: without a password by the city's directory or by a link only."""

    login: str
    title: str
    password: str | None
    email: str | None = None
    must_change_password: bool = False
    demo: bool = False


def create_account(conn: Connection, new: NewAccount, *, by: str, now: datetime) -> int:
    """Make an account and answer its id.

    Raises BadInput for a login or e-mail address that cannot be or is taken, and for a password too easy to guess
    (demonstration: any).
    """
    login, email, title = as_login(new.login), as_email(new.email), new.title.strip()
    if not _LOGIN.fullmatch(login):
        raise BadInput({"login": "A login has letters, digits, dots and dashes only, such as public-works."})
    if not title or len(title) > LONGEST or not title.isprintable():
        raise BadInput({"title": f"Please say who this is, in at most {LONGEST} characters."})
    if new.password is not None and not new.demo:
        check_password(new.password, login=login)
    account_id = add(
        conn,
        login=login,
        title=title,
        email=email,
        password_hash=hash_password(new.password) if new.password is not None else None,
        must_change_password=new.must_change_password,
        demo=new.demo,
    )
    if account_id is None:
        raise BadInput({"login": f"The login {login}, or the e-mail address, belongs to another account."})
    note(conn, account_id, at=now, actor=by, kind="created", facts={"login": login})
    return account_id


def as_email(typed: str | None) -> str | None:
    """An e-mail address as it is kept: small, without blanks around it; raises BadInput when it is none."""
    address = (typed or "").strip().lower()
    if not address:
        return None
    if len(address) > LONGEST or not _EMAIL.fullmatch(address):
        raise BadInput({"email": "An e-mail address looks like first.last@example.gov."})
    return address

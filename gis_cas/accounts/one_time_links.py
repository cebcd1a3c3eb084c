"""Links by mail, good once: to choose a new password, and to choose the first one.

A link's token is only in its message. Using it does not sign anybody in: whoever chose the password signs in with it,
and gives the second factor as ever.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from gis_cas.accounts.passwords import check_password, hash_password
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.store import one_time_links as rows
from gis_cas.store.accounts import by_email, by_id, change, note
from gis_cas.store.sessions import end_all

MOST_RESETS = 3
RESETS_COUNT_FOR = timedelta(hours=1)
LINK_OVER = "This link is not good any more: it was used, or it is too old. Please ask for a new one."
TWO_DIFFER = "The two are not the same. Please type the new password twice."


class LinkPurpose(StrEnum):
    """What a link is for."""

    RESET = "password_reset"
    INVITATION = "invitation"

    @property
    def lasts(self) -> timedelta:
        """How long the link is good."""
        return timedelta(minutes=30) if self is LinkPurpose.RESET else timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link to be sent: the only place where its token stands."""

    id: int
    purpose: LinkPurpose
    account_id: int
    login: str
    email: str
    token: str


def reset_link(conn: Connection, typed_email: str, *, demo: bool, now: datetime) -> NewLink | None:
    """A link to a new password for whoever has this address; None, and not a word why, when none is sent.

    An account without a password comes in by the city's sign-in and gets none here; neither does a locked one, one with
    three links in the last hour, or, outside a demonstration, a demonstration's.
    """
    email = typed_email.strip().lower()
    row = by_email(conn, email) if email and "\x00" not in email else None
    if row is None or row.locked_at is not None or row.password_hash is None or (row.demo and not demo):
        return None
    sent = rows.links_since(conn, row.id, LinkPurpose.RESET.value, since=now - RESETS_COUNT_FOR)
    if sent >= MOST_RESETS:
        return None
    note(conn, row.id, at=now, actor=row.login, kind="password_reset_asked")
    return _new(conn, row.id, LinkPurpose.RESET, login=row.login, email=email, now=now)


def invitation_link(conn: Connection, account_id: int, *, by: str, now: datetime) -> NewLink:
    """A link to the first password of a new account; the ones sent before are good no more.

    Raises NotFound, WrongState for an account that cannot be invited.
    """
    row = by_id(conn, account_id)
    if row is None:
        raise NotFound("There is no such account.")
    if row.email is None:
        raise WrongState("This account has no e-mail address. Please add one, then send the invitation.")
    if row.locked_at is not None or (row.password_hash is not None and not row.must_change_password):
        raise WrongState("This account is locked or has a password of its own; an invitation is for a new account.")
    rows.end_links(conn, account_id, at=now)
    note(conn, account_id, at=now, actor=by, kind="invited")
    return _new(conn, account_id, LinkPurpose.INVITATION, login=row.login, email=row.email, now=now)


def login_of_link(conn: Connection, token: str, *, now: datetime) -> tuple[str, LinkPurpose]:
    """Whose link this is; raises WrongState when it is good no more."""
    found = rows.owner_of_link(conn, token, now=now)
    row = by_id(conn, found[0]) if found is not None else None
    if found is None or row is None or row.locked_at is not None:
        raise WrongState(LINK_OVER)
    return row.login, LinkPurpose(found[1])


def choose_password(conn: Connection, token: str, *, password: str, again: str, now: datetime) -> None:
    """Use the link up: the new password is the account's, and every session and other link of it is over.

    Raises WrongState when the link is good no more; BadInput for a password that cannot be, and the link stays good.
    """
    used = rows.use_link(conn, token, now=now)
    row = by_id(conn, used[0]) if used is not None else None
    if used is None or row is None or row.locked_at is not None:
        raise WrongState(LINK_OVER)
    check_password(password, login=row.login)
    if password != again:
        raise BadInput({"again": TWO_DIFFER})
    change(conn, row.id, password_hash=hash_password(password), must_change_password=False)
    rows.end_links(conn, row.id, at=now)
    end_all(conn, row.id, at=now, why="password changed")
    note(conn, row.id, at=now, actor=row.login, kind="password_changed", facts={"by": used[1]})


def _new(conn: Connection, account_id: int, purpose: LinkPurpose, *, login: str, email: str, now: datetime) -> NewLink:
    token = secrets.token_urlsafe(32)
    link_id = rows.add_link(
        conn, token=token, account_id=account_id, purpose=purpose.value, at=now, expires_at=now + purpose.lasts
    )
    return NewLink(id=link_id, purpose=purpose, account_id=account_id, login=login, email=email, token=token)

"""From an identity of the city's sign-in to an account: it lets in whom an administrator has let in, and nobody else.

An identity never gives a power: what an account may do was granted here. A setting may say that a role also needs a
group at the provider; who has lost the group then stays outside, and a group alone opens nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gis_cas.accounts.grant import NO_ACCOUNT
from gis_cas.accounts.identity_provider import Identity, Registration
from gis_cas.errors import BadInput, NotFound, SignInRefused
from gis_cas.store import identities
from gis_cas.store.accounts import by_email, by_id, note
from gis_cas.store.grants import standing
from gis_cas.store.sessions import end_all

STRANGER = (
    "The city knows you, but nobody has opened this desk for you yet. Please ask the CAS administrator; they can see "
    "that you were here."
)
LOCKED = "This account is locked. Please ask your administrator."
CHOOSE = "Please choose one of the people who came from the city's sign-in and have no account yet."
NO_GROUP = "The city's directory no longer lists you for what you do here. Please ask the CAS administrator."


def account_of_identity(
    conn: Connection, identity: Identity, registration: Registration, *, now: datetime, zone: ZoneInfo
) -> int | SignInRefused:
    """The account's id, or why nobody is signed in; the caller commits either way, since a refusal is written down."""
    linked = identities.owner(conn, issuer=identity.issuer, subject=identity.subject)
    account_id = linked if linked is not None else _linked_by_email(conn, identity, registration, now=now)
    if account_id is None:
        email = identity.email if identity.email_verified else None
        identities.note_unknown(conn, issuer=identity.issuer, subject=identity.subject, email=email, at=now)
        return SignInRefused(STRANGER, why="unknown")
    known = by_id(conn, account_id)
    if known is None or known.locked_at is not None or known.demo:
        return _refused(conn, account_id, SignInRefused(LOCKED, why="locked"), now=now)
    held = {grant.role for grant in standing(conn, account_id, on=now.astimezone(zone).date())}
    if not _groups_allow(held, identity.groups, registration.role_groups):
        return _refused(conn, account_id, SignInRefused(NO_GROUP, why="group"), now=now)
    return account_id


def link_to_account(conn: Connection, unknown_id: int, *, account_id: int, by: str, now: datetime) -> None:
    """Let somebody who came from the city's sign-in in by an account; raises BadInput, NotFound."""
    who = identities.unknown_by_id(conn, unknown_id)
    if who is None:
        raise BadInput({"who": CHOOSE})
    account = by_id(conn, account_id)
    if account is None or account.demo:
        raise NotFound(NO_ACCOUNT)
    identities.link(conn, account_id, issuer=who.issuer, subject=who.subject, at=now)
    note(conn, account_id, at=now, actor=by, kind="identity_linked", facts={"by_email": False})


def end_links(conn: Connection, account_id: int, *, by: str, now: datetime) -> None:
    """Nobody from the city's sign-in comes in by this account any more, and its sessions are over."""
    if identities.unlink(conn, account_id):
        end_all(conn, account_id, at=now, why="city sign-in unlinked")
        note(conn, account_id, at=now, actor=by, kind="identity_unlinked")


def _linked_by_email(conn: Connection, identity: Identity, registration: Registration, *, now: datetime) -> int | None:
    """The account with the e-mail address that the provider verified, linked from now on.

    Never one that is linked already: an address that went to somebody's successor does not bring the account along.
    """
    if not (registration.links_by_email and identity.email_verified and identity.email):
        return None
    row = by_email(conn, identity.email.strip().lower())
    if row is None or row.demo or row.locked_at is not None:
        return None
    if identities.is_linked(conn, row.id):
        return None
    identities.link(conn, row.id, issuer=identity.issuer, subject=identity.subject, at=now)
    note(conn, row.id, at=now, actor=row.login, kind="identity_linked", facts={"by_email": True})
    return int(row.id)


def _groups_allow(held: set[str], groups: frozenset[str], needed: Mapping[str, str]) -> bool:
    return all(needed[role] in groups for role in held if role in needed)


def _refused(conn: Connection, account_id: int, refusal: SignInRefused, *, now: datetime) -> SignInRefused:
    note(conn, account_id, at=now, actor="city sign-in", kind="sign_in_refused", facts={"why": refusal.why})
    return refusal

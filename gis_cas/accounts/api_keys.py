"""Let a program in under its own name, give it keys, and take them back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gis_cas.accounts.api_client import SHOWN, ApiScope, key_hash, new_key
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.store import api_clients

LONGEST = 200
MOST_PER_MINUTE = 60_000
USUAL_PER_MINUTE = 600
MOST_KEYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """A program to let in: whose it is, whom to call about it, what it may do and how often a minute."""

    name: str
    contact: str
    scopes: Collection[ApiScope]
    per_minute: int = USUAL_PER_MINUTE


def create_client(conn: Connection, new: NewClient, *, by: str, now: datetime) -> int:
    """Make the client and answer its id; it has no key yet. Raises BadInput with a sentence per field."""
    name, contact = new.name.strip(), new.contact.strip()
    wrong = {}
    if not name or len(name) > LONGEST or not name.isprintable():
        wrong["name"] = f"Please name the program and whose it is, in at most {LONGEST} characters."
    if not contact or len(contact) > LONGEST or not contact.isprintable():
        wrong["contact"] = "Please say whom to call or write to about it."
    if not new.scopes:
        wrong["scopes"] = "Please choose at least one thing that it may do."
    if not 1 <= new.per_minute <= MOST_PER_MINUTE:
        wrong["per_minute"] = f"Calls a minute are a whole number from 1 to {MOST_PER_MINUTE:,}."
    if wrong:
        raise BadInput(wrong)
    client_id = api_clients.add_client(
        conn,
        name=name,
        contact=contact,
        scopes=sorted(scope.value for scope in new.scopes),
        per_minute=new.per_minute,
        created_at=now,
        created_by=by,
    )
    if client_id is None:
        raise BadInput({"name": "Another program goes by this name already."})
    return client_id


def create_key(
    conn: Connection, client_id: int, *, expires_on: date | None = None, by: str, now: datetime, zone: ZoneInfo
) -> str:
    """Make a key and answer it, the only time it is ever seen; raises NotFound, BadInput, WrongState."""
    if api_clients.client_by_id(conn, client_id) is None:
        raise NotFound("There is no such client program.")
    if expires_on is not None and expires_on < now.astimezone(zone).date():
        raise BadInput({"expires_on": "This day has passed. Leave it empty for a key without an end."})
    standing = [key for key in api_clients.keys_of(conn, [client_id]) if key.revoked_at is None]
    if len(standing) >= MOST_KEYS:
        raise WrongState(f"This program has {MOST_KEYS} keys. Please withdraw one that is no longer used.")
    key = new_key()
    api_clients.add_key(
        conn,
        client_id=client_id,
        key_hash=key_hash(key),
        hint=key[-SHOWN:],
        created_at=now,
        created_by=by,
        expires_on=expires_on,
    )
    return key


def revoke_key(conn: Connection, key_id: int, *, by: str, now: datetime) -> None:
    """Withdraw a key: the next call with it is refused, in every process. Raises NotFound."""
    if not api_clients.revoke(conn, key_id, by=by, at=now):
        raise NotFound("There is no such key, or it was withdrawn before.")

"""Programs that use the interface under their own name: which one is asking, by its key."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from gis_cas.store.api_clients import client_by_key, note_use

PREFIX = "gcas"
SHOWN = 6
"""How many characters of a key may be shown again, so that people can tell keys apart."""

_SHAPE = re.compile(rf"{PREFIX}_[A-Za-z0-9_-]{{43}}")


class ApiScope(StrEnum):
    """What a key is good for."""

    ASK = "ask"
    SEND = "send"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClient:
    """A client program; `per_minute` is how often it may call, all of its keys together."""

    id: int
    name: str
    scopes: frozenset[ApiScope]
    per_minute: int

    @property
    def idempotency_client(self) -> str:
        """Under which its idempotency keys are kept: two clients may use the same key."""
        return f"api-client-{self.id}"


def new_key() -> str:
    """A key of 256 random bits; with that much chance in it one hash is enough to keep it safe."""
    return f"{PREFIX}_{secrets.token_urlsafe(32)}"


def key_hash(key: str) -> bytes:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).digest()


def client_of(conn: Connection, key: str, *, now: datetime, zone: ZoneInfo) -> ApiClient | None:
    """The client whose key this is; None for a key that is unknown, was withdrawn or has run out."""
    if not _SHAPE.fullmatch(key):
        return None
    today = now.astimezone(zone).date()
    row = client_by_key(conn, key_hash(key), today=today)
    if row is None:
        return None
    if row.last_used_on != today:
        note_use(conn, row.key_id, today=today)
    scopes = frozenset(ApiScope(scope) for scope in row.scopes)
    return ApiClient(id=row.id, name=row.name, scopes=scopes, per_minute=row.per_minute)

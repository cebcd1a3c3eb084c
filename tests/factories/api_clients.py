"""A client program with a key, made quickly."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from gis_cas.accounts.api_client import ApiScope
from gis_cas.accounts.api_keys import NewClient, create_client, create_key

CITY_ZONE = ZoneInfo("America/New_York")


def a_key(
    engine: Engine,
    name: str = "Neighbourhood app",
    *,
    scopes: Collection[ApiScope] = tuple(ApiScope),
    per_minute: int = 600,
    expires_on: date | None = None,
) -> str:
    """A key of a new client program, given on the first day of 2026."""
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    new = NewClient(name=name, contact="someone@example.org", scopes=scopes, per_minute=per_minute)
    with engine.begin() as conn:
        client_id = create_client(conn, new, by="test", now=now)
        return create_key(conn, client_id, expires_on=expires_on, by="test", now=now, zone=CITY_ZONE)


def bearing(key: str) -> dict[str, str]:
    """The header that presents a key."""
    return {"Authorization": f"Bearer {key}"}

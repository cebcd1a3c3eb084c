"""Letting programs in: what is refused, in which words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from gis_cas.accounts.api_client import ApiScope, client_of
from gis_cas.accounts.api_keys import MOST_KEYS, NewClient, create_client, create_key, revoke_key
from gis_cas.errors import BadInput, NotFound, WrongState
from gis_cas.store.api_clients import keys_of
from tests.factories.api_clients import CITY_ZONE

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
GOOD: dict[str, Any] = {"name": "Neighbourhood app", "contact": "someone@example.org", "scopes": {ApiScope.SEND}}


def made(connection: Connection, **more: Any) -> int:
    return create_client(connection, NewClient(**{**GOOD, **more}), by="admin", now=NOW)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("name", name) for name in ("", "  ", "x" * 201, "a\nb", "a\x00b")],
        ("contact", " "),
        ("scopes", frozenset()),
        *[("per_minute", often) for often in (0, -1, 60_001)],
    ],
)
def test_what_cannot_be_is_refused_by_field(connection: Connection, field: str, value: Any) -> None:
    with pytest.raises(BadInput) as refused:
        made(connection, **{field: value})
    assert set(refused.value.fields) == {field}


def test_a_name_is_one_programs_own(connection: Connection) -> None:
    made(connection)
    with pytest.raises(BadInput, match="goes by this name"):
        made(connection)


def test_a_new_key_is_the_clients_and_no_two_are_the_same(connection: Connection) -> None:
    client_id = made(connection, per_minute=7)
    keys = {create_key(connection, client_id, by="admin", now=NOW, zone=CITY_ZONE) for _ in range(3)}
    assert len(keys) == 3
    for key in keys:
        client = client_of(connection, key, now=NOW, zone=CITY_ZONE)
        assert client is not None
        assert (client.id, client.per_minute, client.scopes) == (client_id, 7, frozenset({ApiScope.SEND}))


def test_a_key_ends_in_the_future_or_never(connection: Connection) -> None:
    client_id = made(connection)
    with pytest.raises(BadInput, match="has passed"):
        create_key(connection, client_id, expires_on=date(2026, 11, 22), by="admin", now=NOW, zone=CITY_ZONE)
    create_key(connection, client_id, expires_on=date(2026, 11, 23), by="admin", now=NOW, zone=CITY_ZONE)


def test_nobody_gets_a_key_for_a_program_that_is_not_there(connection: Connection) -> None:
    with pytest.raises(NotFound):
        create_key(connection, 2_000_000, by="admin", now=NOW, zone=CITY_ZONE)


def test_a_key_is_withdrawn_once_and_makes_room_for_another(connection: Connection) -> None:
    client_id = made(connection)
    keys = [create_key(connection, client_id, by="admin", now=NOW, zone=CITY_ZONE) for _ in range(MOST_KEYS)]
    with pytest.raises(WrongState, match="withdraw one"):
        create_key(connection, client_id, by="admin", now=NOW, zone=CITY_ZONE)
    oldest = keys_of(connection, [client_id])[-1]
    revoke_key(connection, oldest.id, by="admin", now=NOW)
    assert client_of(connection, keys[0], now=NOW, zone=CITY_ZONE) is None
    assert client_of(connection, keys[1], now=NOW, zone=CITY_ZONE) is not None
    with pytest.raises(NotFound):
        revoke_key(connection, oldest.id, by="admin", now=NOW)
    create_key(connection, client_id, by="admin", now=NOW, zone=CITY_ZONE)

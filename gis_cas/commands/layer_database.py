"""What the layer commands share: a connection to the city's database, its day, and a day as somebody wrote it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine

from gis_cas.commands.database import running_database
from gis_cas.errors import BadInput, Misconfigured
from gis_cas.settings import load_settings
from gis_cas.store.city import load_city
from gis_cas.store.engine import create_engine_for


@contextmanager
def layer_engine() -> Iterator[Engine]:
    """An engine on the city's database without a limit of time."""
    with running_database(load_settings()) as ready:
        engine = create_engine_for(
            ready.database.url or "", pool_size=4, statement_timeout_ms=0, application_name="gis_cas layers"
        )
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def layer_connection() -> Iterator[Connection]:
    """One transaction on the city's database."""
    with layer_engine() as engine, engine.begin() as connection:
        yield connection


def today(connection: Connection) -> date:
    """The day it is in the city; raises Misconfigured without one."""
    city = load_city(connection)
    if city is None:
        raise Misconfigured("No city is loaded; run gis-cas city load first.")
    return datetime.now(UTC).astimezone(city.time_zone).date()


def day_in(name: str, written: str) -> date:
    """The day that an option names; raises BadInput."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput({name: f"--{name} must be a day such as 2026-01-31, not {written!r}."}) from None

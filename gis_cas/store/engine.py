"""Engines: synchronous SQLAlchemy on psycopg2, a pool that never overflows, and a database that may go away."""

import time
from typing import Any

import psycopg2
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import PoolProxiedConnection, PoolResetState, QueuePool

from gis_cas.errors import Misconfigured, StoreUnavailable
from gis_cas.store.slow import watch

DRIVER = "postgresql+psycopg2"
PING_AFTER_IDLE_S = 2.0

_GONE = ("08", "57P")  # SQLSTATE classes: connection exception; server shutting down, crashed or starting
_SENTENCE = "The database does not answer at the moment. Nothing you were told was received is lost; please try again."
_TOO_MANY_CONNECTIONS = "53300"


class _FixedPool(QueuePool):
    """A pool in which waiting too long for a connection means: the database is not available."""

    def connect(self) -> PoolProxiedConnection:
        try:
            return super().connect()
        except PoolTimeoutError as error:
            raise StoreUnavailable(_SENTENCE) from error


def psycopg2_url(url: str | URL) -> URL:
    """The same address with the driver named, since SQLAlchemy would pick another for plain `postgresql://`.

    Raises Misconfigured for anything that is not a PostgreSQL address.
    """
    text = url.render_as_string(hide_password=False) if isinstance(url, URL) else url
    if text.startswith("postgres://"):
        text = "postgresql://" + text.removeprefix("postgres://")
    try:
        parsed = make_url(text)
    except ArgumentError:
        raise Misconfigured("A database address must look like postgresql://role:password@host/gis_cas.") from None
    if parsed.get_backend_name() != "postgresql":
        raise Misconfigured(f"A database address must begin with postgresql://, not {parsed.drivername}://.")
    return parsed.set(drivername=DRIVER)


def libpq_url(url: str | URL) -> str:
    """The address as libpq and psycopg 3 read it: without SQLAlchemy's driver name."""
    return psycopg2_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def create_engine_for(
    url: str | URL,
    *,
    pool_size: int = 8,
    statement_timeout_ms: int = 5000,
    application_name: str = "gis_cas",
    pool_timeout_s: float = 10.0,
    slow_ms: int = 500,
) -> Engine:
    """An engine whose pool keeps all the connections it may ever use and whose statements end in time.

    A connection that lay idle is tried before it is handed out; one in steady use is not, as that would be one more
    round trip a request. Errors that mean "no database" come out as StoreUnavailable. Statements that take `slow_ms`
    are logged; no error of a statement quotes what was bound to it.
    """
    address = psycopg2_url(url)
    given = address.query.get("options", "")
    options = given if isinstance(given, str) else " ".join(given)
    options += f" -c statement_timeout={statement_timeout_ms} -c jit=off -c timezone=UTC"
    engine = create_engine(
        address,
        poolclass=_FixedPool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=pool_timeout_s,
        pool_use_lifo=True,
        pool_reset_on_return=None,
        hide_parameters=True,
        connect_args={"options": options.strip(), "application_name": application_name, "connect_timeout": 5},
    )
    if engine.dialect.driver != "psycopg2":
        raise Misconfigured(f"The database driver must be psycopg2, not {engine.dialect.driver}.")
    event.listen(engine, "reset", _roll_back)
    event.listen(engine, "checkin", _remember_when)
    event.listen(engine, "checkout", _try_when_idle)
    event.listen(engine, "handle_error", _say_unavailable)
    watch(engine, slow_ms=slow_ms)
    return engine


def _roll_back(connection: Any, _record: Any, state: PoolResetState) -> None:
    """End what a connection is still in; one that commits each statement is in nothing."""
    if not (state.transaction_was_reset or connection.autocommit):
        connection.rollback()


def _remember_when(_connection: Any, record: Any) -> None:
    record.info["idle_since"] = time.monotonic()


def _try_when_idle(connection: Any, record: Any, _proxy: Any) -> None:
    idle_since = record.info.get("idle_since")
    if idle_since is None or time.monotonic() - idle_since < PING_AFTER_IDLE_S:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.rollback()
    except psycopg2.Error as error:
        raise DisconnectionError(str(error)) from error  # the pool makes a new one and asks again


def _say_unavailable(context: ExceptionContext) -> None:
    original = context.original_exception
    if not isinstance(original, (psycopg2.OperationalError, psycopg2.InterfaceError)):
        return
    code = original.pgcode or ""
    if context.is_disconnect or not code or code.startswith(_GONE) or code == _TOO_MANY_CONNECTIONS:
        raise StoreUnavailable(_SENTENCE) from original

"""Connections whose every statement is its own transaction: no BEGIN and no COMMIT on the wire."""

from collections import namedtuple
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from time import perf_counter
from typing import Any

import psycopg2
from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import PoolProxiedConnection

from gis_cas.errors import StoreUnavailable
from gis_cas.store.slow import limit_of, note

_BY_INDEX = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan"
_COMMITS_EACH = "gis_cas_commits_each"
_AWAY = "The database does not answer at the moment. Nothing you were told was received is lost; please try again."


def plan_once(conn: Connection) -> None:
    """Until the transaction ends, plan prepared statements by index, and once: for who asks the same over and over."""
    conn.exec_driver_sql(_BY_INDEX.replace("SET ", "SET LOCAL "))


@lru_cache(maxsize=256)
def _row_of(columns: tuple[str, ...]) -> Any:
    """The class of the rows with these columns, made once: statements with the same columns share it."""
    return namedtuple("Row", columns, rename=True)  # noqa: PYI024 - its columns are known at run time only


class LeanResult:
    """The rows of one statement, with SQLAlchemy's words for taking them."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Every row."""
        return self._rows

    def one(self) -> Any:
        """The only row; raises LookupError when there is none or another."""
        if len(self._rows) != 1:
            raise LookupError(f"One row was expected, {len(self._rows)} came.")
        return self._rows[0]

    def one_or_none(self) -> Any | None:
        """The only row, or None."""
        return self.one() if self._rows else None

    def scalar_one(self) -> Any:
        """The only row's first column."""
        return self.one()[0]


class LeanConnection:
    """A pooled connection used through the driver alone: a third of an intake's time was SQLAlchemy's care for results.

    Rows are named tuples; errors are the driver's own, except that a database that went away is StoreUnavailable.
    """

    def __init__(self, engine: Engine, pooled: PoolProxiedConnection) -> None:
        self.engine = engine
        self._pooled = pooled
        self.info = pooled.info
        self._slow_s = limit_of(engine)

    def exec_driver_sql(self, statement: str, values: Mapping[str, Any] | None = None) -> LeanResult:
        """Run one statement in the driver's own notation."""
        try:
            cursor: Any = self._pooled.cursor()
            with cursor:
                began = perf_counter()
                cursor.execute(statement, values)
                seconds = perf_counter() - began
                if seconds >= self._slow_s:
                    note(statement, seconds)
                if not cursor.description:
                    return LeanResult([])
                row_of = _row_of(tuple([column[0] for column in cursor.description]))
                return LeanResult([row_of(*values) for values in cursor.fetchall()])
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            driver = self._pooled.driver_connection
            code = error.pgcode or ""
            if driver is None or driver.closed or code.startswith(("08", "57P")):
                self._pooled.invalidate(error)
                raise StoreUnavailable(_AWAY) from error
            raise


class Statements:
    """A pool shared with an engine, each statement committed by itself.

    SQLAlchemy's isolation level AUTOCOMMIT tells the server about every change of mode, two round trips a use; the
    driver's own switch is only remembered by the driver. It stays as it is until somebody else begins a transaction on
    the connection, as each turn of it would let another thread go first. The connections plan by index, and once:
    a plan prepared while the tables are still empty would otherwise read them from end to end until somebody analyses
    them.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        if not event.contains(engine, "begin", _commit_as_one):
            event.listen(engine, "begin", _commit_as_one)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection on which each statement commits as it ends."""
        with self.engine.connect() as conn:
            conn.execution_options(**{_COMMITS_EACH: True})
            _commit_each(conn.info, conn.connection.driver_connection)
            _plan_by_index(conn)
            yield conn

    @contextmanager
    def lean(self) -> Iterator[LeanConnection]:
        """The same for prepared statements only, where every microsecond is spent a thousand times a second.

        Raises StoreUnavailable when no connection is to be had.
        """
        try:
            pooled = self.engine.raw_connection()
        except psycopg2.OperationalError as error:
            raise StoreUnavailable(_AWAY) from error
        try:
            conn = LeanConnection(self.engine, pooled)
            _commit_each(conn.info, pooled.driver_connection)
            _plan_by_index(conn)
            yield conn
        finally:
            pooled.close()


def _commit_each(info: dict[str, Any], driver: Any) -> None:
    if not info.get(_COMMITS_EACH):
        driver.autocommit = True
        info[_COMMITS_EACH] = True


def _commit_as_one(conn: Connection) -> None:
    """Whoever begins a transaction on a connection of the same pool has one."""
    if conn.info.get(_COMMITS_EACH) and not conn.get_execution_options().get(_COMMITS_EACH):
        driver: Any = conn.connection.driver_connection
        driver.autocommit = False
        conn.info[_COMMITS_EACH] = False


def _plan_by_index(conn: Connection | LeanConnection) -> None:
    if not conn.info.get("gis_cas_by_index"):
        conn.exec_driver_sql(_BY_INDEX)
        conn.info["gis_cas_by_index"] = True

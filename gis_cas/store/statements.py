"""Connections whose every statement is its own transaction: no BEGIN and no COMMIT on the wire."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine


class Statements:
    """A pool shared with an engine, each statement committed by itself.

    SQLAlchemy's isolation level AUTOCOMMIT tells the server about every change of mode, two round trips a use; the
    driver's own switch is only remembered by the driver. The connections plan by index, and once: a plan prepared while
    the tables are still empty would otherwise read them from end to end until somebody analyses them.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection on which each statement commits as it ends."""
        with self.engine.connect() as conn:
            driver = conn.connection.driver_connection
            if driver is None:
                raise RuntimeError("A connection from the pool has a driver's connection behind it.")
            driver.autocommit = True
            if not conn.info.get("gis_cas_by_index"):
                conn.exec_driver_sql("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
                conn.info["gis_cas_by_index"] = True
            try:
                yield conn
            finally:
                if not conn.invalidated and not driver.closed:
                    driver.autocommit = False

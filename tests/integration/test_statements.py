"""One statement, one transaction; and a database that goes away is said so in one sentence."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing

import psycopg2
import pytest
from sqlalchemy import Connection, text

from gis_cas.errors import StoreUnavailable
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import APP
from gis_cas.store.statements import LeanConnection, Statements
from tests.fixtures.database import Database

KEY = "INSERT INTO cas.worker_beat (worker, beat_at, pid) VALUES (%(w)s, now(), 1)"


def cut(cluster: EmbeddedCluster, database: Database) -> None:
    superuser = cluster.connect_as_superuser(database.name)
    with superuser.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = 'gis_cas_app'",
            (database.name,),
        )
    superuser.commit()
    superuser.close()


def test_each_statement_stands_though_the_next_one_fails(database: Database) -> None:
    with Statements(database.app).lean() as conn:
        conn.exec_driver_sql(KEY, {"w": "a"})
        with pytest.raises(psycopg2.errors.UniqueViolation):
            conn.exec_driver_sql(KEY, {"w": "a"})
        conn.exec_driver_sql(KEY, {"w": "b"})
    with database.app.connect() as conn_after:
        assert conn_after.execute(text("SELECT count(*) FROM cas.worker_beat")).scalar_one() == 2


def test_who_begins_a_transaction_on_the_same_connection_has_one(database: Database) -> None:
    engine = create_engine_for(database.url(APP), pool_size=1)
    statements = Statements(engine)
    ways: list[Callable[[], AbstractContextManager[LeanConnection | Connection]]] = [
        statements.lean,
        statements.connect,
        statements.lean,
    ]
    for number, opened in enumerate(ways):
        with opened() as conn:
            conn.exec_driver_sql(KEY, {"w": str(number)})
        with engine.begin() as plain:
            plain.execute(text("INSERT INTO cas.worker_beat VALUES ('x', now(), 1)"))
            plain.rollback()
        with engine.connect() as plain:
            plain.execute(text("INSERT INTO cas.worker_beat VALUES ('never committed', now(), 1)"))
        with engine.connect() as plain:
            assert plain.execute(text("SELECT count(*) FROM cas.worker_beat")).scalar_one() == number + 1
    engine.dispose()


def test_a_transaction_that_its_owner_left_open_ends_with_the_connections_return(database: Database) -> None:
    engine = create_engine_for(database.url(APP), pool_size=1)
    pooled = engine.raw_connection()
    with closing(pooled.cursor()) as cursor:
        cursor.execute(KEY, {"w": "left open"})
    pooled.close()
    with engine.connect() as plain:
        assert plain.execute(text("SELECT count(*) FROM cas.worker_beat")).scalar_one() == 0
    engine.dispose()


def test_rows_are_taken_by_name_and_counted(database: Database) -> None:
    with Statements(database.app).lean() as conn:
        two = conn.exec_driver_sql("SELECT g AS number, '{\"a\": [1]}'::jsonb AS document FROM generate_series(1, 2) g")
        assert [(row.number, row.document) for row in two] == [(1, {"a": [1]}), (2, {"a": [1]})]
        with pytest.raises(LookupError, match="2 came"):
            two.one()
        assert conn.exec_driver_sql("SELECT 1 WHERE false").one_or_none() is None


def test_a_cut_connection_is_said_and_the_next_one_is_new(database: Database, cluster: EmbeddedCluster) -> None:
    engine = create_engine_for(database.url(APP), pool_size=2)

    def ask(conn: LeanConnection) -> int:
        return int(conn.exec_driver_sql("SELECT 1").scalar_one())

    statements = Statements(engine)
    with statements.lean() as conn:
        assert ask(conn) == 1
        cut(cluster, database)
        with pytest.raises(StoreUnavailable, match="does not answer"):
            ask(conn)
    with statements.lean() as conn:
        assert ask(conn) == 1
    engine.dispose()


def test_no_database_at_all_is_the_same_sentence() -> None:
    engine = create_engine_for("postgresql://nobody@/nothing?host=/nowhere", pool_size=1)
    with pytest.raises(StoreUnavailable), Statements(engine).lean():
        pass


def test_a_statement_that_takes_too_long_is_not_a_database_that_is_gone(database: Database) -> None:
    engine = create_engine_for(database.url(APP), pool_size=1, statement_timeout_ms=100)
    with Statements(engine).lean() as conn:
        with pytest.raises(psycopg2.errors.QueryCanceled):
            conn.exec_driver_sql("SELECT pg_sleep(5)")
        assert conn.exec_driver_sql("SELECT 1").scalar_one() == 1
    engine.dispose()

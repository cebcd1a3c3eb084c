"""One instant of the whole database, held still: what a backup is taken of and measured against."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from gis_cas.errors import BackupFailed
from gis_cas.store.attachments import share_files
from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import SCHEMAS

_TABLES = text("""
    SELECT format('%I.%I', n.nspname, c.relname) AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname = ANY(:schemas)
     ORDER BY pg_relation_size(c.oid) DESC, name
""")
_ABOUT = text("""
    SELECT current_setting('server_version') AS postgresql,
           current_setting('server_version_num')::int / 10000 AS postgresql_major,
           (SELECT version_num FROM cas.alembic_version) AS migration,
           (SELECT jsonb_object_agg(extname, extversion) FROM pg_extension) AS extensions,
           (SELECT slug FROM cas.city_settings) AS city,
           (SELECT document ->> 'name' FROM cas.city_settings) AS city_name
""")
_AS_TEXT = "SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'iso_8601'; SET LOCAL bytea_output = 'hex';"
_SAME_FLOATS = "SET LOCAL extra_float_digits = 1; SET LOCAL statement_timeout = 0;"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A database at one instant; `name` lets pg_dump see the same one."""

    connection: Connection
    name: str

    def tables(self) -> list[str]:
        """Every table of ours with its schema, the largest first."""
        return list(self.connection.scalars(_TABLES, {"schemas": list(SCHEMAS)}))

    def count_and_sum(self, table: str) -> tuple[int, str]:
        """The rows of a table and the sum of a 64-bit hash of each, whatever order they lie in.

        A row is hashed as PostgreSQL writes it as text, which loses nothing: geometries are their bytes, floats their
        shortest exact form. The server's processes share the work where the table is large.
        """
        found = self.connection.exec_driver_sql(
            "SELECT count(*), coalesce(sum(hashtextextended(whole_row::text, 0)), 0)::text"  # noqa: S608 - a name from the catalogue, quoted there
            f" FROM {table} AS whole_row"
        ).one()
        return int(found[0]), str(found[1])

    def about(self) -> dict[str, Any]:
        """Versions, migration and city; raises BackupFailed when no city is loaded."""
        row = self.connection.execute(_ABOUT).one()
        if row.city is None:
            raise BackupFailed("There is nothing to back up: no city is loaded in this database.")
        return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Hold the database of `url` (the owner role's) still for the length of the block; writers are not held up."""
    engine = create_engine_for(url, pool_size=1, statement_timeout_ms=0, application_name="gis_cas backup")
    try:
        with engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        ) as connection:
            connection.exec_driver_sql(_AS_TEXT + _SAME_FLOATS)
            name = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            yield Snapshot(connection, str(name))
    finally:
        engine.dispose()


@contextmanager
def files_held(url: str) -> Iterator[None]:
    """For the length of the block no file is taken out of the store of files; meant for moments."""
    engine = create_engine_for(url, pool_size=1, application_name="gis_cas backup")
    try:
        with engine.begin() as connection:
            share_files(connection)
            yield
    finally:
        engine.dispose()


def is_empty(url: str) -> bool:
    """Whether none of our schemas holds a table; raises BackupFailed when the schemas themselves are missing."""
    engine = create_engine_for(url, pool_size=1, application_name="gis_cas restore")
    try:
        with engine.connect() as connection:
            there = set(connection.scalars(text("SELECT nspname FROM pg_namespace")))
            if missing := set(SCHEMAS) - there:
                raise BackupFailed(
                    f"The database lacks the schema {min(missing)}: let its administrator run the script that "
                    "gis-cas doctor --sql prints."
                )
            return not connection.scalars(_TABLES, {"schemas": list(SCHEMAS)}).all()
    finally:
        engine.dispose()


def what_is_there(url: str) -> tuple[str, int]:
    """The city's name and the number of requests in a database that is about to be replaced."""
    engine = create_engine_for(url, pool_size=1, statement_timeout_ms=0, application_name="gis_cas restore")
    try:
        with engine.connect() as connection:
            if connection.scalar(text("SELECT to_regclass('cas.service_request') IS NULL")):
                return "", 0
            row = connection.execute(
                text(
                    "SELECT (SELECT document ->> 'name' FROM cas.city_settings),"
                    " (SELECT count(*) FROM cas.service_request)"
                )
            ).one()
            return row[0] or "", int(row[1])
    finally:
        engine.dispose()

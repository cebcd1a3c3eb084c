"""How alembic reaches the database: a connection handed over by `gis_cas.store.migrate`, or GIS_CAS_DATABASE_OWNER_URL.

Every statement names its schema. `search_path` is set to `public` for the run, so that comparing models and database
does not take `cas` for the nameless default schema.
"""

import os
from collections.abc import MutableMapping
from typing import Any

from alembic import context
from sqlalchemy import Connection, text

from gis_cas.store.engine import create_engine_for
from gis_cas.store.tables import metadata

OURS = ("cas", "published")
VERSION_TABLE = "alembic_version"
LOCK_TIMEOUT = "5s"
ONE_AT_A_TIME = 7_204_116_013  # advisory lock: two upgrades at once wait for each other


def _ours(name: str | None, kind: str, parents: MutableMapping[Any, str | None]) -> bool:
    if kind == "schema":
        return name in OURS
    if kind == "table":
        return parents["schema_name"] in OURS and name != VERSION_TABLE
    return True


def run(connection: Connection) -> None:
    """Run what alembic was asked for, one transaction a migration, giving up when a lock is not to be had."""
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text("SET statement_timeout = 0"))
    connection.execute(text("SET search_path = public"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ONE_AT_A_TIME})
    connection.commit()
    connection.dialect.default_schema_name = "public"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_schemas=True,
        include_name=_ours,
        version_table=VERSION_TABLE,
        version_table_schema="cas",
        transaction_per_migration=True,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ONE_AT_A_TIME})
        connection.commit()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine_for(os.environ["GIS_CAS_DATABASE_OWNER_URL"], pool_size=1, statement_timeout_ms=0)
    with engine.connect() as own:
        run(own)
    engine.dispose()

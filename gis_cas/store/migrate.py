"""Bring a database to the present schema, say whether it is there, and go back."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from gis_cas.store.engine import create_engine_for
from gis_cas.store.roles import SCHEMAS

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"

_FILLED = text("""
    SELECT oid::regclass::text FROM pg_class
     WHERE relkind = 'r' AND relnamespace::regnamespace::text = ANY (:schemas) AND pg_relation_size(oid) > 0
     ORDER BY 1
""")


def upgrade(url: str, revision: str = "head") -> None:
    """Run every migration that is missing up to `revision`; `url` is the owner role's."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take migrations back down to `revision` (`base` for all); `url` is the owner role's."""
    _run(url, lambda config: command.downgrade(config, revision))


def pending(engine: Engine) -> bool:
    """Whether the database lacks a migration this program knows, or has one it does not know."""
    try:
        with engine.connect() as connection:
            found = set(connection.scalars(text("SELECT version_num FROM cas.alembic_version")))
    except ProgrammingError:  # no such table: nothing was ever migrated
        return True
    return found != head_revisions()


@lru_cache(maxsize=1)
def head_revisions() -> frozenset[str]:
    """The newest migrations that came with this program."""
    return frozenset(ScriptDirectory.from_config(alembic_config()).get_heads())


def alembic_config() -> Config:
    """Alembic's configuration as pyproject's `[tool.alembic]` has it, without needing that file at run time."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(url: str, what: Callable[[Config], None]) -> None:
    engine = create_engine_for(url, pool_size=1, statement_timeout_ms=0, application_name="gis_cas migrate")
    config = alembic_config()
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            what(config)
    finally:
        engine.dispose()


def analyze(url: str) -> None:
    """Count what lies in the tables, so that the first statements after a bulk load are planned well.

    Empty ones are left alone: what was once counted as empty is planned for as if it stayed so.
    """
    engine = create_engine_for(url, pool_size=1, statement_timeout_ms=0, application_name="gis_cas analyze")
    try:
        with engine.begin() as connection:
            filled = connection.scalars(_FILLED, {"schemas": list(SCHEMAS)})
            for table in filled:
                connection.execute(text(f"ANALYZE {table}"))
    finally:
        engine.dispose()


def knows(revision: str) -> bool:
    """Whether a migration of that name came with this program."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions())

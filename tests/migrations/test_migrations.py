"""Models, migrations and database agree; up and down again."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from procrastinate.schema import SchemaManager
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gis_cas.store import migrate, roles
from gis_cas.store.embedded import EmbeddedCluster
from gis_cas.store.tables import metadata
from tests.fixtures.database import Database, open_database

ROOT = Path(__file__).resolve().parents[2]
OURS = ("cas", "published")


def _ours(name: str | None, kind: str, parents: Any) -> bool:
    if kind == "schema":
        return name in OURS
    return kind != "table" or (parents["schema_name"] in OURS and name != "alembic_version")


def _objects(database: Database) -> set[str]:
    """Every relation with its own settings, type, function, trigger, right and constraint in our schemas, in words."""
    with database.owner.connect() as connection:
        return set(
            connection.scalars(
                text("""
                SELECT 'relation ' || c.oid::regclass::text || c.relkind::text || ' ' || coalesce(c.relacl::text, '')
                       || coalesce(c.reloptions::text, '')
                FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('cas', 'published', 'jobs')
                UNION ALL SELECT 'function ' || p.oid::regprocedure::text || ' ' || md5(p.prosrc)
                FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('cas', 'published', 'jobs')
                UNION ALL SELECT 'type ' || t.oid::regtype::text
                FROM pg_type t WHERE t.typnamespace::regnamespace::text IN ('cas', 'published', 'jobs')
                UNION ALL SELECT 'trigger ' || tgname || ' on ' || tgrelid::regclass::text || ' ' || tgenabled::text
                FROM pg_trigger WHERE NOT tgisinternal
                """)
            )
        )


def test_models_and_database_agree(empty_database: Database) -> None:
    with empty_database.owner.connect() as connection:
        connection.execute(text("SET search_path = public"))
        connection.dialect.default_schema_name = "public"
        context = MigrationContext.configure(
            connection, opts={"include_schemas": True, "include_name": _ours, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_the_comparison_would_see_a_missing_index_and_a_changed_geometry(empty_database: Database) -> None:
    with empty_database.owner.begin() as connection:
        connection.execute(text("DROP INDEX cas.ix_routing_edge_geom_ft_effective"))
        connection.execute(text("ALTER TABLE cas.routing_edge ALTER geom_ft TYPE geometry(POINT, 4326)"))
        connection.execute(text("SET search_path = public"))
        connection.dialect.default_schema_name = "public"
        context = MigrationContext.configure(connection, opts={"include_schemas": True, "include_name": _ours})
        found = {
            str(difference[0] if isinstance(difference, tuple) else difference[0][0])
            for difference in compare_metadata(context, metadata)
        }
    assert found == {"add_index", "modify_type"}


def test_down_to_nothing_and_up_again_leaves_no_trace(empty_database: Database) -> None:
    before = _objects(empty_database)
    owner = empty_database.url(roles.OWNER)
    migrate.downgrade(owner, "base")
    assert {item for item in _objects(empty_database) if "alembic_version" not in item} == set()
    assert migrate.pending(empty_database.app)
    migrate.upgrade(owner)
    assert _objects(empty_database) == before
    assert not migrate.pending(empty_database.app)


def test_the_routing_tables_are_swept_after_every_publication(empty_database: Database) -> None:
    swept = sorted(one for one in _objects(empty_database) if "autovacuum_vacuum_scale_factor=0," in one)
    assert [one.split()[1] for one in swept] == ["routing_edger", "routing_piecer"]  # r: a table


def test_what_is_empty_is_not_counted_as_empty(empty_database: Database) -> None:
    migrate.analyze(empty_database.url(roles.OWNER))
    rows = text("SELECT reltuples FROM pg_class WHERE oid = CAST(:table AS regclass)")
    with empty_database.owner.connect() as connection:
        assert connection.scalar(rows, {"table": "cas.alembic_version"}) == 1
        assert connection.scalar(rows, {"table": "cas.service_request"}) == -1, "never counted"


def test_each_step_goes_down_and_up_alone(empty_database: Database) -> None:
    owner = empty_database.url(roles.OWNER)
    before = _objects(empty_database)
    newest = int(next(iter(migrate.head_revisions())))
    for step in range(newest, 0, -1):
        at = f"{step - 1:04}" if step > 1 else "base"
        migrate.downgrade(owner, at)
        migrate.upgrade(owner, f"{step:04}")
        migrate.downgrade(owner, at)
    migrate.upgrade(owner)
    assert _objects(empty_database) == before


def test_pending_until_the_last_migration_has_run(cluster: EmbeddedCluster) -> None:
    cluster.create_database("test_pending")
    try:
        opened = open_database(cluster, "test_pending")
        assert migrate.pending(opened.app)
        migrate.upgrade(opened.url(roles.OWNER), "0007")
        assert migrate.pending(opened.owner)
        migrate.upgrade(opened.url(roles.OWNER))
        assert not migrate.pending(opened.app)
        opened.dispose()
    finally:
        cluster.drop_database("test_pending")


def test_a_lock_that_is_not_to_be_had_ends_the_migration(empty_database: Database) -> None:
    """What runs goes on running: the migration gives up, and changes nothing."""
    owner = empty_database.url(roles.OWNER)
    migrate.downgrade(owner, "0008")
    with empty_database.owner.begin() as busy:
        busy.execute(text("LOCK TABLE cas.event IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(OperationalError, match="lock timeout"):
            migrate.downgrade(owner, "0007")
    with empty_database.owner.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM cas.alembic_version")) == "0008"


def test_no_migration_of_the_queue_came_with_a_newer_package() -> None:
    newest = max(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    assert f'AS_OF = "{newest}"' in (ROOT / "migrations/versions/0007_jobs.py").read_text(encoding="utf-8"), (
        "procrastinate brings a newer schema: write a migration that runs its new files in schema jobs"
    )

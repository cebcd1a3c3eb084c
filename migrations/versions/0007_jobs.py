"""The job queue's own tables (procrastinate 3.10), in a schema of their own.

The statements are procrastinate's, read from the installed package: a copy here would age unseen. When a newer package
brings migrations after `AS_OF`, a test fails and asks for the next migration here.
"""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0007"
down_revision = "0006"

AS_OF = "03.04.00_50_post_add_retry_failed_job_procedure.sql"


def upgrade() -> None:
    """Make procrastinate's types, tables, functions and triggers in schema jobs."""
    op.execute("SET LOCAL search_path = jobs, public")
    _run(SchemaManager.get_schema())
    _announce_only_what_can_begin()
    op.execute("SET LOCAL search_path = public")


def downgrade() -> None:
    """Remove everything from schema jobs, and with it every job that waits."""
    _run(
        """
        DO $$
        DECLARE found record;
        BEGIN
            FOR found IN SELECT c.oid::regclass AS name FROM pg_class c
                         WHERE c.relnamespace = 'jobs'::regnamespace AND c.relkind = 'r' LOOP
                EXECUTE format('DROP TABLE %s CASCADE', found.name);
            END LOOP;
            FOR found IN SELECT p.oid::regprocedure AS name FROM pg_proc p
                         WHERE p.pronamespace = 'jobs'::regnamespace LOOP
                EXECUTE format('DROP FUNCTION %s CASCADE', found.name);
            END LOOP;
            FOR found IN SELECT t.oid::regtype AS name FROM pg_type t
                         WHERE t.typnamespace = 'jobs'::regnamespace
                           AND (t.typtype = 'e' OR t.typtype = 'c' AND t.typelem = 0) LOOP
                EXECUTE format('DROP TYPE %s CASCADE', found.name);
            END LOOP;
        END $$
        """
    )


def _announce_only_what_can_begin() -> None:
    """A job with a time of its own wakes nobody now.

    procrastinate announces every new job, and PostgreSQL lets only one announcing transaction commit at a time, each
    waiting for the disk: intake would be no faster than the disk. The worker finds such jobs when it next looks.
    """
    name = "procrastinate_jobs_notify_queue_job_inserted_v1"
    op.execute(f"DROP TRIGGER {name} ON procrastinate_jobs")
    op.execute(
        f"CREATE TRIGGER {name} AFTER INSERT ON procrastinate_jobs FOR EACH ROW"
        " WHEN (new.status = 'todo' AND new.scheduled_at IS NULL)"
        " EXECUTE PROCEDURE procrastinate_notify_queue_job_inserted_v1()"
    )


def _run(statements: str) -> None:
    """Run them as they stand: a colon or a percent sign in them is no parameter."""
    cursor = op.get_bind().connection.cursor()
    try:
        cursor.execute(statements)
    finally:
        cursor.close()

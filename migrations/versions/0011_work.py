"""The background's own records: a row for each day's work that was done, and one for each job that hung."""

import sqlalchemy as sa
from alembic import op

from gis_cas.store.roles import APP, WORKER

revision = "0011"
down_revision = "0010"

FORGETS = {"session": "expires_at", "one_time_link": "expires_at", "sign_in_try": "last_at"}
"""What the background removes when it ran out, by the column that says so; it reads nothing else in them."""


def upgrade() -> None:
    """Make both tables; days are only ever added."""
    op.create_table(
        "report_day",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("city_date", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("report", "city_date", name=op.f("pk_report_day")),
        schema="cas",
    )
    op.create_table(
        "stuck_job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("why IN ('worker_died', 'over_limit')", name=op.f("ck_stuck_job_why_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stuck_job")),
        schema="cas",
    )
    op.create_index("ix_stuck_job_seen_at", "stuck_job", ["seen_at"], schema="cas")
    op.execute(f"GRANT SELECT, INSERT ON cas.report_day TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT, INSERT, DELETE ON cas.stuck_job TO {APP}, {WORKER}")
    for table, column in FORGETS.items():
        op.execute(f"GRANT SELECT ({column}), DELETE ON cas.{table} TO {WORKER}")


def downgrade() -> None:
    """Forget which days were done."""
    for table, column in FORGETS.items():
        op.execute(f"REVOKE SELECT ({column}), DELETE ON cas.{table} FROM {WORKER}")  # noqa: S608 - our own names
    op.drop_table("stuck_job", schema="cas")
    op.drop_table("report_day", schema="cas")

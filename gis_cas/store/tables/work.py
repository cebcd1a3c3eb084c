"""What the background writes down about itself: which day's work was done, which jobs hung."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, DateTime, Identity, Index, Table, Text, text

from gis_cas.store.tables.meta import PRIVATE, metadata

report_day = Table(
    "report_day",
    metadata,
    Column("report", Text, primary_key=True),
    Column("city_date", Date, primary_key=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    schema=PRIVATE,
)

stuck_job = Table(
    "stuck_job",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column("job_id", BigInteger, nullable=False),
    Column("task", Text, nullable=False),
    Column("queue", Text, nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("why IN ('worker_died', 'over_limit')", name="why_known"),
    Index("ix_stuck_job_seen_at", "seen_at"),
    schema=PRIVATE,
)

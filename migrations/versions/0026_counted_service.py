"""What a decision counts for in the misroutes by service lies in the index of its day: no row is read to count."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

COUNTED = "CASE WHEN owner IS NOT NULL THEN inputs ->> 'service_code'::text ELSE NULL::text END"


def upgrade() -> None:
    """Derive the column, for which every decision is written once more, and make the index over it."""
    column = sa.Column("counted_service", sa.Text(), sa.Computed(COUNTED, persisted=True), nullable=True)
    op.add_column("decision", column, schema="cas")
    op.drop_index("ix_decision_at", "decision", schema="cas")
    op.create_index("ix_decision_at", "decision", ["at", "counted_service"], schema="cas")


def downgrade() -> None:
    """Index the day alone again."""
    op.drop_index("ix_decision_at", "decision", schema="cas")
    op.create_index("ix_decision_at", "decision", ["at"], schema="cas")
    op.drop_column("decision", "counted_service", schema="cas")

"""What a service asks about the thing itself, and who has a part in a job that a department leads."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the columns; no service asked and no decision was split before."""
    for table, column in (("service", "questions"), ("decision", "beside")):
        op.add_column(
            table,
            sa.Column(column, postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")),
            schema="cas",
        )


def downgrade() -> None:
    """Forget both."""
    op.drop_column("decision", "beside", schema="cas")
    op.drop_column("service", "questions", schema="cas")

"""Who came from the city's sign-in and had no account here."""

import sqlalchemy as sa
from alembic import op

from gis_cas.store.roles import APP, WORKER

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table; the background only removes who came long ago."""
    op.create_table(
        "unknown_identity",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_unknown_identity_issuer_subject")),
        schema="cas",
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON cas.unknown_identity TO {APP}")
    op.execute(f"GRANT SELECT (last_at), DELETE ON cas.unknown_identity TO {WORKER}")


def downgrade() -> None:
    """Forget who came."""
    op.drop_table("unknown_identity", schema="cas")

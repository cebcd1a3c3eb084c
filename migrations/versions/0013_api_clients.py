"""Programs that use the interface under their own name, and their keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from gis_cas.store.roles import APP

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables; only the web process reads and writes them."""
    op.create_table(
        "api_client",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("scopes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("per_minute", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.CheckConstraint("per_minute BETWEEN 1 AND 60000", name=op.f("ck_api_client_per_minute_in_bounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("name", name=op.f("uq_api_client_name")),
        schema="cas",
    )
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(revoked_at IS NULL) = (revoked_by IS NULL)", name=op.f("ck_api_key_revoked_by_somebody")),
        sa.ForeignKeyConstraint(["client_id"], ["cas.api_client.id"], name=op.f("fk_api_key_client_id_api_client")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
        schema="cas",
    )
    op.create_index("ix_api_key_client_id", "api_key", ["client_id"], schema="cas")
    op.execute(f"GRANT SELECT, INSERT ON cas.api_client TO {APP}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE (revoked_at, revoked_by, last_used_on) ON cas.api_key TO {APP}")


def downgrade() -> None:
    """Remove them, and all that is in them."""
    op.drop_table("api_key", schema="cas")
    op.drop_table("api_client", schema="cas")

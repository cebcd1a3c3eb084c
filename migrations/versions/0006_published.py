"""The public projection."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "city",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_city")),
        schema="published",
    )
    op.create_table(
        "service",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("locus", sa.Text(), nullable=False),
        sa.Column("keywords", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_service")),
        schema="published",
    )
    op.create_table(
        "request",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("service_name", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("located", sa.Boolean(), nullable=False),
        sa.Column("decision_kind", sa.Text(), nullable=True),
        sa.Column("owner_type", sa.Text(), nullable=False),
        sa.Column("owner_slug", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_address", sa.Text(), nullable=True),
        sa.Column("owner_phone", sa.Text(), nullable=True),
        sa.Column("owner_verified_on", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("place_label", sa.Text(), nullable=True),
        sa.Column("place_precision", sa.Text(), nullable=False),
        sa.Column("released_text", sa.Text(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("geom_web", Geometry("POINT", srid=3857, spatial_index=False), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_request")),
        schema="published",
    )
    op.create_index("ix_request_geom", "request", ["geom"], unique=False, schema="published", postgresql_using="gist")
    op.create_index(
        "ix_request_geom_web", "request", ["geom_web"], unique=False, schema="published", postgresql_using="gist"
    )
    op.create_index("ix_request_received_at", "request", ["received_at"], unique=False, schema="published")
    op.create_index("ix_request_status_due_at", "request", ["status", "due_at"], unique=False, schema="published")
    op.create_table(
        "request_event",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_event")),
        schema="published",
    )
    op.create_index("ix_request_event_number", "request_event", ["number", "id"], unique=False, schema="published")
    op.create_table(
        "basemap",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("layer_slug", sa.Text(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("geom_web", Geometry("GEOMETRY", srid=3857, spatial_index=False), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_basemap")),
        schema="published",
    )
    op.create_index(
        "ix_basemap_geom_web", "basemap", ["geom_web"], unique=False, schema="published", postgresql_using="gist"
    )
    op.create_index("ix_basemap_layer_slug", "basemap", ["layer_slug"], unique=False, schema="published")


def downgrade() -> None:
    """Remove them, and all that is in them."""
    op.drop_table("basemap", schema="published")
    op.drop_table("request_event", schema="published")
    op.drop_table("request", schema="published")
    op.drop_table("service", schema="published")
    op.drop_table("city", schema="published")

"""Layers with dates, and what is derived from them for routing."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "layer",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("geometry_type", sa.Text(), nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("routing", sa.Boolean(), nullable=False),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.Column("basemap", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_layer")),
        schema="cas",
    )
    op.create_table(
        "layer_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("layer_slug", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("accuracy_ft", sa.Float(), nullable=False),
        sa.Column("feature_count", sa.Integer(), nullable=False),
        sa.Column("manifest", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("loaded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["layer_slug"], ["cas.layer.slug"], name=op.f("fk_layer_version_layer_slug_layer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer_version")),
        sa.UniqueConstraint("layer_slug", "number", name=op.f("uq_layer_version_layer_slug_number")),
        schema="cas",
    )
    op.create_table(
        "layer_publication",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("layer_version_id", sa.Integer(), nullable=False),
        sa.Column("layer_slug", sa.Text(), nullable=False),
        sa.Column("effective", postgresql.DATERANGE(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("NOT isempty(effective)", name=op.f("ck_layer_publication_some_day_is_covered")),
        sa.CheckConstraint("published_by <> approved_by", name=op.f("ck_layer_publication_second_person_approves")),
        sa.ForeignKeyConstraint(["layer_slug"], ["cas.layer.slug"], name=op.f("fk_layer_publication_layer_slug_layer")),
        sa.ForeignKeyConstraint(
            ["layer_version_id"],
            ["cas.layer_version.id"],
            name=op.f("fk_layer_publication_layer_version_id_layer_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer_publication")),
        schema="cas",
    )
    op.create_index(
        "ix_layer_publication_in_force", "layer_publication", ["layer_slug", "known_at"], unique=False, schema="cas"
    )
    op.create_table(
        "layer_feature",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("layer_version_id", sa.Integer(), nullable=False),
        sa.Column("feature_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("half_width_left_ft", sa.Float(), nullable=True),
        sa.Column("half_width_right_ft", sa.Float(), nullable=True),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("geom", Geometry("GEOMETRY", srid=4326, spatial_index=False), nullable=False),
        sa.Column("geom_ft", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["layer_version_id"], ["cas.layer_version.id"], name=op.f("fk_layer_feature_layer_version_id_layer_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layer_feature")),
        sa.UniqueConstraint(
            "layer_version_id", "feature_key", name=op.f("uq_layer_feature_layer_version_id_feature_key")
        ),
        schema="cas",
    )
    op.create_index(
        "ix_layer_feature_geom", "layer_feature", ["geom"], unique=False, schema="cas", postgresql_using="gist"
    )
    op.create_index(
        "ix_layer_feature_geom_ft", "layer_feature", ["geom_ft"], unique=False, schema="cas", postgresql_using="gist"
    )
    op.create_table(
        "routing_piece",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("layer_slug", sa.Text(), nullable=False),
        sa.Column("feature_id", sa.BigInteger(), nullable=False),
        sa.Column("effective", postgresql.DATEMULTIRANGE(), nullable=False),
        sa.Column("geom_ft", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["feature_id"], ["cas.layer_feature.id"], name=op.f("fk_routing_piece_feature_id_layer_feature")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["cas.layer_publication.id"],
            name=op.f("fk_routing_piece_publication_id_layer_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_piece")),
        schema="cas",
    )
    op.create_index(
        "ix_routing_piece_geom_ft_effective",
        "routing_piece",
        ["geom_ft", "effective"],
        unique=False,
        schema="cas",
        postgresql_using="gist",
    )
    op.create_index("ix_routing_piece_publication_id", "routing_piece", ["publication_id"], unique=False, schema="cas")
    op.create_table(
        "routing_edge",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("layer_slug", sa.Text(), nullable=False),
        sa.Column("feature_id", sa.BigInteger(), nullable=False),
        sa.Column("effective", postgresql.DATEMULTIRANGE(), nullable=False),
        sa.Column("geom_ft", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["feature_id"], ["cas.layer_feature.id"], name=op.f("fk_routing_edge_feature_id_layer_feature")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["cas.layer_publication.id"],
            name=op.f("fk_routing_edge_publication_id_layer_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routing_edge")),
        schema="cas",
    )
    op.create_index(
        "ix_routing_edge_geom_ft_effective",
        "routing_edge",
        ["geom_ft", "effective"],
        unique=False,
        schema="cas",
        postgresql_using="gist",
    )
    op.create_index("ix_routing_edge_publication_id", "routing_edge", ["publication_id"], unique=False, schema="cas")


def downgrade() -> None:
    """Remove them, and all that is in them."""
    op.drop_table("routing_edge", schema="cas")
    op.drop_table("routing_piece", schema="cas")
    op.drop_table("layer_feature", schema="cas")
    op.drop_table("layer_publication", schema="cas")
    op.drop_table("layer_version", schema="cas")
    op.drop_table("layer", schema="cas")

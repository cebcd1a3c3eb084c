"""The locator's typed tables, versioned by change rows."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "locator_version",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["cas.layer_publication.id"],
            name=op.f("fk_locator_version_publication_id_layer_publication"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_version")),
        schema="cas",
    )
    op.create_table(
        "locator_street",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("segment_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("base_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("from_left", sa.Integer(), nullable=True),
        sa.Column("to_left", sa.Integer(), nullable=True),
        sa.Column("from_right", sa.Integer(), nullable=True),
        sa.Column("to_right", sa.Integer(), nullable=True),
        sa.Column("parity_left", sa.Text(), nullable=True),
        sa.Column("parity_right", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("geom", Geometry("LINESTRING", srid=4326, spatial_index=False), nullable=False),
        sa.Column("geom_ft", Geometry("LINESTRING", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["since"], ["cas.locator_version.id"], name=op.f("fk_locator_street_since_locator_version")
        ),
        sa.ForeignKeyConstraint(
            ["until"], ["cas.locator_version.id"], name=op.f("fk_locator_street_until_locator_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_street")),
        schema="cas",
    )
    op.create_index(
        "ix_locator_street_base_keys",
        "locator_street",
        ["base_keys"],
        unique=False,
        schema="cas",
        postgresql_using="gin",
        postgresql_with={"fastupdate": False},
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_street_geom_ft",
        "locator_street",
        ["geom_ft"],
        unique=False,
        schema="cas",
        postgresql_using="gist",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_street_name_keys",
        "locator_street",
        ["name_keys"],
        unique=False,
        schema="cas",
        postgresql_using="gin",
        postgresql_with={"fastupdate": False},
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_street_segment_key",
        "locator_street",
        ["segment_key"],
        unique=True,
        schema="cas",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "locator_address",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("postal_city", sa.Text(), nullable=True),
        sa.Column("segment_key", sa.Text(), nullable=True),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("geom_ft", Geometry("POINT", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["since"], ["cas.locator_version.id"], name=op.f("fk_locator_address_since_locator_version")
        ),
        sa.ForeignKeyConstraint(
            ["until"], ["cas.locator_version.id"], name=op.f("fk_locator_address_until_locator_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_address")),
        schema="cas",
    )
    op.create_index(
        "ix_locator_address_address_key",
        "locator_address",
        ["address_key"],
        unique=True,
        schema="cas",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_address_geom_ft",
        "locator_address",
        ["geom_ft"],
        unique=False,
        schema="cas",
        postgresql_using="gist",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_address_number_name_key",
        "locator_address",
        ["number", "name_key"],
        unique=False,
        schema="cas",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_address_segment_key",
        "locator_address",
        ["segment_key", "number"],
        unique=False,
        schema="cas",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "locator_intersection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("intersection_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("base_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("segment_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("geom_ft", Geometry("POINT", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["since"], ["cas.locator_version.id"], name=op.f("fk_locator_intersection_since_locator_version")
        ),
        sa.ForeignKeyConstraint(
            ["until"], ["cas.locator_version.id"], name=op.f("fk_locator_intersection_until_locator_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_intersection")),
        schema="cas",
    )
    op.create_index(
        "ix_locator_intersection_base_keys",
        "locator_intersection",
        ["base_keys"],
        unique=False,
        schema="cas",
        postgresql_using="gin",
        postgresql_with={"fastupdate": False},
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_intersection_geom_ft",
        "locator_intersection",
        ["geom_ft"],
        unique=False,
        schema="cas",
        postgresql_using="gist",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_intersection_intersection_key",
        "locator_intersection",
        ["intersection_key"],
        unique=True,
        schema="cas",
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_index(
        "ix_locator_intersection_name_keys",
        "locator_intersection",
        ["name_keys"],
        unique=False,
        schema="cas",
        postgresql_using="gin",
        postgresql_with={"fastupdate": False},
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    """Remove them, and all that is in them."""
    op.drop_table("locator_intersection", schema="cas")
    op.drop_table("locator_address", schema="cas")
    op.drop_table("locator_street", schema="cas")
    op.drop_table("locator_version", schema="cas")

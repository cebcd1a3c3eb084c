"""Parcels as the locator finds them: by their number, and by a site address that no address point has."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from gis_cas.store.roles import APP, WORKER

revision = "0018"
down_revision = "0017"

IN_FORCE = sa.text("until IS NULL")


def upgrade() -> None:
    """Make the table, versioned by change rows as its neighbours are."""
    op.create_table(
        "locator_parcel",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("parcel_key", sa.Text(), nullable=False),
        sa.Column("control_number", sa.Text(), nullable=False),
        sa.Column("shown_number", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("postal_city", sa.Text(), nullable=True),
        sa.Column("reach_ft", sa.Float(), nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=False),
        sa.Column("geom_ft", Geometry("POINT", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["since"], ["cas.locator_version.id"], name=op.f("fk_locator_parcel_since_locator_version")
        ),
        sa.ForeignKeyConstraint(
            ["until"], ["cas.locator_version.id"], name=op.f("fk_locator_parcel_until_locator_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_parcel")),
        schema="cas",
    )
    for name, columns, unique in (
        ("ix_locator_parcel_number_name_key", ["number", "name_key"], False),
        ("ix_locator_parcel_control_number", ["control_number"], False),
        ("ix_locator_parcel_parcel_key", ["parcel_key"], True),
    ):
        op.create_index(name, "locator_parcel", columns, unique=unique, schema="cas", postgresql_where=IN_FORCE)
    op.execute(f"GRANT SELECT, INSERT, UPDATE (until) ON cas.locator_parcel TO {APP}, {WORKER}")


def downgrade() -> None:
    """Remove it; parcels stay features of their layer."""
    op.drop_table("locator_parcel", schema="cas")

"""What contradicts itself in a version of streets or address points; and two indexes go that no statement asks."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from gis_cas.store.roles import APP, WORKER

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Make the table; a million address points spent a third of their load on the indexes."""
    op.create_table(
        "locator_finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("layer_version_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("feature_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("geom", Geometry("GEOMETRY", srid=4326, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["layer_version_id"],
            ["cas.layer_version.id"],
            name=op.f("fk_locator_finding_layer_version_id_layer_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_finding")),
        schema="cas",
    )
    op.create_index(
        "ix_locator_finding_layer_version_id_kind", "locator_finding", ["layer_version_id", "kind", "id"], schema="cas"
    )
    op.execute(f"GRANT SELECT, INSERT ON cas.locator_finding TO {APP}, {WORKER}")
    op.drop_index("ix_layer_feature_geom", "layer_feature", schema="cas")
    op.drop_index("ix_layer_feature_geom_ft", "layer_feature", schema="cas")


def downgrade() -> None:
    """Make the indexes again and remove the table."""
    op.create_index("ix_layer_feature_geom", "layer_feature", ["geom"], schema="cas", postgresql_using="gist")
    op.create_index("ix_layer_feature_geom_ft", "layer_feature", ["geom_ft"], schema="cas", postgresql_using="gist")
    op.drop_table("locator_finding", schema="cas")

"""Decisions that turned out wrong, the stretches of boundary they stood on, and a place that was put right."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from gis_cas.store.roles import APP, RECORDS, WORKER

revision = "0019"
down_revision = "0018"

HISTORY = ("boundary_stretch", "correction")


def upgrade() -> None:
    """Make both tables, to be added to only; the decisions are found by their day and by their place."""
    op.create_table(
        "boundary_stretch",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("layer_slug", sa.Text(), nullable=False),
        sa.Column("feature_key", sa.Text(), nullable=False),
        sa.Column("other_key", sa.Text(), nullable=False),
        sa.Column("cell_x", sa.Integer(), nullable=False),
        sa.Column("cell_y", sa.Integer(), nullable=False),
        sa.Column("line", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("other_name", sa.Text(), nullable=True),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("geom_ft", Geometry("GEOMETRY", srid=-1, spatial_index=False), nullable=False),
        sa.ForeignKeyConstraint(["layer_slug"], ["cas.layer.slug"], name=op.f("fk_boundary_stretch_layer_slug_layer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_stretch")),
        sa.UniqueConstraint(
            *("layer_slug", "feature_key", "other_key", "cell_x", "cell_y"),
            name=op.f("uq_boundary_stretch_edge_and_cell"),
        ),
        schema="cas",
    )
    op.create_index(
        "ix_boundary_stretch_geom_ft", "boundary_stretch", ["geom_ft"], schema="cas", postgresql_using="gist"
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("had_type", sa.Text(), nullable=False),
        sa.Column("had_slug", sa.Text(), nullable=False),
        sa.Column("rightful_type", sa.Text(), nullable=True),
        sa.Column("rightful_slug", sa.Text(), nullable=True),
        sa.Column("misrouted", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=True),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("layer_version", sa.Integer(), nullable=True),
        sa.Column("distance_ft", sa.Float(), nullable=True),
        sa.Column("stretch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('owner', 'place')", name=op.f("ck_correction_kind_known")),
        sa.CheckConstraint(
            "(rightful_type IS NULL) = (rightful_slug IS NULL)", name=op.f("ck_correction_rightful_owner_is_whole")
        ),
        sa.CheckConstraint(
            "(stretch_id IS NULL) = (publication_id IS NULL) AND (stretch_id IS NULL) = (distance_ft IS NULL)"
            " AND (stretch_id IS NULL) = (layer_version IS NULL)",
            name=op.f("ck_correction_edge_is_whole"),
        ),
        _key("service_request", "request_id"),
        _key("event", "event_id"),
        _key("decision", "decision_id"),
        _key("place", "place_id"),
        _key("layer_publication", "publication_id"),
        _key("boundary_stretch", "stretch_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        schema="cas",
    )
    for column in ("request_id", "decision_id", "stretch_id"):
        op.create_index(f"ix_correction_{column}", "correction", [column], schema="cas")
    op.create_index("ix_decision_at", "decision", ["at"], schema="cas")
    op.create_index("ix_decision_place_id", "decision", ["place_id"], schema="cas")
    op.add_column("service_request", sa.Column("corrected_place_id", sa.BigInteger(), nullable=True), schema="cas")
    op.create_foreign_key(
        op.f("fk_service_request_corrected_place_id_place"),
        *("service_request", "place", ["corrected_place_id"], ["id"]),
        source_schema="cas",
        referent_schema="cas",
    )
    for table in HISTORY:
        op.execute(f"GRANT SELECT, INSERT ON cas.{table} TO {APP}, {WORKER}")
        op.execute(
            f"CREATE TRIGGER history BEFORE UPDATE OR DELETE OR TRUNCATE ON cas.{table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION cas.refuse_change_v1()"
        )
        op.execute(f"ALTER TABLE cas.{table} ENABLE ALWAYS TRIGGER history")
    op.execute(f"GRANT SELECT ON cas.correction TO {RECORDS}")


def _key(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_correction_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"cas.{table}.id"], name=name)


def downgrade() -> None:
    """Forget what was put right; the places themselves stay, as nobody may delete one."""
    op.drop_column("service_request", "corrected_place_id", schema="cas")
    op.drop_index("ix_decision_place_id", "decision", schema="cas")
    op.drop_index("ix_decision_at", "decision", schema="cas")
    op.drop_table("correction", schema="cas")
    op.drop_table("boundary_stretch", schema="cas")

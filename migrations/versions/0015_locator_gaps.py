"""Words that no place was found for, and what GIS editors told the locator about them."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

from gis_cas.store.roles import APP, WORKER

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Make the tables; a correction is a version of the locator's data that no publication made."""
    op.alter_column("locator_version", "publication_id", nullable=True, schema="cas")
    op.create_table(
        "locator_gap",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("words_key", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("examples", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_locator_gap_settled_by_somebody")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_gap")),
        sa.UniqueConstraint("words_key", name=op.f("uq_locator_gap_words_key")),
        schema="cas",
    )
    op.create_table(
        "locator_correction",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("geom_ft", Geometry("POINT", srid=-1, spatial_index=False), nullable=True),
        sa.Column("gap_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('alias', 'address', 'landmark')", name=op.f("ck_locator_correction_kind_known")),
        sa.CheckConstraint(
            "(until IS NULL) = (ended_by IS NULL) AND (until IS NULL) = (ended_at IS NULL)",
            name=op.f("ck_locator_correction_ended_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["since"], ["cas.locator_version.id"], name=op.f("fk_locator_correction_since_locator_version")
        ),
        sa.ForeignKeyConstraint(
            ["until"], ["cas.locator_version.id"], name=op.f("fk_locator_correction_until_locator_version")
        ),
        sa.ForeignKeyConstraint(
            ["gap_id"], ["cas.locator_gap.id"], name=op.f("fk_locator_correction_gap_id_locator_gap")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locator_correction")),
        schema="cas",
    )
    op.execute(
        f"GRANT SELECT, INSERT, UPDATE (outcome, times, examples, last_at, settled_at, settled_by) "
        f"ON cas.locator_gap TO {APP}, {WORKER}"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE (until, ended_at, ended_by) ON cas.locator_correction TO {APP}, {WORKER}")


def downgrade() -> None:
    """Remove them, and the versions that only corrections made."""
    op.drop_table("locator_correction", schema="cas")
    op.drop_table("locator_gap", schema="cas")
    op.execute("DELETE FROM cas.locator_version WHERE publication_id IS NULL")
    op.alter_column("locator_version", "publication_id", nullable=False, schema="cas")

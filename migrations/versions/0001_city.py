"""The city's settings, directory, services and rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "city_settings",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("folder_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_city_settings")),
        schema="cas",
    )
    op.create_table(
        "department",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("under_city_manager", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("grade", sa.Text(), nullable=True),
        sa.Column("folder_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_department")),
        schema="cas",
    )
    op.create_table(
        "agency",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("class", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("grade_address", sa.Text(), nullable=True),
        sa.Column("grade_phone", sa.Text(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("folder_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_agency")),
        schema="cas",
    )
    op.create_table(
        "service",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("department_slug", sa.Text(), nullable=False),
        sa.Column("county_agency_slug", sa.Text(), nullable=False),
        sa.Column("locus", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("publication", sa.Text(), nullable=False),
        sa.Column("code_enforcement", sa.Boolean(), nullable=False),
        sa.Column("long_running", sa.Boolean(), nullable=False),
        sa.Column("target_days", sa.Integer(), nullable=False),
        sa.Column("keywords", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("folder_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["county_agency_slug"], ["cas.agency.slug"], name=op.f("fk_service_county_agency_slug_agency")
        ),
        sa.ForeignKeyConstraint(
            ["department_slug"], ["cas.department.slug"], name=op.f("fk_service_department_slug_department")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_service")),
        schema="cas",
    )
    op.create_table(
        "responsibility_rule",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("folder_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility_rule")),
        schema="cas",
    )
    op.create_table(
        "ruleset",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruleset")),
        schema="cas",
    )


def downgrade() -> None:
    """Remove them, and all that is in them."""
    op.drop_table("ruleset", schema="cas")
    op.drop_table("responsibility_rule", schema="cas")
    op.drop_table("service", schema="cas")
    op.drop_table("agency", schema="cas")
    op.drop_table("department", schema="cas")
    op.drop_table("city_settings", schema="cas")

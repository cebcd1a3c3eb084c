"""Files that belong to requests, what photos say about themselves, and the photos released for everybody to see."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry

from gis_cas.store.functions import function_sql
from gis_cas.store.roles import APP, PUBLIC_READ, RECORDS, WORKER

revision = "0012"
down_revision = "0011"

LOOKED_AT = (
    *("media_type", "state", "refusal", "scan", "scanned_at", "sha256", "byte_size", "small_sha256"),
    *("width", "height", "original_sha256", "released_at", "missing_since"),
)
BLANKABLE = ("name", "received_sha256", "sha256", "small_sha256", "original_sha256", "released_at")
EVIDENCE = ("geom", "taken_at", "feet_from_pin")


def upgrade() -> None:
    """Make the tables, grant, then guard."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("received_sha256", sa.Text(), nullable=True),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("byte_size", sa.BigInteger(), nullable=True),
        sa.Column("small_sha256", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("original_sha256", sa.Text(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'kept', 'refused')", name=op.f("ck_attachment_state_known")),
        sa.CheckConstraint("scan IN ('not_scanned', 'clean', 'found')", name=op.f("ck_attachment_scan_known")),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal IS NOT NULL)", name=op.f("ck_attachment_refusal_has_its_reason")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_attachment_request_id_service_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        schema="cas",
    )
    op.create_index(
        "uq_attachment_received", "attachment", ["request_id", "received_sha256"], unique=True, schema="cas"
    )
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"], schema="cas")
    op.create_index("ix_attachment_small_sha256", "attachment", ["small_sha256"], schema="cas")
    op.create_index(
        "ix_attachment_waiting", "attachment", ["id"], schema="cas", postgresql_where=sa.text("state = 'waiting'")
    )
    op.create_index(
        "ix_attachment_missing",
        "attachment",
        ["id"],
        schema="cas",
        postgresql_where=sa.text("missing_since IS NOT NULL"),
    )
    op.create_table(
        "photo_evidence",
        sa.Column("attachment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("taken_at", sa.Text(), nullable=True),
        sa.Column("feet_from_pin", sa.Float(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["cas.attachment.id"], name=op.f("fk_photo_evidence_attachment_id_attachment")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_photo_evidence")),
        schema="cas",
    )
    op.create_table(
        "attachment",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("small_sha256", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", "sha256", name=op.f("pk_attachment")),
        schema="published",
    )
    op.create_index("ix_attachment_sha256_small_sha256", "attachment", ["sha256", "small_sha256"], schema="published")
    op.create_index("ix_attachment_small_sha256", "attachment", ["small_sha256"], schema="published")
    _grant()
    _guard()


def _grant() -> None:
    op.execute(f"GRANT SELECT, INSERT, UPDATE ({', '.join(LOOKED_AT)}) ON cas.attachment TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT, UPDATE ({', '.join(BLANKABLE)}, erased_at) ON cas.attachment TO {RECORDS}")
    op.execute(f"GRANT SELECT, INSERT ON cas.photo_evidence TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT, UPDATE ({', '.join(EVIDENCE)}, erased_at) ON cas.photo_evidence TO {RECORDS}")
    op.execute(f"GRANT SELECT, INSERT, DELETE ON published.attachment TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT, DELETE ON published.attachment TO {RECORDS}")
    op.execute(f"GRANT SELECT ON published.attachment TO {PUBLIC_READ}")


def _guard() -> None:
    op.execute(function_sql("keep_attachment_v1"))
    _trigger("keep_attachment", "attachment", "UPDATE", "ROW", "keep_attachment_v1()")
    arguments = ", ".join(f"'{column}'" for column in EVIDENCE)
    _trigger("blank_only", "photo_evidence", "UPDATE", "ROW", f"blank_only_v1({arguments})")
    for table in ("attachment", "photo_evidence"):
        _trigger("keep_rows", table, "DELETE OR TRUNCATE", "STATEMENT", "refuse_change_v1()")


def _trigger(name: str, table: str, when: str, each: str, call: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON cas.{table} FOR EACH {each} EXECUTE FUNCTION cas.{call}")
    op.execute(f"ALTER TABLE cas.{table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    """Remove them, and all that is in them."""
    op.drop_table("attachment", schema="published")
    op.drop_table("photo_evidence", schema="cas")
    op.drop_table("attachment", schema="cas")
    op.execute("DROP FUNCTION cas.keep_attachment_v1()")

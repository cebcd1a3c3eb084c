"""Which is right where a photo was taken far from its request's place: the pin, the photo, or nobody knows."""

import sqlalchemy as sa
from alembic import op

from gis_cas.store.roles import APP, WORKER

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Make the table; an answer is added once and stays."""
    op.create_table(
        "photo_answer",
        sa.Column("request_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("attachment_id", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("answer IN ('pin', 'photo', 'unsure')", name=op.f("ck_photo_answer_answer_known")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_photo_answer_request_id_service_request")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["cas.attachment.id"], name=op.f("fk_photo_answer_attachment_id_attachment")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_photo_answer")),
        schema="cas",
    )
    op.execute(f"GRANT SELECT, INSERT ON cas.photo_answer TO {APP}, {WORKER}")
    for when, each in (("UPDATE", "ROW"), ("DELETE OR TRUNCATE", "STATEMENT")):
        name = "keep_rows" if each == "STATEMENT" else "keep_row"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {when} ON cas.photo_answer FOR EACH {each} "
            "EXECUTE FUNCTION cas.refuse_change_v1()"
        )
        op.execute(f"ALTER TABLE cas.photo_answer ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    """Remove it; the history keeps what was said."""
    op.drop_table("photo_answer", schema="cas")

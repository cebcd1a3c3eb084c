"""The outbox: a row for each message with its state, its words apart, its history; it replaces the deliveries.

What was delivered before is a message that was sent.
"""

import sqlalchemy as sa
from alembic import op

from gis_cas.store.roles import APP, RECORDS, WORKER

revision = "0010"
down_revision = "0009"

STATE = "medium, state, attempts, next_try_at, claimed_at, claimed_by, code, sender, sent_at"
WORDS = ("recipient", "subject", "body")
HISTORY = ("message_step", "message_review")


def upgrade() -> None:
    """Make the tables, guard them, and take over what was delivered."""
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("public_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("requester_id", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("machine_made", sa.Boolean(), nullable=False),
        sa.Column("needs_translation", sa.Boolean(), nullable=False),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("sender", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("medium IN ('email', 'letter', 'phone')", name=op.f("ck_message_medium_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'held')", name=op.f("ck_message_state_known")
        ),
        sa.CheckConstraint(
            "(event_id IS NULL) = (requester_id IS NULL)", name=op.f("ck_message_event_has_its_requester")
        ),
        sa.CheckConstraint("(event_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_message_somebody_is_told")),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_message_sent_at_an_instant")),
        sa.ForeignKeyConstraint(["account_id"], ["cas.account.id"], name=op.f("fk_message_account_id_account")),
        sa.ForeignKeyConstraint(["event_id"], ["cas.event.id"], name=op.f("fk_message_event_id_event")),
        sa.ForeignKeyConstraint(["requester_id"], ["cas.requester.id"], name=op.f("fk_message_requester_id_requester")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_public_id")),
        sa.UniqueConstraint(
            *("event_id", "requester_id", "template"), name=op.f("uq_message_event_id_requester_id_template")
        ),
        schema="cas",
    )
    op.create_index(
        "ix_message_due",
        "message",
        ["urgency", "next_try_at", "id"],
        schema="cas",
        postgresql_where=sa.text("state = 'waiting' AND medium = 'email'"),
    )
    op.create_index("ix_message_claimed_at", "message", ["claimed_at"], schema="cas")
    op.create_index("ix_message_state", "message", ["state", "id"], schema="cas")
    op.create_table(
        "message_text",
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["cas.message.id"], name=op.f("fk_message_text_message_id_message")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_text")),
        schema="cas",
    )
    op.create_table(
        "message_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["cas.message.id"], name=op.f("fk_message_step_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_step")),
        schema="cas",
    )
    op.create_index("ix_message_step_message_id", "message_step", ["message_id", "id"], schema="cas")
    op.create_table(
        "message_review",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_review")),
        schema="cas",
    )
    op.create_index("ix_message_review_template_language", "message_review", ["template", "language"], schema="cas")
    _grant_and_guard()
    _take_over()


def _grant_and_guard() -> None:
    blank = f"UPDATE ({', '.join(WORDS)}, erased_at)"
    op.execute(f"GRANT SELECT, INSERT, UPDATE ({STATE}) ON cas.message TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT, INSERT, {blank} ON cas.message_text TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT, {blank} ON cas.message_text TO {RECORDS}")
    op.execute(f"GRANT SELECT ON cas.message, cas.message_step TO {RECORDS}")
    for table in HISTORY:
        op.execute(f"GRANT SELECT, INSERT ON cas.{table} TO {APP}, {WORKER}")
        _trigger("history", table, "UPDATE OR DELETE OR TRUNCATE", "STATEMENT", "refuse_change_v1()")
    for table in ("message", "message_text"):
        _trigger("keep_rows", table, "DELETE OR TRUNCATE", "STATEMENT", "refuse_change_v1()")
    arguments = ", ".join(f"'{column}'" for column in WORDS)
    _trigger("blank_only", "message_text", "UPDATE", "ROW", f"blank_only_v1({arguments})")


def _trigger(name: str, table: str, when: str, each: str, call: str) -> None:
    op.execute(f"CREATE TRIGGER {name} BEFORE {when} ON cas.{table} FOR EACH {each} EXECUTE FUNCTION cas.{call}")
    op.execute(f"ALTER TABLE cas.{table} ENABLE ALWAYS TRIGGER {name}")


def _take_over() -> None:
    op.execute("""
        INSERT INTO cas.message (key, event_id, requester_id, template, language, machine_made, needs_translation,
               urgency, created_at, medium, state, attempts, next_try_at, sender, sent_at)
        SELECT 'delivery-' || d.id, d.event_id, d.requester_id, d.template, p.language, false, false, 1, d.sent_at,
               CASE WHEN p.email IS NULL THEN 'letter' ELSE 'email' END, 'sent', 1, d.sent_at, d.sender, d.sent_at
          FROM cas.delivery d JOIN cas.requester q ON q.id = d.requester_id JOIN cas.person p ON p.id = q.person_id
         ORDER BY d.id
    """)
    op.drop_table("delivery", schema="cas")


def downgrade() -> None:
    """Bring the deliveries back, with what was sent; everything else about messages is lost."""
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["cas.event.id"], name=op.f("fk_delivery_event_id_event")),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["cas.requester.id"], name=op.f("fk_delivery_requester_id_requester")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "event_id", "requester_id", "template", name=op.f("uq_delivery_event_id_requester_id_template")
        ),
        schema="cas",
    )
    op.execute(f"GRANT SELECT, INSERT ON cas.delivery TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT ON cas.delivery TO {RECORDS}")
    _trigger("history", "delivery", "UPDATE OR DELETE OR TRUNCATE", "STATEMENT", "refuse_change_v1()")
    op.execute("""
        INSERT INTO cas.delivery (event_id, requester_id, template, sender, sent_at)
        SELECT event_id, requester_id, template, coalesce(sender, 'gis_cas'), sent_at FROM cas.message
         WHERE state = 'sent' AND event_id IS NOT NULL ORDER BY id
    """)
    for table in ("message_review", "message_step", "message_text", "message"):
        op.drop_table(table, schema="cas")

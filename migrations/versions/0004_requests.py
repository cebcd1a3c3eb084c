"""Service requests, the answers owed for them and their history."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geometry
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        schema="cas",
    )
    op.create_table(
        "text_body",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_body")),
        schema="cas",
    )
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stated_words", sa.Text(), nullable=True),
        sa.Column("stated_address_key", sa.Text(), nullable=True),
        sa.Column("geom", Geometry("POINT", srid=4326, spatial_index=False), nullable=True),
        sa.Column("geom_ft", Geometry("POINT", srid=-1, spatial_index=False), nullable=True),
        sa.Column("radius_ft", sa.Float(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("match_type", sa.Text(), nullable=True),
        sa.Column("segment_key", sa.Text(), nullable=True),
        sa.Column("address_key", sa.Text(), nullable=True),
        sa.Column(
            "candidates", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        schema="cas",
    )
    op.create_index("ix_place_geom", "place", ["geom"], unique=False, schema="cas", postgresql_using="gist")
    op.create_index("ix_place_geom_ft", "place", ["geom_ft"], unique=False, schema="cas", postgresql_using="gist")
    op.create_table(
        "service_request",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("service_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("facility", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("description_id", sa.BigInteger(), nullable=False),
        sa.Column("stated_place_id", sa.BigInteger(), nullable=True),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("located_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.BigInteger(), nullable=True),
        sa.Column("owner_type", sa.Text(), nullable=False),
        sa.Column("owner_slug", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("long_running", sa.Boolean(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number ~ '^[0-9]{9}$'", name=op.f("ck_service_request_number_is_nine_digits")),
        sa.CheckConstraint(
            "owner_type IN ('department', 'agency', 'private', 'queue')",
            name=op.f("ck_service_request_owner_type_known"),
        ),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_service_request_status_is_open_or_closed")),
        sa.ForeignKeyConstraint(
            ["description_id"], ["cas.text_body.id"], name=op.f("fk_service_request_description_id_text_body")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["cas.place.id"], name=op.f("fk_service_request_place_id_place")),
        sa.ForeignKeyConstraint(
            ["stated_place_id"], ["cas.place.id"], name=op.f("fk_service_request_stated_place_id_place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_request")),
        sa.UniqueConstraint("number", name=op.f("uq_service_request_number")),
        schema="cas",
    )
    op.create_index("ix_service_request_owner", "service_request", ["owner_slug", "status"], unique=False, schema="cas")
    op.create_index("ix_service_request_received_at", "service_request", ["received_at"], unique=False, schema="cas")
    op.create_index(
        "ix_service_request_unlocated",
        "service_request",
        ["id"],
        unique=False,
        schema="cas",
        postgresql_where=sa.text("located_at IS NULL"),
    )
    op.create_table(
        "requester",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["cas.person.id"], name=op.f("fk_requester_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_requester_request_id_service_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requester")),
        schema="cas",
    )
    op.create_index("ix_requester_request_id", "requester", ["request_id"], unique=False, schema="cas")
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("text_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_event_request_id_service_request")
        ),
        sa.ForeignKeyConstraint(["text_id"], ["cas.text_body.id"], name=op.f("fk_event_text_id_text_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        schema="cas",
    )
    op.create_index("ix_event_request_id", "event", ["request_id", "id"], unique=False, schema="cas")
    op.create_table(
        "answer_owed",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("requester_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_event_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('first', 'outcome')", name=op.f("ck_answer_owed_kind_known")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answer_event_id IS NULL)", name=op.f("ck_answer_owed_answer_has_its_event")
        ),
        sa.ForeignKeyConstraint(
            ["answer_event_id"], ["cas.event.id"], name=op.f("fk_answer_owed_answer_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_answer_owed_request_id_service_request")
        ),
        sa.ForeignKeyConstraint(
            ["requester_id"], ["cas.requester.id"], name=op.f("fk_answer_owed_requester_id_requester")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_owed")),
        schema="cas",
    )
    op.create_index(
        "ix_answer_owed_open_due",
        "answer_owed",
        ["due_at"],
        unique=False,
        schema="cas",
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index("ix_answer_owed_request_id", "answer_owed", ["request_id"], unique=False, schema="cas")
    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.Text(), nullable=True),
        sa.Column("question", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("candidates", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("trace", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ruleset_id", sa.Text(), nullable=False),
        sa.Column("publications", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("locator_version", sa.Integer(), nullable=False),
        sa.Column("algorithm_version", sa.Text(), nullable=False),
        sa.Column("place_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["cas.place.id"], name=op.f("fk_decision_place_id_place")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_decision_request_id_service_request")
        ),
        sa.ForeignKeyConstraint(["ruleset_id"], ["cas.ruleset.id"], name=op.f("fk_decision_ruleset_id_ruleset")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        schema="cas",
    )
    op.create_index("ix_decision_request_id", "decision", ["request_id", "id"], unique=False, schema="cas")
    op.create_table(
        "idempotency",
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_idempotency_request_id_service_request")
        ),
        sa.PrimaryKeyConstraint("client", "key", name=op.f("pk_idempotency")),
        schema="cas",
    )
    op.create_index("ix_idempotency_expires_at", "idempotency", ["expires_at"], unique=False, schema="cas")
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
    op.create_table(
        "worker_beat",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker_beat")),
        schema="cas",
    )


def downgrade() -> None:
    """Remove them, and all that is in them."""
    op.drop_table("worker_beat", schema="cas")
    op.drop_table("delivery", schema="cas")
    op.drop_table("idempotency", schema="cas")
    op.drop_table("decision", schema="cas")
    op.drop_table("answer_owed", schema="cas")
    op.drop_table("event", schema="cas")
    op.drop_table("requester", schema="cas")
    op.drop_table("service_request", schema="cas")
    op.drop_table("place", schema="cas")
    op.drop_table("text_body", schema="cas")
    op.drop_table("person", schema="cas")

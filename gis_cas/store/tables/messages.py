"""The outbox: one row for each message, its words apart so that they can be blanked, its history; who read the texts.

A message about a request is unique by event, requester and template; every message is unique by its own key.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from gis_cas.store.tables.accounts import account
from gis_cas.store.tables.meta import PRIVATE, metadata
from gis_cas.store.tables.requests import event, requester

message = Table(
    "message",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("public_id", Uuid, nullable=False, unique=True, server_default=text("gen_random_uuid()")),
    Column("event_id", BigInteger, ForeignKey(event.c.id)),
    Column("requester_id", BigInteger, ForeignKey(requester.c.id)),
    Column("account_id", Integer, ForeignKey(account.c.id)),
    Column("template", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("machine_made", Boolean, nullable=False),
    Column("needs_translation", Boolean, nullable=False),
    Column("urgency", SmallInteger, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("medium", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_try_at", DateTime(timezone=True), nullable=False),
    Column("claimed_at", DateTime(timezone=True)),
    Column("claimed_by", Text),
    Column("code", Text),
    Column("sender", Text),
    Column("sent_at", DateTime(timezone=True)),
    CheckConstraint("medium IN ('email', 'letter', 'phone')", name="medium_known"),
    CheckConstraint("state IN ('waiting', 'sending', 'sent', 'failed', 'held')", name="state_known"),
    CheckConstraint("(event_id IS NULL) = (requester_id IS NULL)", name="event_has_its_requester"),
    CheckConstraint("(event_id IS NULL) <> (account_id IS NULL)", name="somebody_is_told"),
    CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_an_instant"),
    UniqueConstraint("event_id", "requester_id", "template"),
    Index(
        "ix_message_due",
        *("urgency", "next_try_at", "id"),
        postgresql_where=text("state = 'waiting' AND medium = 'email'"),
    ),
    Index("ix_message_claimed_at", "claimed_at"),
    Index("ix_message_state", "state", "id"),
    schema=PRIVATE,
)

message_text = Table(
    "message_text",
    metadata,
    Column("message_id", BigInteger, ForeignKey(message.c.id), primary_key=True),
    Column("recipient", Text),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    schema=PRIVATE,
)

message_step = Table(
    "message_step",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("message_id", BigInteger, ForeignKey(message.c.id), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("code", Text),
    Index("ix_message_step_message_id", "message_id", "id"),
    schema=PRIVATE,
)

message_review = Table(
    "message_review",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("template", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("text_hash", Text, nullable=False),
    Column("reviewed_by", Text, nullable=False),
    Column("reviewed_at", DateTime(timezone=True), nullable=False),
    Index("ix_message_review_template_language", "template", "language"),
    schema=PRIVATE,
)

"""Staff accounts, what they were granted, and where they are signed in.

Secrets are kept as hashes: of passwords by argon2id, of random tokens (sessions, links, recovery codes) by SHA-256.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint

from gis_cas.store.tables.meta import PRIVATE, metadata

account = Table(
    "account",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("email", Text, unique=True),
    Column("password_hash", Text),
    Column("must_change_password", Boolean, nullable=False, server_default=text("false")),
    Column("demo", Boolean, nullable=False),
    Column("locked_at", DateTime(timezone=True)),
    schema=PRIVATE,
)

_DAYS = text("daterange(from_on, until_on, '[]')")


def _one_at_a_time(name: str, *same: str, role: str) -> ExcludeConstraint:
    """No two standing grants of the role share a day (and what else must be the same)."""
    parts: list[Any] = [*((column, "=") for column in same), (_DAYS, "&&")]
    where = text(f"role = '{role}' AND ended_at IS NULL")
    return ExcludeConstraint(*parts, name=name, using="gist", where=where)


account_grant = Table(
    "account_grant",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("account_id", Integer, ForeignKey(account.c.id), nullable=False),
    Column("role", Text, nullable=False),
    Column("scope", Text),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", DateTime(timezone=True), nullable=False),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("until_on >= from_on", name="days_in_order"),
    CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended_by_somebody"),
    _one_at_a_time("one_administrator", role="administrator"),
    _one_at_a_time("one_deputy", role="deputy_administrator"),
    _one_at_a_time("one_director", "scope", role="director"),
    _one_at_a_time("one_commissioner", "scope", role="commissioner"),
    _one_at_a_time("one_commissioner_at_a_time", "account_id", role="commissioner_aide"),
    Index("ix_account_grant_account_id", "account_id"),
    schema=PRIVATE,
)

account_event = Table(
    "account_event",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("account_id", Integer, ForeignKey(account.c.id), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("facts", JSONB, nullable=False, server_default=text("'{}'")),
    Index("ix_account_event_account_id", "account_id", "id"),
    schema=PRIVATE,
)

session = Table(
    "session",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("account_id", Integer, ForeignKey(account.c.id), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("how", Text, nullable=False),
    Column("second_factor_owed", Boolean, nullable=False, server_default=text("false")),
    Column("second_factor_at", DateTime(timezone=True)),
    Column("network", Text),
    Column("browser", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_why", Text),
    CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_for_a_reason"),
    Index("ix_session_account_id", "account_id", postgresql_where=text("ended_at IS NULL")),
    Index("ix_session_expires_at", "expires_at"),
    schema=PRIVATE,
)

sign_in_try = Table(
    "sign_in_try",
    metadata,
    Column("login_hash", LargeBinary, primary_key=True),
    Column("origin", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Index("ix_sign_in_try_last_at", "last_at"),
    schema=PRIVATE,
)

one_time_link = Table(
    "one_time_link",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("account_id", Integer, ForeignKey(account.c.id), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Index("ix_one_time_link_account_id", "account_id"),
    schema=PRIVATE,
)

account_totp = Table(
    "account_totp",
    metadata,
    Column("account_id", Integer, ForeignKey(account.c.id), primary_key=True),
    Column("secret_sealed", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("last_step", BigInteger),
    schema=PRIVATE,
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("account_id", Integer, ForeignKey(account.c.id), nullable=False),
    Column("code_hash", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    UniqueConstraint("account_id", "code_hash"),
    schema=PRIVATE,
)

account_identity = Table(
    "account_identity",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey(account.c.id), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("ix_account_identity_account_id", "account_id"),
    schema=PRIVATE,
)

unknown_identity = Table(
    "unknown_identity",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("email", Text),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Column("times", Integer, nullable=False),
    UniqueConstraint("issuer", "subject"),
    schema=PRIVATE,
)

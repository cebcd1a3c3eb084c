"""Roles become grants with dates; sessions, links and second factors get their tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from gis_cas.store.roles import APP, WORKER

revision = "0009"
down_revision = "0008"

NEW = (
    *("account_grant", "account_event", "session", "sign_in_try"),
    *("one_time_link", "account_totp", "recovery_code", "account_identity"),
)
RIGHTS_OF_APP = {
    "account_grant": "SELECT, INSERT, UPDATE (until_on, ended_by, ended_at)",
    "account_event": "SELECT, INSERT",
    **dict.fromkeys(NEW[2:], "SELECT, INSERT, UPDATE, DELETE"),
}
CARRY_OVER = """
INSERT INTO cas.account_grant (account_id, role, scope, from_on, granted_by, granted_at)
SELECT id, became, CASE WHEN became IN ('director', 'staff') THEN department_slug END,
       CURRENT_DATE - 1, 'migration', now()
  FROM (SELECT a.*,
               row_number() OVER (PARTITION BY role, CASE role WHEN 'director' THEN department_slug END ORDER BY id)
               AS nth
          FROM cas.account AS a) AS old
 CROSS JOIN LATERAL (SELECT CASE
       WHEN role = 'administrator' AND nth = 1 THEN 'administrator'
       WHEN role = 'administrator' AND nth = 2 THEN 'deputy_administrator'
       WHEN role = 'director' AND department_slug IS NOT NULL AND nth = 1 THEN 'director'
       WHEN role IN ('director', 'staff') AND department_slug IS NOT NULL THEN 'staff'
       WHEN role = 'clerk' THEN 'intake_clerk' END AS became) AS how
 WHERE became IS NOT NULL
"""
CARRY_BACK = """
UPDATE cas.account AS a
   SET role = CASE WHEN g.role IN ('administrator', 'deputy_administrator') THEN 'administrator'
              WHEN g.role IN ('director', 'delegate') THEN 'director'
              WHEN g.role = 'intake_clerk' THEN 'clerk' ELSE 'staff' END,
       department_slug = (SELECT slug FROM cas.department WHERE slug = g.scope)
  FROM (SELECT DISTINCT ON (account_id) * FROM cas.account_grant WHERE ended_at IS NULL ORDER BY account_id, id) AS g
 WHERE g.account_id = a.id
"""


def upgrade() -> None:
    """Make the tables, carry the roles over, grant and guard."""
    _make_grants()
    _make_sessions()
    _make_factors()
    op.execute(CARRY_OVER)
    op.drop_column("account", "role", schema="cas")
    op.drop_column("account", "department_slug", schema="cas")
    op.add_column("account", sa.Column("email", sa.Text(), nullable=True), schema="cas")
    op.create_unique_constraint(op.f("uq_account_email"), "account", ["email"], schema="cas")
    op.add_column(
        "account",
        sa.Column("must_change_password", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        schema="cas",
    )
    op.alter_column("account", "password_hash", nullable=True, schema="cas")
    op.add_column("service_request", sa.Column("seat", sa.Text(), nullable=True), schema="cas")
    op.create_index(
        "ix_service_request_seat",
        "service_request",
        ["seat"],
        schema="cas",
        postgresql_where=sa.text("seat IS NOT NULL"),
    )
    for table, rights in RIGHTS_OF_APP.items():
        op.execute(f"GRANT {rights} ON cas.{table} TO {APP}")
    op.execute(f"REVOKE ALL ON cas.account FROM {WORKER}")
    op.execute(f"GRANT SELECT (id, login, title, email, demo, locked_at) ON cas.account TO {WORKER}")
    op.execute(f"GRANT SELECT ON cas.account_grant TO {WORKER}")
    op.execute(
        "CREATE TRIGGER history BEFORE UPDATE OR DELETE OR TRUNCATE ON cas.account_event"
        " FOR EACH STATEMENT EXECUTE FUNCTION cas.refuse_change_v1()"
    )
    op.execute("ALTER TABLE cas.account_event ENABLE ALWAYS TRIGGER history")


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)


def _at(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["cas.account.id"], name=op.f(f"fk_{table}_account_id_account"))


def _one_at_a_time(name: str, *same: str, role: str) -> postgresql.ExcludeConstraint:
    days = sa.text("daterange(from_on, until_on, '[]')")
    parts: list[Any] = [*((sa.column(one), "=") for one in same), (days, "&&")]
    where = sa.text(f"role = '{role}' AND ended_at IS NULL")
    return postgresql.ExcludeConstraint(*parts, name=name, using="gist", where=where)


def _make_grants() -> None:
    op.create_table(
        "account_grant",
        _id(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.Text(), nullable=False),
        _at("granted_at"),
        sa.Column("ended_by", sa.Text(), nullable=True),
        _at("ended_at", nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_account_grant_days_in_order")),
        sa.CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name=op.f("ck_account_grant_ended_by_somebody")),
        _one_at_a_time("one_administrator", role="administrator"),
        _one_at_a_time("one_deputy", role="deputy_administrator"),
        _one_at_a_time("one_director", "scope", role="director"),
        _one_at_a_time("one_commissioner", "scope", role="commissioner"),
        _one_at_a_time("one_commissioner_at_a_time", "account_id", role="commissioner_aide"),
        _of_account("account_grant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant")),
        schema="cas",
    )
    op.create_index("ix_account_grant_account_id", "account_grant", ["account_id"], schema="cas")
    op.create_table(
        "account_event",
        _id(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _at("at"),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        _of_account("account_event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_event")),
        schema="cas",
    )
    op.create_index("ix_account_event_account_id", "account_event", ["account_id", "id"], schema="cas")


def _make_sessions() -> None:
    op.create_table(
        "session",
        _id(),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        *(_at(name) for name in ("created_at", "last_seen_at", "expires_at")),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("second_factor_owed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _at("second_factor_at", nullable=True),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("browser", sa.Text(), nullable=True),
        _at("ended_at", nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("ck_session_ended_for_a_reason")),
        _of_account("session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
        schema="cas",
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index("ix_session_account_id", "session", ["account_id"], schema="cas", postgresql_where=standing)
    op.create_index("ix_session_expires_at", "session", ["expires_at"], schema="cas")
    op.create_table(
        "sign_in_try",
        sa.Column("login_hash", sa.LargeBinary(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _at("last_at"),
        sa.PrimaryKeyConstraint("login_hash", "origin", name=op.f("pk_sign_in_try")),
        schema="cas",
    )
    op.create_index("ix_sign_in_try_last_at", "sign_in_try", ["last_at"], schema="cas")


def _make_factors() -> None:
    op.create_table(
        "one_time_link",
        _id(),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        *(_at("created_at"), _at("expires_at"), _at("used_at", nullable=True)),
        _of_account("one_time_link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
        schema="cas",
    )
    op.create_index("ix_one_time_link_account_id", "one_time_link", ["account_id"], schema="cas")
    op.create_table(
        "account_totp",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        *(_at("created_at"), _at("confirmed_at", nullable=True)),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        _of_account("account_totp"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_totp")),
        schema="cas",
    )
    op.create_table(
        "recovery_code",
        _id(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        *(_at("created_at"), _at("used_at", nullable=True)),
        _of_account("recovery_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "code_hash", name=op.f("uq_recovery_code_account_id_code_hash")),
        schema="cas",
    )
    op.create_table(
        "account_identity",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        _at("created_at"),
        _of_account("account_identity"),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_account_identity")),
        schema="cas",
    )
    op.create_index("ix_account_identity_account_id", "account_identity", ["account_id"], schema="cas")


def downgrade() -> None:
    """One role an account again: the first that stands; sessions, links and second factors are gone."""
    op.execute("UPDATE cas.account SET password_hash = '' WHERE password_hash IS NULL")
    op.drop_column("service_request", "seat", schema="cas")
    op.drop_constraint(op.f("uq_account_email"), "account", schema="cas")
    op.drop_column("account", "email", schema="cas")
    op.drop_column("account", "must_change_password", schema="cas")
    op.add_column("account", sa.Column("role", sa.Text(), server_default="staff", nullable=False), schema="cas")
    op.alter_column("account", "role", server_default=None, schema="cas")
    department = sa.ForeignKey("cas.department.slug", name=op.f("fk_account_department_slug_department"))
    op.add_column("account", sa.Column("department_slug", sa.Text(), department, nullable=True), schema="cas")
    op.execute(CARRY_BACK)
    for table in reversed(NEW):
        op.drop_table(table, schema="cas")
    op.alter_column("account", "password_hash", nullable=False, schema="cas")
    op.execute(f"REVOKE ALL ON cas.account FROM {WORKER}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON cas.account TO {APP}, {WORKER}")

"""Who has a part in what a department leads, as rows; the answers owed for each, and those owed no longer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from gis_cas.store.functions import function_sql
from gis_cas.store.roles import APP, RECORDS, WORKER

revision = "0024"
down_revision = "0023"

CHANGED = ("owner_type", "owner_slug", "owner_name", "owner_address", "owner_phone", "owner_verified_on")
OWED = {
    "a_part_owes_its_outcome": "part_id IS NULL OR kind = 'outcome'",
    "given_or_void": "answered_at IS NULL OR void_event_id IS NULL",
}


def upgrade() -> None:
    """Make the table; nothing is read into it: of decisions made before, the reason says who else has a part."""
    op.create_table(
        "request_part",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("decision_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_type", sa.Text(), nullable=False),
        sa.Column("owner_slug", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_address", sa.Text(), nullable=True),
        sa.Column("owner_phone", sa.Text(), nullable=True),
        sa.Column("owner_verified_on", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "owner_type IN ('department', 'agency', 'private', 'queue')", name=op.f("ck_request_part_owner_type_known")
        ),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_request_part_state_known")),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_request_part_ended_at_an_instant")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["cas.service_request.id"], name=op.f("fk_request_part_request_id_service_request")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["cas.decision.id"], name=op.f("fk_request_part_decision_id_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_part")),
        schema="cas",
    )
    op.create_index("ix_request_part_request_id", "request_part", ["request_id"], schema="cas")
    op.create_index(
        *("ix_request_part_owner_slug", "request_part", ["owner_slug"]),
        schema="cas",
        postgresql_where=sa.text("state <> 'dropped'"),
    )
    _owe()
    op.drop_constraint(op.f("ck_correction_kind_known"), "correction", schema="cas")
    op.create_check_constraint(
        op.f("ck_correction_kind_known"), "correction", "kind IN ('owner', 'place', 'part')", schema="cas"
    )
    op.add_column(
        "request", sa.Column("parts", JSONB(), server_default=sa.text("'[]'"), nullable=False), schema="published"
    )
    op.execute(
        f"GRANT SELECT, INSERT, UPDATE ({', '.join(CHANGED)}, state, by_hand, ended_at)"
        f" ON cas.request_part TO {APP}, {WORKER}"
    )
    op.execute(f"GRANT UPDATE (void_event_id) ON cas.answer_owed TO {APP}, {WORKER}")
    op.execute(f"GRANT SELECT ON cas.request_part TO {RECORDS}")
    op.execute(
        "CREATE TRIGGER keep_rows BEFORE DELETE OR TRUNCATE ON cas.request_part"
        " FOR EACH STATEMENT EXECUTE FUNCTION cas.refuse_change_v1()"
    )
    op.execute("ALTER TABLE cas.request_part ENABLE ALWAYS TRIGGER keep_rows")


def _owe() -> None:
    """An answer may be owed for a part, and for one that fell away it is owed no longer."""
    for name in ("part_id", "void_event_id"):
        op.add_column("answer_owed", sa.Column(name, sa.BigInteger(), nullable=True), schema="cas")
    for name, table in (("part_id", "request_part"), ("void_event_id", "event")):
        op.create_foreign_key(
            op.f(f"fk_answer_owed_{name}_{table}"),
            *("answer_owed", table, [name], ["id"]),
            source_schema="cas",
            referent_schema="cas",
        )
    for name, condition in OWED.items():
        op.create_check_constraint(op.f(f"ck_answer_owed_{name}"), "answer_owed", condition, schema="cas")
    _guard("keep_answer_owed_v2", instead_of="keep_answer_owed_v1")


def _guard(name: str, *, instead_of: str) -> None:
    op.execute(f"DROP FUNCTION cas.{instead_of}() CASCADE")
    op.execute(function_sql(name))
    op.execute(f"CREATE TRIGGER keep_clock BEFORE UPDATE ON cas.answer_owed FOR EACH ROW EXECUTE FUNCTION cas.{name}()")
    op.execute("ALTER TABLE cas.answer_owed ENABLE ALWAYS TRIGGER keep_clock")


def downgrade() -> None:
    """Forget the parts; what was answered about them stays in the history."""
    _guard("keep_answer_owed_v1", instead_of="keep_answer_owed_v2")
    op.drop_column("request", "parts", schema="published")
    op.drop_constraint(op.f("ck_correction_kind_known"), "correction", schema="cas")
    op.create_check_constraint(
        *(op.f("ck_correction_kind_known"), "correction", "kind IN ('owner', 'place')"),
        schema="cas",
        postgresql_not_valid=True,  # what was noted about parts is history and stays
    )
    for name in ("part_id", "void_event_id"):
        op.drop_column("answer_owed", name, schema="cas")
    op.drop_table("request_part", schema="cas")

"""Words that no place was found for can be blanked by the records office; a tombstone says when, by whom and why."""

import sqlalchemy as sa
from alembic import op

from gis_cas.store.roles import RECORDS

revision = "0023"
down_revision = "0022"

ADDED = ("erased_at", "erased_by", "citation")


def upgrade() -> None:
    """Add the tombstone and let the records role blank."""
    op.add_column("locator_gap", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True), schema="cas")
    for name in ("erased_by", "citation"):
        op.add_column("locator_gap", sa.Column(name, sa.Text(), nullable=True), schema="cas")
    op.create_check_constraint(
        op.f("ck_locator_gap_erased_by_law"), "locator_gap", "(erased_at IS NULL) = (citation IS NULL)", schema="cas"
    )
    op.execute(f"GRANT SELECT, UPDATE (words_key, examples, {', '.join(ADDED)}) ON cas.locator_gap TO {RECORDS}")


def downgrade() -> None:
    """Take both away; what was blanked stays blank."""
    op.execute(f"REVOKE SELECT, UPDATE (words_key, examples, {', '.join(ADDED)}) ON cas.locator_gap FROM {RECORDS}")
    op.drop_constraint(op.f("ck_locator_gap_erased_by_law"), "locator_gap", schema="cas")
    for name in ADDED:
        op.drop_column("locator_gap", name, schema="cas")

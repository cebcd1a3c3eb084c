"""What a publication leaves behind is swept at once: every question near by would go past the old states of its rows.

A publication takes days away from each piece of the layer's older ones, and by itself the server would wait until a
fifth of all versions' rows had been changed.
"""

from alembic import op

revision = "0025"
down_revision = "0024"

TABLES = ("routing_piece", "routing_edge")


def upgrade() -> None:
    """Sweep after 500 changed rows, however many there are."""
    for table in TABLES:
        op.execute(
            f"ALTER TABLE cas.{table} SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500)"
        )


def downgrade() -> None:
    """Sweep when the server finds it worth while."""
    for table in TABLES:
        op.execute(f"ALTER TABLE cas.{table} RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)")

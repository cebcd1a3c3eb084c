"""Why a layer version was published although it leaves spots to nobody or to two owners."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the column; what was published before was not asked."""
    op.add_column("layer_publication", sa.Column("accepted", sa.Text(), nullable=True), schema="cas")


def downgrade() -> None:
    """Forget why."""
    op.drop_column("layer_publication", "accepted", schema="cas")

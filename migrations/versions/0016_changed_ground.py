"""What a changed layer asks first: which open requests lie where it changed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the three indexes; each holds open requests, addressed places or doubtful words only."""
    op.create_index(
        "ix_service_request_open_place",
        "service_request",
        ["place_id"],
        schema="cas",
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_place_segment_key",
        "place",
        ["segment_key"],
        schema="cas",
        postgresql_where=sa.text("segment_key IS NOT NULL"),
    )
    op.create_index(
        "ix_place_several",
        "place",
        ["id"],
        schema="cas",
        postgresql_where=sa.text("geom_ft IS NULL AND candidates <> '[]'"),
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_index("ix_place_several", table_name="place", schema="cas")
    op.drop_index("ix_place_segment_key", table_name="place", schema="cas")
    op.drop_index("ix_service_request_open_place", table_name="service_request", schema="cas")

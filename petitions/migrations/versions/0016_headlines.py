"""News have headlines, and comments that are shown are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

IS_VOICED = sa.text("comment_shown")


def upgrade() -> None:
    """Add both; older news has no headline of its own."""
    op.add_column(
        "campaign_update",
        sa.Column("title", sa.String(120), nullable=False, server_default=""),
    )
    op.create_index(
        "ix_signature_voiced",
        "signature",
        ["campaign_id", "id"],
        sqlite_where=IS_VOICED,
        postgresql_where=IS_VOICED,
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_index("ix_signature_voiced", "signature")
    op.drop_column("campaign_update", "title")

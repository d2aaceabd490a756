"""Feeds tell when news was put up or changed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add that moment; nobody knows it of news before."""
    column = sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("campaign_update", column)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("campaign_update", "changed_at")

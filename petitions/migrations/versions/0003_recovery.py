"""The link that recovers an account works only after a while."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add when a link begins to work; those that are there work at once, as before."""
    op.add_column("invitation", sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("invitation", "starts_at")

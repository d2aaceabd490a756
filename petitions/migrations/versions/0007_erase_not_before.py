"""A campaign erases nothing for a day after names are to be kept for fewer days."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add until when that is."""
    op.add_column(
        "campaign", sa.Column("erase_not_before", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("campaign", "erase_not_before")

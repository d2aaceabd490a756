"""Lists that were asked for before a role changed are not given out after it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add when the role was changed; nobody knows of those before."""
    column = sa.Column("role_changed_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("organiser", column)


def downgrade() -> None:
    """Drop it."""
    op.drop_column("organiser", "role_changed_at")

"""Pictures say who made them, and come in a second size for phones."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add both; older pictures have neither."""
    credit = sa.Column("credit", sa.String(200), nullable=False, server_default="")
    op.add_column("picture", credit)
    op.add_column("picture", sa.Column("small", sa.LargeBinary))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("picture", "small")
    op.drop_column("picture", "credit")

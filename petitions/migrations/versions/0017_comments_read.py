"""Which comments an organiser has read: the others wait in a list of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

INDEX = "ix_signature_unread"
UNREAD = sa.text(
    "state = 'confirmed' AND visibility <> 'hidden' AND comment <> '' "
    "AND NOT comment_shown AND NOT comment_read"
)


def upgrade() -> None:
    """Add the column and its index; comments that are not shown are still to be read."""
    read = sa.Column("comment_read", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("signature", read)
    where = {"sqlite_where": UNREAD, "postgresql_where": UNREAD}
    op.create_index(INDEX, "signature", ["campaign_id", "id"], **where)


def downgrade() -> None:
    """Forget them."""
    op.drop_index(INDEX, "signature")
    op.drop_column("signature", "comment_read")

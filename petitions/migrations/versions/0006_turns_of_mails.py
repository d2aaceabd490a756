"""Mails that anybody can ask for know their mailbox while they wait."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; what waits already goes as before."""
    op.add_column("mail", sa.Column("mailbox", sa.LargeBinary(32), nullable=True))
    op.add_column("mail", sa.Column("once", sa.LargeBinary(32), nullable=True))
    op.create_index("ix_mail_mailbox_once", "mail", ["mailbox", "once"], unique=True)


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_mail_mailbox_once", "mail")
    op.drop_column("mail", "once")
    op.drop_column("mail", "mailbox")

"""What was handed over, and when a session proved itself for it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the columns; lists that were given out before have no receipt."""
    op.add_column("organiser_session", sa.Column("lists_proved_at", sa.DateTime(timezone=True)))
    op.add_column("export", sa.Column("given_at", sa.DateTime(timezone=True)))
    for name, length in (("reason", 200), ("sha256", 64)):
        words = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("export", words)


def downgrade() -> None:
    """Forget them."""
    op.drop_column("organiser_session", "lists_proved_at")
    for name in ("given_at", "reason", "sha256"):
        op.drop_column("export", name)

"""The switchboard: what admins switch while the site runs."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "switchboard",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signing", sa.Boolean(), nullable=False),
        sa.Column("reports", sa.Boolean(), nullable=False),
        sa.Column("names", sa.Boolean(), nullable=False),
        sa.Column("poll_seconds", sa.Integer(), nullable=True),
        sa.Column("changed_by", sa.String(length=254), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "poll_seconds BETWEEN 1 AND 300", name=op.f("ck_switchboard_poll_seconds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_switchboard")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("switchboard")

"""Campaigns can be taken down, and a pause can hide the page."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BEFORE = "'draft', 'open', 'paused', 'won', 'closed'"
AFTER = f"{BEFORE}, 'taken-down'"


def upgrade() -> None:
    """Let the state be taken-down, and keep the state before it."""
    _allow_states(
        AFTER,
        sa.Column("is_hidden", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("state_before", sa.String(10), nullable=False, server_default=""),
    )
    with op.batch_alter_table("campaign") as campaign:
        campaign.alter_column("is_hidden", server_default=None)
        campaign.alter_column("state_before", server_default=None)


def downgrade() -> None:
    """Make drafts of what is taken down or hidden: older programs show those to nobody."""
    op.execute("UPDATE campaign SET state = 'draft' WHERE state = 'taken-down' OR is_hidden")
    _allow_states(BEFORE)
    with op.batch_alter_table("campaign") as campaign:
        campaign.drop_column("is_hidden")
        campaign.drop_column("state_before")


def _allow_states(states: str, *columns: sa.Column[object]) -> None:
    """Replace the CHECK; on SQLite that makes the table anew, from which the old one is missing."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_campaign_state", "campaign")
    with op.batch_alter_table("campaign") as campaign:
        for column in columns:
            campaign.add_column(column)
        campaign.create_check_constraint(op.f("ck_campaign_state"), f"state IN ({states})")

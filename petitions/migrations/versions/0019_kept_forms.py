"""What stands in an editor and is not saved is kept for the organiser who typed it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "kept_form",
        sa.Column(
            "campaign_id",
            sa.Integer,
            sa.ForeignKey(
                "campaign.id", ondelete="CASCADE", name="fk_kept_form_campaign_id_campaign"
            ),
            nullable=False,
            autoincrement=False,
        ),
        sa.Column(
            "organiser_id",
            sa.Integer,
            sa.ForeignKey(
                "organiser.id", ondelete="CASCADE", name="fk_kept_form_organiser_id_organiser"
            ),
            nullable=False,
            autoincrement=False,
        ),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("campaign_id", "organiser_id", name="pk_kept_form"),
    )


def downgrade() -> None:
    """Forget what was kept."""
    op.drop_table("kept_form")

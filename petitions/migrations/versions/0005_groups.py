"""What groups reported is counted by itself as well."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Count what was reported so far."""
    op.execute(
        "INSERT INTO tally_delta (key, amount, made_at) "
        "SELECT 'campaign/' || campaign_id || '/' || channel || '/groups', SUM(number), "
        "CURRENT_TIMESTAMP FROM report WHERE number > 1 AND undone_at IS NULL "
        "GROUP BY campaign_id, channel"
    )


def downgrade() -> None:
    """Forget the count."""
    for table in ("tally_delta", "tally_total"):
        op.execute(f"DELETE FROM {table} WHERE key LIKE 'campaign/%/groups'")  # noqa: S608

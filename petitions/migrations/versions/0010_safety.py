"""Words about danger of a campaign's own, and mails that do not name it in their subjects."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

column = partial(sa.Column, nullable=False)


def upgrade() -> None:
    """Add both; campaigns go on with the site's words, and say their names."""
    # Not as a batch: on SQLite that drops the table, and with it what hangs on campaigns.
    op.add_column("campaign", column("safety", sa.Text, server_default=""))
    op.add_column("campaign", column("is_discreet", sa.Boolean, server_default=sa.false()))


def downgrade() -> None:
    """Forget both."""
    op.drop_column("campaign", "is_discreet")
    op.drop_column("campaign", "safety")

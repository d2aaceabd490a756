"""Other wordings of what letters open with, ask and close with."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

COLUMNS = ("other_openings", "other_closings", "other_demands")
column = partial(sa.Column, type_=sa.JSON, nullable=False, server_default="[]")


def upgrade() -> None:
    """Add them; letters go on with the one wording that they have."""
    for name in COLUMNS:
        op.add_column("model_letter", column(name))


def downgrade() -> None:
    """Forget them."""
    for name in COLUMNS:
        op.drop_column("model_letter", name)

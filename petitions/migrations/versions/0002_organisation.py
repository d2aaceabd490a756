"""Who is responsible: the organisation of the site, and another one for a campaign."""

from functools import partial

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

column = partial(sa.Column, nullable=False)


def upgrade() -> None:
    """Create the table of one row; campaigns have no organisation of their own yet."""
    op.create_table(
        "organisation",
        column("id", sa.Integer, autoincrement=False),
        column("name", sa.String(200)),
        column("contact", sa.String(320)),
        column("postal_address", sa.Text),
        column("about", sa.Text),
        column("imprint", sa.Text),
        column("controller", sa.Text),
        column("legal_basis", sa.Text),
        column("supervisory_authority", sa.Text),
        column("accent", sa.String(10)),
        column("logo", sa.LargeBinary, nullable=True),
        column("logo_digest", sa.String(16)),
        column("logo_width", sa.Integer),
        column("logo_height", sa.Integer),
        column("version", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.CheckConstraint(
            "accent IN ('red', 'blue', 'green', 'violet', 'brown')", name="ck_organisation_accent"
        ),
    )
    # Not as a batch: on SQLite that drops the table, and with it what hangs on campaigns.
    op.add_column("campaign", column("organiser_name", sa.String(200), server_default=""))


def downgrade() -> None:
    """Forget both."""
    op.drop_column("campaign", "organiser_name")
    op.drop_table("organisation")

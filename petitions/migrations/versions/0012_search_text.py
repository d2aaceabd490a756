"""What organisers search in, of each signature in a column of its own."""

import sqlalchemy as sa
from alembic import op

from petitions.web.text import search_text

revision = "0012"
down_revision = "0011"

BATCH = 5_000
ROWS = sa.text(
    "SELECT id, name, email, comment FROM signature"
    " WHERE name IS NOT NULL AND id > :after ORDER BY id LIMIT :most"
)
FILL = sa.text("UPDATE signature SET search_text = :search_text WHERE id = :id")


def upgrade() -> None:
    """Add the column, and fill it for those who have signed."""
    op.add_column("signature", sa.Column("search_text", sa.Text))
    connection, after = op.get_bind(), 0
    while rows := connection.execute(ROWS, {"after": after, "most": BATCH}).mappings().all():
        filled = [{"id": row["id"], "search_text": search_text(row)} for row in rows]
        connection.execute(FILL, filled)
        after = rows[-1]["id"]


def downgrade() -> None:
    """Forget it."""
    op.drop_column("signature", "search_text")

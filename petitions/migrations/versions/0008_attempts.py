"""Further attempts at a pending signature stand beside it, each with links of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the table, and note of which attempt a link and a confirmed signature are."""
    op.add_column("signature", sa.Column("attempt_id", sa.BigInteger))
    op.add_column("signature_link", sa.Column("attempt_id", sa.BigInteger))
    op.create_table(
        "signature_attempt",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("signature_id", ROW_ID, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("comment", sa.String(500), nullable=False),
        sa.Column("visibility", sa.String(10), nullable=False),
        sa.Column("updates", sa.Boolean, nullable=False),
        sa.Column("consent_version", sa.String(20), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["signature_id"], ["signature.id"], name="fk_signature_attempt_signature_id_signature"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signature_attempt"),
    )
    op.create_index("ix_signature_attempt_signature_id", "signature_attempt", ["signature_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("signature_attempt")
    op.drop_column("signature_link", "attempt_id")
    op.drop_column("signature", "attempt_id")

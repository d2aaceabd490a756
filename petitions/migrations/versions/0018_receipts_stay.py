"""Receipts stay when the organiser leaves: they hold the address themselves."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0018"
down_revision = "0017"

KEY = "fk_export_organiser_id_organiser"
ADDRESS = "(SELECT email FROM organiser WHERE organiser.id = export.organiser_id)"


def upgrade() -> None:
    """Keep who it was, beside whose it is."""
    with op.batch_alter_table("export") as export:
        export.add_column(sa.Column("actor", sa.String(254), nullable=False, server_default=""))
        export.alter_column("organiser_id", existing_type=sa.Integer, nullable=True)
        _point(export, "SET NULL")
    op.execute(f"UPDATE export SET actor = {ADDRESS}")  # noqa: S608


def downgrade() -> None:
    """Forget the lists of who has left."""
    op.execute("DELETE FROM export WHERE organiser_id IS NULL")
    with op.batch_alter_table("export") as export:
        export.drop_column("actor")
        export.alter_column("organiser_id", existing_type=sa.Integer, nullable=False)
        _point(export, "CASCADE")


def _point(export: BatchOperations, ondelete: str) -> None:
    export.drop_constraint(op.f(KEY), type_="foreignkey")
    there = "organiser", ["organiser_id"], ["id"]
    export.create_foreign_key(op.f(KEY), *there, ondelete=ondelete)

"""Eight accents, none of them red: that tells what failed."""

from alembic import op

revision = "0014"
down_revision = "0013"

# As the first migration named it, by mistake.
FIRST_NAME, NAME = "ck_organisation_ck_organisation_accent", "ck_organisation_accent"
BEFORE = "'red', 'blue', 'green', 'violet', 'brown'"
AFTER = "'blue', 'petrol', 'green', 'olive', 'violet', 'plum', 'brown', 'graphite'"


def upgrade() -> None:
    """Give who had red the usual one."""
    op.execute("UPDATE organisation SET accent = 'blue' WHERE accent = 'red'")
    _allow(AFTER, FIRST_NAME, NAME)


def downgrade() -> None:
    """Give who has a new one blue."""
    op.execute(f"UPDATE organisation SET accent = 'blue' WHERE accent NOT IN ({BEFORE})")  # noqa: S608
    _allow(BEFORE, NAME, FIRST_NAME)


def _allow(accents: str, old: str, new: str) -> None:
    """Replace the CHECK; on SQLite that makes the table anew."""
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_constraint(op.f(old), type_="check")
        organisation.create_check_constraint(op.f(new), f"accent IN ({accents})")

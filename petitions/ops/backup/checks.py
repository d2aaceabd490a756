"""Is this a backup of ours, and can this version of the program read it?"""

from collections.abc import Collection

from petitions.db.schema import MIGRATIONS, newest_migration

OUR_TABLES = {"alembic_version", "campaign", "signature"}


class Unfit(Exception):
    """It cannot be done; the message says why, and nothing was changed."""


def expect_ours(tables: Collection[str], revision: str | None) -> None:
    """Check what stands in a backup.

    Raises:
        Unfit: it is of another program, or of a newer version of this one.

    """
    if not set(tables) >= OUR_TABLES or not revision:
        raise Unfit("it is not a backup of this program")
    if any((MIGRATIONS / "versions").glob(f"{revision}_*.py")):
        return
    if revision.isdigit() and revision > newest_migration():
        raise Unfit(f"it is of a newer version of this program (migration {revision})")
    raise Unfit("it is not a backup of this program")

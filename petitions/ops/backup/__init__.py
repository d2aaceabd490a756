"""Backups: one file that holds the whole database, written while the site serves.

The secret key is not in it, and must be kept elsewhere: whoever has both can read codes and seals.
"""

import os
from pathlib import Path
from types import ModuleType

from petitions.accounts.membership import shut_everybody_out
from petitions.db import db, schema
from petitions.ops.backup import postgresql, sqlite
from petitions.ops.backup.checks import Unfit
from petitions.ops.backup.files import part_of, to_disk

__all__ = ["Unfit", "backup", "restore"]

KINDS = {"sqlite": sqlite, "postgresql": postgresql}


def backup(file: Path) -> None:
    """Write the database into a new file, for its owner alone.

    Raises:
        Unfit: there is no such file now, or another one of this name.

    """
    _expect_new(file)
    try:
        with part_of(file) as part:
            _kind().write(part)
            to_disk(part)
            _expect_new(file)
            part.rename(file)
        to_disk(file.parent)
    except OSError as error:
        raise Unfit(f"{file}: {error.strerror}") from error


def restore(file: Path) -> None:
    """Fill an empty database from a backup, and bring it to the newest migration.

    Nobody is logged in there, and no invitation works: what was ended since must not come back.

    Raises:
        Unfit: the place is as empty as before, or was not empty.

    """
    kind = _kind()
    kind.expect_empty()
    try:
        _expect_kind(file, kind)
        kind.read(file)
    except OSError as error:
        raise Unfit(f"{file}: {error.strerror}") from error
    except Unfit as error:
        raise Unfit(f"{file}: {error}") from error
    schema.upgrade()
    shut_everybody_out()


def _kind() -> ModuleType:
    return KINDS[db.engine.dialect.name]


def _expect_new(file: Path) -> None:
    if os.path.lexists(file):
        raise Unfit(f"{file} is there already: give another name")


def _expect_kind(file: Path, kind: ModuleType) -> None:
    with file.open("rb") as content:
        first = content.read(16)
    for name, other in KINDS.items():
        if first.startswith(other.MAGIC):
            if other is kind:
                return
            raise Unfit(f"it is of a {name} database, and PETITIONS_DATABASE_URL names another")
    raise Unfit("it is not a backup")

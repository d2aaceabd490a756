"""Backups of a SQLite database: a database file themselves."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from petitions.db import db
from petitions.db.engine import BUSY_TIMEOUT_SECONDS, safe_sqlite
from petitions.ops.backup.checks import Unfit, expect_ours
from petitions.ops.backup.files import SQLITE_BESIDE, part_of, to_disk

MAGIC = b"SQLite format 3\0"


def write(part: Path) -> None:
    """Write the database into an empty file, as it is at one moment; others go on writing.

    Raises:
        Unfit: the database cannot be read, or the disk is full.

    """
    with _connected(_database()) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))


def expect_empty() -> None:
    """Check that there is nothing yet in the place of the database.

    Raises:
        Unfit: there is.

    """
    path = _database()
    if not path.exists():
        return
    try:
        is_empty = not _tables(path)
    except Unfit:  # no database, but something
        is_empty = False
    if not is_empty:
        raise Unfit(f"{path} is not empty; stop the site, and move that file away first")


def read(file: Path) -> None:
    """Put a copy of a backup in the place of the database, once it has proved sound.

    Raises:
        Unfit: nothing was put there.

    """
    path = _database()
    with part_of(path) as part:
        shutil.copyfile(file, part)
        _expect_sound(part)
        to_disk(part)
        expect_empty()  # still
        _clear_place(path)
        part.replace(path)
    to_disk(path.parent)


def _expect_sound(part: Path) -> None:
    with _connected(part) as connection:
        try:
            problems = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            connection.execute("PRAGMA journal_mode=DELETE")  # no log stays beside it
        if problems != "ok":
            raise Unfit("it is damaged")
        tables = _tables(part)
        query = "SELECT version_num FROM alembic_version"
        row = connection.execute(query).fetchone() if "alembic_version" in tables else None
    expect_ours(tables, row and row[0])


def _clear_place(path: Path) -> None:
    """Remove an empty database, and logs of one that is gone: they would be played into ours."""
    db.session.remove()
    db.engine.dispose()
    for name in ("", *SQLITE_BESIDE):
        Path(f"{path}{name}").unlink(missing_ok=True)


def _tables(path: Path) -> set[str]:
    with _connected(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def _database() -> Path:
    name = db.engine.url.database
    if not name or name.startswith((":memory:", "file:")):
        raise Unfit("PETITIONS_DATABASE_URL names no file: expected sqlite:////path/to/file")
    return Path(name).resolve()


@contextmanager
def _connected(path: Path) -> Iterator[Any]:
    """Connect without the set-up that the site's own connections have.

    Raises:
        Unfit: with SQLite's words.

    """
    module = safe_sqlite()
    try:
        with closing(module.connect(path, timeout=BUSY_TIMEOUT_SECONDS)) as connection:
            connection.isolation_level = None
            yield connection
    except (module.Error, sqlite3.Error) as error:
        raise Unfit(f"SQLite says: {error}") from error

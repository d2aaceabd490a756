"""Backups: one file that holds the whole database, written while the site serves.

A backup of SQLite is a database file itself; PostgreSQL's own pg_dump and pg_restore make and read
the other kind. The secret key is not in it, and must be kept elsewhere: whoever has both can read
second factors and recognise signers.
"""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from glob import glob
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from petitions.accounts.operations import shut_everybody_out
from petitions.config import settings
from petitions.db import db, schema
from petitions.db.engine import BUSY_TIMEOUT_SECONDS, safe_sqlite

MAGIC = {"sqlite": b"SQLite format 3\0", "postgresql": b"PGDMP"}  # what a backup begins with
OUR_TABLES = {"alembic_version", "campaign", "signature"}
SQLITE_SIDE_FILES = ("-wal", "-shm", "-journal")
# Where packages put programs that are not on PATH, or a wrapper of them is.
POSTGRESQL_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin")
WITHOUT_ROLES = ("--no-owner", "--no-privileges")  # they may have other names where it is restored
_COUNT_TABLES = (
    "SELECT count(*) FROM pg_tables"
    r" WHERE schemaname NOT LIKE 'pg\_%' AND schemaname <> 'information_schema'"
)


class BackupError(Exception):
    """The backup cannot be made or restored; the message says why, and nothing was changed."""


def backup(file: Path) -> None:
    """Write the database, as it is at one moment, into a new file that only its owner can read.

    Raises:
        BackupError: the file exists, or it cannot be written.

    """
    _expect_new(file)
    try:
        with _temporary_file(file) as part:
            if db.engine.dialect.name == "sqlite":
                with _sqlite_connection(_sqlite_path()) as connection:
                    connection.execute("VACUUM INTO ?", (str(part),))
            else:
                options = ("--format=custom", *WITHOUT_ROLES, f"--file={part}")
                _run_postgresql("pg_dump", *options, connect=True)
            _sync(part)
            _expect_new(file)
            part.rename(file)
        _sync(file.parent)
    except OSError as error:
        raise BackupError(f"{file}: {error.strerror}") from error


def restore(file: Path) -> None:
    """Fill an empty database from a backup, and bring it to the newest migration.

    Nobody is logged in there, and no invitation works: what was ended since must not come back.

    Raises:
        BackupError: the database is not empty, or is as empty as before.

    """
    kind = db.engine.dialect.name
    _expect_empty_database()
    try:
        with file.open("rb") as content:
            start = content.read(16)
        kind_of_file = next((name for name in MAGIC if start.startswith(MAGIC[name])), None)
        if not kind_of_file:
            raise BackupError("it is not a backup")
        if kind_of_file != kind:
            raise BackupError(
                f"it is of a {kind_of_file} database, and PETITIONS_DATABASE_URL names another"
            )
        if kind == "sqlite":
            _restore_sqlite(file)
        else:
            _restore_postgresql(file)
    except OSError as error:
        raise BackupError(f"{file}: {error.strerror}") from error
    except BackupError as error:
        raise BackupError(f"{file}: {error}") from error
    schema.upgrade()
    shut_everybody_out()


def _expect_new(file: Path) -> None:
    if os.path.lexists(file):
        raise BackupError(f"{file} is there already: give another name")


def _expect_empty_database() -> None:
    if db.engine.dialect.name == "sqlite":
        path = _sqlite_path()
        if not path.exists():  # connecting would make it
            return
        try:
            with _sqlite_connection(path) as connection:
                is_empty = not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        except BackupError:  # no database, but something
            is_empty = False
        if not is_empty:
            raise BackupError(f"{path} is not empty; stop the site, and move that file away first")
        return
    try:
        with db.engine.connect() as connection:
            tables = connection.scalar(text(_COUNT_TABLES))
    except OperationalError as error:  # whose own words hold the address of the server
        raise BackupError("the database cannot be reached") from error
    if tables:
        raise BackupError("the database has tables; stop the site, and make an empty one for it")


def _expect_ours(tables: Collection[str], revision: str | None) -> None:
    """Raise BackupError unless these tables, at this migration, are of this program or an older."""
    if not set(tables) >= OUR_TABLES or not revision:
        raise BackupError("it is not a backup of this program")
    if any((schema.MIGRATIONS / "versions").glob(f"{revision}_*.py")):
        return
    if revision.isdigit() and revision > schema.newest_migration():
        raise BackupError(f"it is of a newer version of this program (migration {revision})")
    raise BackupError("it is not a backup of this program")


@contextmanager
def _temporary_file(file: Path) -> Iterator[Path]:
    """Yield an empty file beside `file`, for its owner alone; deleted at the end unless renamed."""
    handle, name = mkstemp(prefix=f"{file.name}.", suffix=".part", dir=file.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", *SQLITE_SIDE_FILES):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Wait until the file, or the names in the folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# SQLite


def _restore_sqlite(file: Path) -> None:
    """Put a copy of a backup in the place of the database, once it has proved sound."""
    path = _sqlite_path()
    with _temporary_file(path) as part:
        shutil.copyfile(file, part)
        with _sqlite_connection(part) as connection:
            try:
                problems = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            finally:
                connection.execute("PRAGMA journal_mode=DELETE")  # no log stays beside it
            if problems != "ok":
                raise BackupError("it is damaged")
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            query = "SELECT version_num FROM alembic_version"
            row = connection.execute(query).fetchone() if "alembic_version" in tables else None
        _expect_ours(tables, row and row[0])
        _sync(part)
        _expect_empty_database()  # still
        db.session.remove()
        db.engine.dispose()
        # Logs of a database that is gone would be played into the new one.
        for suffix in ("", *SQLITE_SIDE_FILES):
            Path(f"{path}{suffix}").unlink(missing_ok=True)
        part.replace(path)
    _sync(path.parent)


def _sqlite_path() -> Path:
    name = db.engine.url.database
    if not name or name.startswith((":memory:", "file:")):
        raise BackupError("PETITIONS_DATABASE_URL names no file: expected sqlite:////path/to/file")
    return Path(name).resolve()


@contextmanager
def _sqlite_connection(path: Path) -> Iterator[Any]:
    """Connect without the set-up of the site's own connections; errors become BackupErrors."""
    module = safe_sqlite()
    try:
        with closing(module.connect(path, timeout=BUSY_TIMEOUT_SECONDS)) as connection:
            connection.isolation_level = None
            yield connection
    except (module.Error, sqlite3.Error) as error:
        raise BackupError(f"SQLite says: {error}") from error


# PostgreSQL


def _restore_postgresql(file: Path) -> None:
    """Fill the database from a sound backup of ours, wholly or not at all."""
    contents = _run_postgresql("pg_restore", "--list", str(file))
    tables = re.findall(r"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ", contents, re.MULTILINE)
    only_version = ("--data-only", "--table=alembic_version", "--file=-")
    rows = _run_postgresql("pg_restore", *only_version, str(file))
    version = re.search(r"^COPY \S+ \(version_num\) FROM stdin;\n(\w+)$", rows, re.MULTILINE)
    _expect_ours(tables, version and version[1])
    options = ("--single-transaction", "--exit-on-error", *WITHOUT_ROLES)
    _run_postgresql("pg_restore", *options, str(file), connect=True)


def _run_postgresql(name: str, *arguments: str, connect: bool = False) -> str:
    """Run a program of PostgreSQL, on our database where it is to `connect`; return its output."""
    with db.engine.connect() as connection:
        server = int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000
    command, environment = [_postgresql_program(name, server)], None
    if connect:
        address, environment = _postgresql_address()
        command.append(address)
    done = subprocess.run(  # noqa: S603
        [*command, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"{name} says: {done.stderr.strip() or done.returncode}")
    return done.stdout


def _postgresql_address() -> tuple[str, dict[str, str]]:
    """Return the option that names the database, and the environment with all else for libpq.

    Everyone on this machine can read a command line, so passwords go through the environment.
    """
    from psycopg import pq
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    options = {option.keyword.decode(): option for option in pq.Conninfo.get_defaults()}
    environment, rest = dict(os.environ), {}
    for name, value in conninfo_to_dict(settings().database_url).items():
        if variable := options[name].envvar:
            environment[variable.decode()] = str(value)
        elif not options[name].dispchar:  # which hides what is secret
            rest[name] = value
    with db.engine.connect() as connection:
        rest["dbname"] = connection.scalar(text("SELECT current_database()"))
    return f"--dbname={make_conninfo('', **rest)}", environment


def _postgresql_program(name: str, server_version: int) -> str:
    """Return the path of a program that is as new as the server, or the least newer one."""
    elsewhere = (path for pattern in POSTGRESQL_FOLDERS for path in glob(pattern))  # noqa: PTH207
    versions: dict[str, int] = {}
    for folder in [*os.get_exec_path(), *elsewhere]:
        path = f"{folder}/{name}"
        if os.access(path, os.X_OK):
            done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
            match = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
            versions[path] = int(match[1]) if match else 0
    if fitting := [path for path, version in versions.items() if version >= server_version]:
        return min(fitting, key=versions.__getitem__)
    there = "it is not here"
    if versions:
        there = f"only that of version {max(versions.values())} is here"
    needed = f"{name} of PostgreSQL {server_version} or newer is needed"
    raise BackupError(f"{needed}, and {there}: install it")

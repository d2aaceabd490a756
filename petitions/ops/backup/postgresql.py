"""Backups of a PostgreSQL database: made and read by its own pg_dump and pg_restore."""

import os
import re
import subprocess
from functools import cache
from glob import glob
from pathlib import Path

from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from petitions.config import settings
from petitions.db import db
from petitions.ops.backup.checks import Unfit, expect_ours

MAGIC = b"PGDMP"
# Where packages put programs that are not on PATH, or a wrapper of them is.
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin")
PLAIN = ("--no-owner", "--no-privileges")  # roles may have other names where it is restored
_OUR_TABLES = (
    "SELECT count(*) FROM pg_tables"
    r" WHERE schemaname NOT LIKE 'pg\_%' AND schemaname <> 'information_schema'"
)


def write(part: Path) -> None:
    """Write the database into an empty file, as it is at one moment; others go on writing.

    Raises:
        Unfit: there is no pg_dump, or it says why not.

    """
    address, environment = _connection()
    _run("pg_dump", "--format=custom", *PLAIN, f"--file={part}", address, environment=environment)


def expect_empty() -> None:
    """Check that the database has no tables.

    Raises:
        Unfit: it has, or it cannot be reached.

    """
    try:
        with db.engine.connect() as connection:
            tables = connection.scalar(text(_OUR_TABLES))
    except OperationalError as error:  # whose own words hold the address of the server
        raise Unfit("the database cannot be reached") from error
    if tables:
        raise Unfit("the database has tables; stop the site, and make an empty one for it")


def read(file: Path) -> None:
    """Fill the database from a backup, wholly or not at all.

    Raises:
        Unfit: nothing was changed.

    """
    _expect_sound(file)
    address, environment = _connection()
    once = ("--single-transaction", "--exit-on-error")
    _run("pg_restore", *once, *PLAIN, address, str(file), environment=environment)


def _expect_sound(file: Path) -> None:
    contents = _run("pg_restore", "--list", str(file))
    tables = re.findall(r"^\d+; \d+ \d+ TABLE DATA \S+ (\S+) ", contents, re.MULTILINE)
    only = ("--data-only", "--table=alembic_version", "--file=-")
    version = re.search(
        r"^COPY \S+ \(version_num\) FROM stdin;\n(\w+)$",
        _run("pg_restore", *only, str(file)),
        re.MULTILINE,
    )
    expect_ours(tables, version and version[1])


def _connection() -> tuple[str, dict[str, str]]:
    """Give what names the database, and the environment with all else that libpq was told.

    Everyone on this machine can read a command line, so passwords go the other way.
    """
    given = conninfo_to_dict(settings().database_url)
    options = {one.keyword.decode(): one for one in pq.Conninfo.get_defaults()}
    environment, rest = dict(os.environ), {}
    for name, value in given.items():
        if variable := options[name].envvar:
            environment[variable.decode()] = str(value)
        elif not options[name].dispchar:  # which hides what is secret
            rest[name] = value
    with db.engine.connect() as connection:
        rest["dbname"] = connection.scalar(text("SELECT current_database()"))
    return f"--dbname={make_conninfo('', **rest)}", environment


def _run(name: str, *words: str, environment: dict[str, str] | None = None) -> str:
    command = [_program(name, _server_version()), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unfit(f"{name} says: {done.stderr.strip() or done.returncode}")
    return done.stdout


def _server_version() -> int:
    with db.engine.connect() as connection:
        return int(connection.scalar(text("SHOW server_version_num")) or 0) // 10_000


def _program(name: str, server: int) -> str:
    """Give the path of a program that is as new as the server, or hardly newer.

    Raises:
        Unfit: there is none.

    """
    folders = [*os.get_exec_path(), *(path for place in PLACES for path in glob(place))]  # noqa: PTH207
    paths = [path for folder in folders if os.access(path := f"{folder}/{name}", os.X_OK)]
    versions = {path: _version(path) for path in paths}
    fit = [path for path in paths if versions[path] >= server]
    if fit:
        return min(fit, key=versions.__getitem__)
    found = f"only that of version {max(versions.values())} is here" if paths else "it is not here"
    raise Unfit(f"{name} of PostgreSQL {server} or newer is needed, and {found}: install it")


@cache
def _version(path: str) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else 0

"""Databases for tests: each is as fresh as the migrations leave it, and quickly there.

A test finds its database under the address that the test before it had. So the application keeps
its engines, and the statements that these have compiled.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg

# What a test may change besides rows: where it did, nobody uses the database after it.
SHAPE = """
WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT md5(concat_ws(' ',
    (SELECT string_agg(concat_ws(',', oid, relname, relnatts), ' ' ORDER BY oid) FROM ours),
    (SELECT string_agg(concat_ws(',', attrelid, attname, atttypid, atttypmod, attnotnull), ' '
            ORDER BY attrelid, attnum) FROM pg_attribute WHERE attrelid IN (SELECT oid FROM ours)),
    (SELECT string_agg(concat_ws(',', oid, conname), ' ' ORDER BY oid) FROM pg_constraint
            WHERE conrelid IN (SELECT oid FROM ours)),
    (SELECT string_agg(concat_ws(',', oid, tgenabled), ' ' ORDER BY oid) FROM pg_trigger
            WHERE tgrelid IN (SELECT oid FROM ours)),
    (SELECT string_agg(oid::text, ' ' ORDER BY oid) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace),
    (SELECT string_agg(nspname, ' ' ORDER BY oid) FROM pg_namespace WHERE nspname !~ '^pg_'),
    (SELECT count(*) FROM pg_statistic WHERE starelid IN (SELECT oid FROM ours)),
    (SELECT string_agg(setconfig::text, ' ') FROM pg_db_role_setting),
    (SELECT string_agg(version_num, ' ') FROM alembic_version)))
"""
EMPTY = """
DO $$
DECLARE
    name text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- in any order: nothing is left to refer to
    FOR name IN SELECT format('%I', tablename) FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE 'DELETE FROM ' || name;
    END LOOP;
    FOR name IN SELECT format('%I', sequencename) FROM pg_sequences
            WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %s RESTART', name);
    END LOOP;
END $$
"""
# Those that rest stay, and what they have read about the tables: a new one takes 20 ms longer.
AT_WORK = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


class SqliteFiles:
    """SQLite files: each a copy in the folder of its test, at the end of one and the same path."""

    def __init__(self, template: Path, link: Path) -> None:
        self.template, self.link = template, link

    @contextmanager
    def lent(self, folder: Path) -> Iterator[str]:
        """Give the address of a file that stands in a folder."""
        shutil.copy(self.template, folder / "petitions.sqlite")
        self.link.symlink_to(folder)
        yield f"sqlite:///{self.link / 'petitions.sqlite'}"
        self.link.unlink()


@dataclass
class Database:
    """A database of the tests' server, seen through a connection that stays."""

    url: str
    connection: psycopg.Connection

    @cached_property
    def made(self) -> str:
        """Its shape when it was made."""
        return self._shape()

    def is_as_made(self) -> bool:
        """Return True if nobody is at work in it, and nothing but its rows has changed."""
        try:
            self.connection.execute(AT_WORK)
            return self._shape() == self.made
        except psycopg.OperationalError:  # a test closed every connection
            return False

    def _shape(self) -> str:
        """Return a digest of its tables, columns, rules and settings; "" of one that has none."""
        has_version = self.connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if has_version == (None,):
            return ""
        return str(self.connection.execute(SHAPE).fetchone())


class PostgresDatabases:
    """Databases on a server whose database `template` is migrated; emptied after each test."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.numbers = count(1)
        self.idle: list[Database] = []

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Give the address of a database without rows."""
        database = self.idle.pop() if self.idle else self._make()
        yield database.url
        if database.is_as_made():
            database.connection.execute(EMPTY)
            self.idle.append(database)
        else:
            database.connection.close()
            self._run(f"DROP DATABASE {database.url.rpartition('/')[2]} WITH (FORCE)")

    def close(self) -> None:
        """Close the connections to those that nobody uses."""
        for database in self.idle:
            database.connection.close()

    def _make(self) -> Database:
        name = f"test_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template")
        url = self.server.removesuffix("/postgres") + f"/{name}"
        database = Database(url, psycopg.connect(url, autocommit=True))
        assert database.made
        return database

    def _run(self, command: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(command)

"""Databases for tests: each is as fresh as the migrations leave it, and quickly there.

A test finds its database under the address that the test before it had. So the application keeps
its engines, and the statements that these have compiled.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
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
    is_filled boolean;
    filled text[] := '{}';
BEGIN
    FOR name IN SELECT format('%I', tablename) FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', name) INTO is_filled;
        IF is_filled THEN filled := filled || name; END IF;
    END LOOP;
    IF filled <> '{}' THEN
        EXECUTE format('TRUNCATE %s CASCADE', array_to_string(filled, ', '));
    END IF;
    FOR name IN SELECT format('%I', sequencename) FROM pg_sequences
            WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %s RESTART', name);
    END LOOP;
END $$
"""
OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
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


class PostgresDatabases:
    """Databases on a server whose database `template` is migrated; emptied after each test."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.numbers = count(1)
        self.idle: list[tuple[str, str]] = []

    @contextmanager
    def lent(self) -> Iterator[str]:
        """Give the address of a database without rows."""
        url, shape = self.idle.pop() if self.idle else self._make()
        yield url
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(OTHERS)
            is_reusable = self._shape(connection) == shape
            if is_reusable:
                connection.execute(EMPTY)
        if is_reusable:
            self.idle.append((url, shape))
        else:
            self._run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def _make(self) -> tuple[str, str]:
        name = f"test_{next(self.numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template")
        url = self.server.removesuffix("/postgres") + f"/{name}"
        with psycopg.connect(url, autocommit=True) as connection:
            return url, self._shape(connection)

    @staticmethod
    def _shape(connection: psycopg.Connection) -> str:
        has_version = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if has_version == (None,):
            return ""
        row = connection.execute(SHAPE).fetchone()
        return str(row)

    def _run(self, command: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(command)

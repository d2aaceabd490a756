"""Both databases by their drivers alone, for floors and for many rows at once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg

from petitions.db.engine import BUSY_TIMEOUT_SECONDS, safe_sqlite

# As the site sets up its connections (petitions/db/engine.py).
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
CACHE = "cache_size=-200000"  # kilobytes: the indexes of a million rows, while they grow
FOLD = """
INSERT INTO tally_total (key, value) VALUES ({0}, {0})
ON CONFLICT (key) DO UPDATE SET value = tally_total.value + excluded.value
"""
Row = tuple[Any, ...]


class SqliteTables:
    """Tables of a SQLite file, in a transaction."""

    def __init__(self, url: str) -> None:
        self.connection = connect_sqlite(url)
        self.connection.execute(f"PRAGMA {CACHE}")
        self.connection.execute("BEGIN IMMEDIATE")

    def write(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        """Write rows, whose moments stand as SQLAlchemy writes them."""
        places = ", ".join("?" for _ in columns.split(","))
        self.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)

    def newest(self, table: str) -> int:
        """Return the largest id, 0 where there is none."""
        return self.connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]

    def count(self, key: str, number: int) -> None:
        """Add to a public number."""
        self.connection.execute(FOLD.format("?"), (key, number))

    @staticmethod
    def moment(moment: datetime) -> Any:
        """Return a moment as it is stored."""
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f")

    def end(self) -> None:
        """Commit; the file alone then holds everything."""
        self.connection.execute("COMMIT")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


class PostgresTables:
    """The same of a PostgreSQL database."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = psycopg.connect(url)

    def write(self, table: str, columns: str, rows: Iterable[Row]) -> None:
        """Write rows by COPY."""
        statement = f"COPY {table} ({columns}) FROM STDIN"
        with self.connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)

    def newest(self, table: str) -> int:
        """Return the largest id, 0 where there is none."""
        found = self.connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return found[0] if found else 0

    def count(self, key: str, number: int) -> None:
        """Add to a public number."""
        self.connection.execute(FOLD.format("%s"), (key, number))

    @staticmethod
    def moment(moment: datetime) -> Any:
        """Return a moment as it is written."""
        return moment

    def end(self) -> None:
        """Commit, and do at once what autovacuum does within minutes."""
        self.connection.commit()
        self.connection.close()
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def connect_sqlite(url: str) -> Any:
    """Connect to a SQLite file as the site does."""
    path = Path(url.removeprefix("sqlite:///"))
    connection = safe_sqlite().connect(path, timeout=BUSY_TIMEOUT_SECONDS, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


@contextmanager
def writing(url: str) -> Iterator[SqliteTables | PostgresTables]:
    """Write rows in one transaction."""
    tables = SqliteTables(url) if url.startswith("sqlite:") else PostgresTables(url)
    try:
        yield tables
        tables.end()
    finally:
        tables.connection.close()

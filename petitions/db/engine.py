"""The two kinds of database: how each is reached, and what makes it durable."""

import logging
import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

log = logging.getLogger(__name__)

BUSY_TIMEOUT_SECONDS = 10
POOL_SIZE = 16
# https://www.sqlite.org/wal.html#walresetbug: several writers can corrupt the file before this.
SQLITE_SAFE_VERSION = (3, 51, 3)


class HintingCompiler(SQLiteCompiler):
    """Writes `with_hint(…, "INDEXED BY …", "sqlite")`, which SQLAlchemy leaves out.

    SQLite itself prefers an index with more columns to a partial one with far fewer rows.
    """

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:  # noqa: ARG002
        """Return the words that stand behind the name of the table."""
        return text


def create_engines(url: str, folder: Path) -> tuple[Engine, Engine]:
    """Return two engines for the database at `url`: a durable and a relaxed one.

    What is committed by the first is on the disk. Each statement of the second commits by itself
    and survives this process, but maybe not a failure of the machine or of the database server.
    """
    is_sqlite = url.startswith("sqlite:")
    address, options = _sqlite_options(url, folder) if is_sqlite else _postgresql_options(url)
    # Errors must not carry names and addresses into the log.
    options |= {"pool_size": POOL_SIZE, "hide_parameters": True}
    durable = create_engine(address, **options)
    relaxed = create_engine(address, isolation_level="AUTOCOMMIT", **options)
    if is_sqlite:
        durable.dialect.statement_compiler = HintingCompiler
        event.listen(durable, "connect", _set_up_sqlite)
        event.listen(durable, "begin", _begin_sqlite)
        event.listen(relaxed, "connect", _set_up_sqlite)
    else:
        event.listen(durable, "connect", _collect_warnings)
    statement = "PRAGMA synchronous=NORMAL" if is_sqlite else "SET synchronous_commit=off"

    @event.listens_for(relaxed, "connect")
    def _relax(connection: Any, _record: Any) -> None:
        connection.execute(statement)
        connection.commit()

    return durable, relaxed


def _sqlite_options(url: str, folder: Path) -> tuple[URL, dict[str, Any]]:
    os.umask(0o077)  # the file holds names: nobody else on this machine may read it
    address = make_url(url)
    if address.database and address.database != ":memory:":
        # The folder counts only where the path is a relative one.
        address = address.set(database=str(folder / address.database))
    return address, {"module": safe_sqlite(), "connect_args": {"timeout": BUSY_TIMEOUT_SECONDS}}


def _postgresql_options(url: str) -> tuple[URL, dict[str, Any]]:
    from psycopg.conninfo import conninfo_to_dict

    # libpq itself reads the address: it knows several hosts and every parameter.
    return make_url("postgresql+psycopg://"), {
        "connect_args": {"connect_timeout": BUSY_TIMEOUT_SECONDS} | conninfo_to_dict(url),
        "pool_timeout": BUSY_TIMEOUT_SECONDS,
        "pool_pre_ping": True,  # a connection whose server is gone is replaced, and nobody sees it
    }


def safe_sqlite() -> ModuleType:
    """Return a SQLite without the WAL-reset bug: the system's, else the wheel's, else warn."""
    if sqlite3.sqlite_version_info >= SQLITE_SAFE_VERSION:
        return sqlite3
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        log.warning(
            "SQLite %s may corrupt its file under several writers; 3.51.3 or newer does not.",
            sqlite3.sqlite_version,
        )
        return sqlite3
    return cast("ModuleType", dbapi2)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours: see _begin_sqlite
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL acknowledges before the data is on the disk
        "foreign_keys=ON",
        "secure_delete=ON",  # what is erased is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _collect_warnings(connection: Any, record: Any) -> None:
    """Keep PostgreSQL's warnings: one of them means that a COMMIT is not on the standby."""
    warnings: list[str] = record.info.setdefault("warnings", [])

    def collect(notice: Any) -> None:
        if notice.severity_nonlocalized == "WARNING":
            warnings.append(notice.sqlstate)

    connection.add_notice_handler(collect)

"""The two kinds of database: how each is reached, and what makes it durable."""

import logging
import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from sqlalchemy import Engine, event, make_url
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from petitions.db.write_queue import WriteQueue

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


def engine_options(url: str, folder: Path) -> tuple[str, dict[str, Any]]:
    """Return SQLAlchemy's URL and engine options for the database at `url`.

    A relative path of an SQLite file starts in `folder`.
    """
    if url.startswith("sqlite:"):
        os.umask(0o077)  # the file holds names: nobody else on this machine may read it
        url = _in_folder(url, folder)
        connect = {"timeout": BUSY_TIMEOUT_SECONDS}
        return url, {"module": safe_sqlite(), "connect_args": connect, "pool_size": POOL_SIZE}
    from psycopg.conninfo import conninfo_to_dict

    # libpq itself reads the address: it knows several hosts and every parameter.
    return "postgresql+psycopg://", {
        "connect_args": {"connect_timeout": BUSY_TIMEOUT_SECONDS} | conninfo_to_dict(url),
        "pool_size": POOL_SIZE,
        "pool_timeout": BUSY_TIMEOUT_SECONDS,
        "pool_pre_ping": True,  # a connection whose server is gone is replaced, and nobody sees it
    }


def _in_folder(url: str, folder: Path) -> str:
    parsed = make_url(url)
    if not parsed.database or parsed.database == ":memory:":
        return url
    path = folder / parsed.database  # which is the path alone where that is absolute
    return parsed.set(database=str(path)).render_as_string(hide_password=False)


def write_queue_of(engine: Engine) -> WriteQueue:
    """Return a new write queue for the database of an engine."""
    if engine.dialect.name != "sqlite":
        return WriteQueue(concurrency=POOL_SIZE)
    path = Path(engine.url.database or "")
    return WriteQueue(concurrency=1, lock_file=path.with_name(f"{path.name}.queue"))


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


def make_durable(engine: Engine) -> None:
    """Set up each connection so that what was committed is on the disk."""
    if engine.dialect.name == "sqlite":
        engine.dialect.statement_compiler = HintingCompiler
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _collect_warnings)


def relax_durability(engine: Engine) -> None:
    """Set up each connection so that what it writes does not wait for the disk.

    It survives this process, but maybe not a failure of the machine or of the database server.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    statement = "PRAGMA synchronous=NORMAL" if is_sqlite else "SET synchronous_commit=off"

    def relax(connection: Any, _record: Any) -> None:
        connection.execute(statement)
        connection.commit()

    if is_sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "connect", relax)


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

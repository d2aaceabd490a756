"""The two kinds of database: how each is reached, and what makes it durable."""

import logging
import os
import sqlite3
from functools import partial
from pathlib import Path
from select import POLLIN, poll
from time import monotonic
from types import ModuleType
from typing import Any, cast

from sqlalchemy import Dialect, Engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import InvalidatePoolError

from petitions.db.write_queue import Writers

log = logging.getLogger(__name__)

BUSY_TIMEOUT_SECONDS = 10
POOL_SIZE = 16
REST_SECONDS = 1
# https://www.sqlite.org/wal.html#walresetbug: several writers can corrupt the file before this.
SQLITE_SAFE_VERSION = (3, 51, 3)


class HintingCompiler(SQLiteCompiler):
    """Writes `with_hint(…, "INDEXED BY …", "sqlite")`, which SQLAlchemy leaves out.

    SQLite itself prefers an index with more columns to a partial one with far fewer rows.
    """

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:  # noqa: ARG002
        """Give the words that stand behind the name of the table."""
        return text


def engine_options(url: str) -> tuple[str, dict[str, Any]]:
    """Give what SQLAlchemy needs to reach the database at `url`."""
    if url.startswith("sqlite:"):
        os.umask(0o077)  # the file holds names: nobody else on this machine may read it
        module = safe_sqlite()
        connect = {"timeout": BUSY_TIMEOUT_SECONDS}
        return url, {"module": module, "connect_args": connect, "pool_size": POOL_SIZE}
    from psycopg.conninfo import conninfo_to_dict

    # libpq itself reads the address: it knows several hosts and every parameter.
    pool = {"pool_size": POOL_SIZE, "pool_timeout": BUSY_TIMEOUT_SECONDS}
    connect_args = {"connect_timeout": BUSY_TIMEOUT_SECONDS} | conninfo_to_dict(url)
    return "postgresql+psycopg://", pool | {"connect_args": connect_args}


def writers(engine: Engine) -> Writers:
    """Give the queue that whoever writes stands in."""
    if engine.dialect.name != "sqlite":
        return Writers(at_once=POOL_SIZE)
    path = Path(engine.url.database or "")
    return Writers(at_once=1, file=path.with_name(f"{path.name}.queue"))


def safe_sqlite() -> ModuleType:
    """Give a SQLite without the WAL-reset bug: the system's, else the wheel's, else warn."""
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
        event.listen(engine, "connect", _keep_warnings)
        _try_the_rested(engine)


def make_quick(engine: Engine) -> None:
    """Set up each connection so that what it writes does not wait for the disk.

    It outlives this process, but maybe not a fall of the machine, or of the database server.
    """
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up_sqlite)
    else:
        _try_the_rested(engine)
    event.listen(engine, "connect", _hurry)


def _try_the_rested(engine: Engine) -> None:
    event.listen(engine, "checkin", _note_rest)
    event.listen(engine, "checkout", partial(_ping, engine.dialect))


def _hurry(connection: Any, _record: Any) -> None:
    is_sqlite = hasattr(connection, "in_transaction")
    connection.execute("PRAGMA synchronous=NORMAL" if is_sqlite else "SET synchronous_commit=off")
    connection.commit()


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


def _keep_warnings(connection: Any, record: Any) -> None:
    """Remember PostgreSQL's warnings: one of them means that a COMMIT is not on the standby."""
    warnings: list[str] = record.info.setdefault("warnings", [])

    def keep(notice: Any) -> None:
        if notice.severity_nonlocalized == "WARNING":
            warnings.append(notice.sqlstate)

    connection.add_notice_handler(keep)


def _note_rest(_connection: Any, record: Any) -> None:
    record.info["rests_since"] = monotonic()


def _ping(dialect: Dialect, connection: Any, record: Any, _proxy: Any) -> None:
    """Try a connection that rested for a while, or whose server said something, as when it goes.

    SQLAlchemy's pool_pre_ping tries each of them each time, which took a sixth of a signature.
    """
    rested = monotonic() - record.info.get("rests_since", monotonic())
    if rested < REST_SECONDS and not _speaks(connection):
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error  # the others have lost theirs too


def _speaks(connection: Any) -> bool:
    """Tell whether there is something to read, though nothing was asked."""
    ear = poll()
    ear.register(connection.fileno(), POLLIN)
    return bool(ear.poll(0))

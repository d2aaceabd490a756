"""The database: handle, naming convention, UTC, transactions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    MetaData,
    TypeDecorator,
    inspect,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

from petitions.db.engine import (
    BUSY_TIMEOUT_SECONDS,
    engine_options,
    make_durable,
    make_quick,
    writers,
)
from petitions.db.group_commit import Groups, Item
from petitions.db.write_queue import Writers

MIGRATIONS = Path(__file__).parents[1] / "migrations"
CHECKPOINT_MILLISECONDS = 250
LOCK_MILLISECONDS = 1000
QUICK = "quick"


class Base(DeclarativeBase):
    """What every model has in common: constraints have names, so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


class NotStored(DBAPIError):
    """COMMIT returned, but the database said that a standby may not have the data."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; aware in Python on both databases (SQLite itself drops the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: its hour would be a guess."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the moment in UTC, whatever zone the database session has."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)


def init_app(app: Flask, url: str) -> None:
    """Connect the application to the database at `url`."""
    url, options = engine_options(url)
    options["hide_parameters"] = True  # errors must not carry names and addresses into the log
    app.config["SQLALCHEMY_DATABASE_URI"], app.config["SQLALCHEMY_ENGINE_OPTIONS"] = url, options
    quick = options | {"url": url, "isolation_level": "AUTOCOMMIT"}
    app.config["SQLALCHEMY_BINDS"] = {QUICK: quick}
    db.init_app(app)
    with app.app_context():
        make_durable(db.engine)
        make_quick(db.engines[QUICK])
        app.extensions["petitions.write_queue"] = writers(db.engine)
        app.extensions["petitions.group_commit"] = {}


@contextmanager
def transaction(isolation_level: str | None = None) -> Iterator[Session]:
    """Open one writing transaction: committed at the end, rolled back on an error.

    On SQLite it holds the write lock from the start (BEGIN IMMEDIATE), so that it never
    fails half way because another writer came in between.

    Raises:
        NotStored: PostgreSQL gave up waiting for its standby. Do not thank anybody.
        TooManyWriters: so many wait already that it is better to come back later.

    """
    _end_reading()
    with turn(), _committed(isolation_level) as session:
        yield session


def _end_reading() -> None:
    """End the reading transaction of the page: who stands in line needs no connection yet."""
    session = db.session()
    if session.in_transaction():
        session.commit()


@contextmanager
def _committed(isolation_level: str | None = None) -> Iterator[Session]:
    session = db.session()
    options: dict[str, Any] = {"writes": True}
    if isolation_level and db.engine.dialect.name == "postgresql":
        options["isolation_level"] = isolation_level
    connection = session.connection(execution_options=options)
    warnings: list[str] = connection.info.setdefault("warnings", [])
    try:
        yield session
        warnings.clear()
        session.commit()
    except BaseException:
        session.rollback()
        raise
    if warnings:
        raise NotStored("COMMIT", None, Exception(warnings.pop()))


def together(store: Callable[[Sequence[Item]], Sequence[Any]], item: Item) -> Any:
    """Have an item stored in one transaction with others that come at the same moment.

    `store` joins that transaction, writes several, and gives an outcome for each, in their order;
    the one of this item is given, or raised where it is an exception. It may be called in another
    visitor's thread, so it asks nothing of the request.

    Raises:
        NotStored, TooManyWriters: as `transaction()` does.

    """
    _end_reading()
    groups: dict[Any, Groups[Item]] = current_app.extensions["petitions.group_commit"]
    if store not in groups:
        groups.setdefault(store, Groups(partial(_stored, store), turn))
    return groups[store].do(item)


def _stored(store: Callable[[Sequence[Item]], Sequence[Any]], items: Sequence[Item]) -> Any:
    with _committed() as session:
        if db.engine.dialect.name == "postgresql":
            # All of the group would wait for a row that somebody else has locked.
            session.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
        return store(items)


def turn() -> AbstractContextManager[None]:
    """Stand in line with all who write; the caller's turn lasts as long as the block."""
    line: Writers = current_app.extensions["petitions.write_queue"]
    return line.turn()


def quick_connection() -> Connection:
    """Open a connection on which each statement is a transaction that does not wait for the disk.

    For notes that may be lost when the machine falls, though not when this process is killed.
    On SQLite it keeps other writers waiting for a tenth of the time that a durable one takes.
    Whoever writes on it waits for their `turn()`.
    """
    return db.engines[QUICK].connect()


def read_one_moment() -> None:
    """Let all that is read from here on be of one moment: numbers of several reads then agree.

    What SQLite reads in one transaction is so by itself.
    """
    session = db.session()
    session.commit()
    if db.engine.dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


@cache
def newest_migration() -> str:
    """Give the revision that the code expects, read from the file names (`0001_first.py`)."""
    names = (path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return max(names, default="0000")


def migration() -> str | None:
    """Give the revision that the tables have, or None where there are none."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def forget_overwritten_pages() -> None:
    """Empty SQLite's write-ahead log, where erased personal data would stay readable."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            # It holds up writers while it waits for readers, and an export may read for a minute.
            connection.exec_driver_sql(f"PRAGMA busy_timeout={CHECKPOINT_MILLISECONDS}")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")

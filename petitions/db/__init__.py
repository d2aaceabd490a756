"""The database: handle, naming convention, UTC, transactions."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    event,
    func,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

from petitions.db.engine import BUSY_TIMEOUT_SECONDS, POOL_SIZE, create_engines
from petitions.db.group_commit import CommitBatcher, Item
from petitions.db.write_queue import WriteQueue

log = logging.getLogger(__name__)

CHECKPOINT_TIMEOUT_MILLISECONDS = 250
REWRITE_LOCK_TIMEOUT_MILLISECONDS = 250
REWRITE_BYTES = 16 << 20  # of a table with its indexes: written anew in half a second or so
BATCH_LOCK_TIMEOUT_MILLISECONDS = 1000
RELAXED = "relaxed"
_REHEARSED = "petitions.rehearsed"


class Base(DeclarativeBase):
    """The base of every model; constraints have names, so that migrations can drop them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class _Database(SQLAlchemy):
    """Flask-SQLAlchemy, with the engines that `connect()` gave the application."""

    def init_app(self, app: Flask) -> None:
        """Let the session of each application context end with it."""
        app.extensions["sqlalchemy"] = self
        app.teardown_appcontext(lambda _error: self.session.remove())

    @property
    def engines(self) -> Mapping[str | None, Engine]:
        """Return the engines of the application at work."""
        engines: Mapping[str | None, Engine] = current_app.extensions["petitions.engines"]
        return engines


db = _Database(model_class=Base, session_options={"expire_on_commit": False})


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
        """Return the moment in UTC, whatever zone the database session has."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def init_app(app: Flask, url: str) -> None:
    """Set up the sessions of the application, and connect it to the database at `url`."""
    db.init_app(app)
    connect(app, url)


def connect(app: Flask, url: str) -> None:
    """Connect the application to the database at `url`, where nobody waits to write yet.

    Connected to it already, it keeps its engines, and the statements that these have compiled.
    """
    if app.extensions.get("petitions.database_url") != url:
        disconnect(app)
        durable, relaxed = create_engines(url, Path(app.instance_path))
        app.extensions["petitions.engines"] = {None: durable, RELAXED: relaxed}
        app.extensions["petitions.database_url"] = url
    engine = app.extensions["petitions.engines"][None]
    queue = WriteQueue(POOL_SIZE)
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        queue = WriteQueue(concurrency=1, lock_file=path.with_name(f"{path.name}.queue"))
    app.extensions["petitions.write_queue"] = queue
    app.extensions["petitions.rehearsals"] = WriteQueue(concurrency=1)
    app.extensions["petitions.batchers"] = {}


def disconnect(app: Flask) -> None:
    """Close the connections that nobody uses now; they are made anew where they are needed."""
    for engine in app.extensions.get("petitions.engines", {}).values():
        engine.dispose()


@contextmanager
def transaction(isolation_level: str | None = None) -> Iterator[Session]:
    """Open one writing transaction: committed at the end, rolled back on an error.

    On SQLite it holds the write lock from the start (BEGIN IMMEDIATE), so that it cannot fail
    half way because another writer came in between. `isolation_level` is for PostgreSQL only.

    Raises:
        NotStored: PostgreSQL gave up waiting for its standby. Do not thank anybody.
        TooManyWriters: the write queue is full or did not move.

    """
    if _REHEARSED in db.session().info:
        with db.session.begin_nested():
            yield db.session()
        return
    db.session.commit()  # a request that has read needs no connection while it waits to write
    with write_slot(), _committed(isolation_level) as session:
        yield session


@contextmanager
def rehearsal() -> Iterator[Session]:
    """Open a writing transaction that is rolled back at the end, whatever happened in it.

    `transaction` and `commit_in_batch` are savepoints in it. Any other COMMIT is refused. A process
    holds one at a time, so that those who write in earnest wait for no more than one of them.

    Raises:
        TooManyWriters: as `transaction` does.

    """
    db.session.commit()
    rehearsals: WriteQueue = current_app.extensions["petitions.rehearsals"]
    with rehearsals.slot(), write_slot():
        session = db.session()
        session.connection(execution_options={"writes": True})
        session.info[_REHEARSED] = True
        try:
            yield session
        finally:
            session.rollback()
            del session.info[_REHEARSED]


@event.listens_for(Session, "before_commit")
def _refuse_commit(session: Session) -> None:
    if _REHEARSED in session.info and not session.in_nested_transaction():
        raise RuntimeError("what is rehearsed is not to be stored")


def commit_in_batch(store: Callable[[Sequence[Item]], Sequence[Any]], item: Item) -> Any:
    """Store an item in one transaction with others that arrive meanwhile; return its outcome.

    `store` joins that transaction, writes all items it gets, and returns an outcome for each, in
    their order; an outcome that is an exception is raised here. It may run in another request's
    thread, so it must not use the request.

    Raises:
        NotStored, TooManyWriters: as `transaction` does.

    """
    if _REHEARSED in db.session().info:
        with transaction():
            [outcome] = store([item])
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome
    db.session.commit()  # a request that has read needs no connection while it waits to write
    batchers: dict[Any, CommitBatcher[Item]] = current_app.extensions["petitions.batchers"]
    if store not in batchers:

        def store_batch(items: Sequence[Item]) -> Sequence[Any]:
            with _committed() as session:
                if db.engine.dialect.name == "postgresql":
                    # The whole batch would wait for a row that somebody else has locked.
                    timeout = f"SET LOCAL lock_timeout = {BATCH_LOCK_TIMEOUT_MILLISECONDS}"
                    session.execute(text(timeout))
                return store(items)

        batchers.setdefault(store, CommitBatcher(store_batch, write_slot))
    return batchers[store].submit(item)


def write_slot() -> AbstractContextManager[None]:
    """Wait in the write queue; the block holds the permission to write."""
    queue: WriteQueue = current_app.extensions["petitions.write_queue"]
    return queue.slot()


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


def relaxed_durability_connection() -> Connection:
    """Open a connection on which each statement commits without waiting for the disk.

    For notes that may be lost when the machine fails, though not when this process is killed.
    On SQLite it blocks other writers for a tenth of the time that a durable commit takes.
    Writes on it need a `write_slot()`.
    """
    return db.engines[RELAXED].connect()


def use_snapshot() -> None:
    """Make all reads from here on see one moment, so that numbers of several reads agree.

    On SQLite every transaction does so by itself.
    """
    session = db.session()
    session.commit()
    if db.engine.dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def truncate_wal() -> None:
    """Empty SQLite's write-ahead log, where erased personal data would stay readable."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            # It blocks writers while it waits for readers, and an export may read for a minute.
            timeout = CHECKPOINT_TIMEOUT_MILLISECONDS
            connection.exec_driver_sql(f"PRAGMA busy_timeout={timeout}")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql(f"PRAGMA busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}")


def rewrite_tables(models: Collection[type[Base]], *, also_large: bool = False) -> None:
    """Write tables of PostgreSQL anew, without the bytes of erased rows; SQLite overwrites those.

    A plain VACUUM frees their place, and they stay readable in it until something is written there.
    Others wait meanwhile: so large tables get no more than that, unless they are asked for. Where
    a table is in use, by a backup for instance, the next round does it.
    """
    if db.engine.dialect.name != "postgresql":
        return
    with db.engines[RELAXED].connect() as connection:  # VACUUM runs in no transaction
        connection.exec_driver_sql(f"SET lock_timeout = {REWRITE_LOCK_TIMEOUT_MILLISECONDS}")
        try:
            for table in sorted(model.__tablename__ for model in models):
                size = connection.scalars(select(func.pg_total_relation_size(table))).one()
                full = "(FULL)" if also_large or size <= REWRITE_BYTES else ""
                try:
                    connection.exec_driver_sql(f"VACUUM {full} {table}")
                except OperationalError:
                    log.info("the table %s is in use: it is written anew later", table)
        finally:
            connection.exec_driver_sql("RESET lock_timeout")

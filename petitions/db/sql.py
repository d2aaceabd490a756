"""Statements, in the words of the database in use."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Date,
    DateTime,
    Executable,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    Table,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite

from petitions.db import Base, db


def naive_utc(moment: SQLColumnExpression[Any]) -> ColumnElement[datetime]:
    """Return a moment in UTC as a column without a zone, in the words of the database in use."""
    if db.engine.dialect.name == "postgresql":
        return func.timezone("UTC", moment, type_=DateTime)
    return type_coerce(moment, DateTime)


def utc_text(moment: SQLColumnExpression[Any]) -> ColumnElement[str]:
    """Return a moment in UTC as a column of texts such as 2026-11-20T08:30:00Z."""
    if db.engine.dialect.name == "postgresql":
        iso = 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
        return func.to_char(naive_utc(moment), iso, type_=String)
    seconds = func.substr(type_coerce(moment, String), 1, 19)
    return func.replace(seconds, " ", "T", type_=String) + "Z"


def utc_day(moment: ColumnElement[datetime]) -> ColumnElement[date]:
    """Return the day of a moment in UTC, as a column."""
    return func.date(naive_utc(moment), type_=Date)


def position(text: ColumnElement[str], sign: str | ColumnElement[Any]) -> ColumnElement[int]:
    """Return where a sign stands first in a column, from 1; 0 where it does not."""
    named = func.strpos if db.engine.dialect.name == "postgresql" else func.instr
    return named(text, sign, type_=Integer)


def table(model: type[Base]) -> Table:
    """Return the table of a model, for statements that shall not look for objects."""
    return cast("Table", model.__table__)


def upsert(model: type[Base]) -> Any:
    """Return an INSERT that knows ON CONFLICT, in the words of the database in use."""
    dialect = {"postgresql": postgresql, "sqlite": sqlite}[db.engine.dialect.name]
    return dialect.insert(table(model))


def locked(chosen: Select[int]) -> Select[int]:
    """Return a SELECT of the ids that `chosen` finds and nobody else holds, locked.

    It goes into `id IN (…)` of an UPDATE or DELETE. `chosen` stands apart in it, because PostgreSQL
    may run a subquery once for each row: it then skips what it has locked itself, and takes more
    than its LIMIT.
    """
    once = chosen.with_for_update(skip_locked=True).cte("locked")
    return select(once.c.id)


def built_once(build: Callable[[], Any]) -> Callable[[], Any]:
    """Build a statement once for each kind of database: `@built_once def _insert(): …`.

    What changes from one use to the next are its `bindparam`s. SQLAlchemy takes 0.5 ms to build
    an upsert, and 0.04 ms to execute one that it knows.
    """
    build_for = cache(lambda _dialect: build())
    return lambda: build_for(db.engine.dialect.name)


def execute(statement: Executable, **values: Any) -> CursorResult[Any]:
    """Execute a statement on tables in the caller's transaction, with values for its parameters.

    Not by the session, which looks for objects behind each row: 0.2 ms for an INSERT.
    """
    return db.session.connection().execute(statement, values)


def execute_many(statement: Executable, rows: Sequence[dict[str, Any]]) -> CursorResult[Any]:
    """Execute an INSERT with many rows in the caller's transaction, in as few pieces as it takes.

    Measured with 20 upserts in a transaction: 0.1 ms less for each than one by one.
    """
    return db.session.connection().execute(statement, rows)


def insert_many(model: type[Base], rows: list[dict[str, Any]]) -> None:
    """Insert the rows in the caller's transaction."""
    if rows:
        execute_many(insert(table(model)), rows)

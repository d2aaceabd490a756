"""The whole list of confirmed signatures, row by row or as CSV, however long it is."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, SQLColumnExpression, case, func, select

from petitions.db import db
from petitions.db.sql import iso_moment
from petitions.signing.filters import Filters, number_of
from petitions.signing.models import CONFIRMED, Signature
from petitions.signing.reading import Piece, csv_pieces, tables


class Row(NamedTuple):
    """One confirmed signature, in the words of a file; empty where nobody knows (any more).

    `updates` is yes or no; moments are UTC, as in 2026-11-20T08:30:00Z.
    """

    number: int
    name: str
    email: str
    country: str
    comment: str
    visibility: str
    updates: str
    signed_at: str
    confirmed_at: str


def confirmed_only(filters: Filters) -> Filters:
    """Give the same filters for confirmed signatures, whatever state was looked for."""
    return replace(filters, state=CONFIRMED)


def number_of_rows(campaign_id: int, filters: Filters) -> int:
    """Give how many rows there are now."""
    return number_of(campaign_id, confirmed_only(filters))


def rows(campaign_id: int, filters: Filters) -> Generator[Row, None, None]:
    """Give the confirmed signatures that filters find, of one moment, in the order of signing.

    Never more than a page of them is in memory. To be closed where not all are taken.
    """
    number = count(1)
    with _snapshot() as connection:
        for table in tables(connection, _question(campaign_id, filters)):
            for cells in table:
                yield Row(next(number), *cells)


def pieces(campaign_id: int, filters: Filters) -> Generator[Piece, None, None]:
    """Give the same rows as CSV. What begins like a formula still does: see harmless_csv()."""
    with _snapshot() as connection:
        yield from csv_pieces(connection, _question(campaign_id, filters))


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """Open a connection that sees the database as it is at its first question, until closed."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(**options)
        yield connection


def _question(campaign_id: int, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Ask for what a Row holds behind its number, in the same order."""
    columns = (
        _or_empty(Signature.name),
        _or_empty(Signature.email),
        _or_empty(Signature.country),
        _or_empty(Signature.comment),
        Signature.visibility,
        case((Signature.updates, "yes"), else_="no"),
        iso_moment(Signature.signed_at),
        _or_empty(iso_moment(Signature.confirmed_at)),
    )
    found = confirmed_only(filters).conditions(campaign_id)
    return select(*columns).where(*found).order_by(Signature.id)


def _or_empty(column: SQLColumnExpression[Any]) -> ColumnElement[Any]:
    """Give what becomes an empty cell: PostgreSQL's CSV has quotes for a text without letters."""
    if db.engine.dialect.name == "postgresql":
        return func.nullif(column, "")
    return func.coalesce(column, "")

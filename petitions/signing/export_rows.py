"""The confirmed signatures as rows of a file, however many there are."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, select

from petitions.db import db
from petitions.db.sql import naive_utc
from petitions.signing.filters import Filters, number_of
from petitions.signing.models import CONFIRMED, Signature

PAGE_ROWS = 2_000


class ExportRow(NamedTuple):
    """One confirmed signature, in the words of a file; empty where nobody knows (any more).

    `updates` is yes or no; times are UTC, as in 2026-11-20T08:30:00Z.
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


def number_of_rows(campaign_id: int, filters: Filters) -> int:
    """Return how many rows there are now."""
    return number_of(campaign_id, confirmed_only(filters))


def confirmed_only(filters: Filters) -> Filters:
    """Return the same filters for confirmed signatures, whatever state was looked for."""
    return replace(filters, state=CONFIRMED)


def export_rows(campaign_id: int, filters: Filters) -> Generator[ExportRow, None, None]:
    """Yield the confirmed signatures that filters find, of one moment, in the order of signing.

    Never more than a page of them is in memory. To be closed where not all are taken.
    """
    statement = _statement(campaign_id, filters)
    in_pages = {"stream_results": True, "yield_per": PAGE_ROWS}
    with (
        _snapshot() as connection,
        connection.execute(statement, execution_options=in_pages) as rows,
    ):
        for number, row in enumerate(rows, start=1):
            name, email, country, comment, visibility, updates, signed_at, confirmed_at = row
            yield ExportRow(
                number,
                name or "",
                email or "",
                country or "",
                comment or "",
                visibility,
                "yes" if updates else "no",
                _iso(signed_at),
                _iso(confirmed_at),
            )


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """Open a connection that sees the database as it is at its first question, until closed."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            # It is one question for as long as the file takes, and a limit is meant for pages.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        yield connection


def _statement(campaign_id: int, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Return the query of what an ExportRow holds behind its number, in the same order."""
    return (
        select(
            Signature.name,
            Signature.email,
            Signature.country,
            Signature.comment,
            Signature.visibility,
            Signature.updates,
            # Moments with a zone take three times as long to read and to write.
            naive_utc(Signature.signed_at),
            naive_utc(Signature.confirmed_at),
        )
        .where(*confirmed_only(filters).conditions(campaign_id))
        .order_by(Signature.id)
    )


def _iso(moment: datetime | None) -> str:
    return moment.isoformat("T", "seconds") + "Z" if moment else ""

"""The whole list of confirmed signatures, row by row, however long it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from petitions.db import db
from petitions.signing.listing import Filters, number_of
from petitions.signing.models import CONFIRMED, Signature

PAGE_ROWS = 2_000


class Row(NamedTuple):
    """One confirmed signature; the person's fields are empty where they were forgotten."""

    number: int
    name: str
    email: str
    country: str
    comment: str
    visibility: str
    updates: bool
    signed_at: datetime
    confirmed_at: datetime | None


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Open a connection that sees the database as it is at its first question, until closed."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(**options)
        yield connection


def confirmed_only(filters: Filters) -> Filters:
    """Give the same filters for confirmed signatures, whatever state was looked for."""
    return replace(filters, state=CONFIRMED)


def number_of_rows(campaign_id: int, filters: Filters) -> int:
    """Give how many rows there are now."""
    return number_of(campaign_id, confirmed_only(filters))


def rows(connection: Connection, campaign_id: int, filters: Filters) -> Iterator[Row]:
    """Give the confirmed signatures that filters find, in the order of signing.

    Never more than a page of them is in memory.
    """
    question = (
        select(Signature.id, *(getattr(Signature, name) for name in Row._fields[1:]))
        .where(*confirmed_only(filters).conditions(campaign_id))
        .order_by(Signature.id)
        .limit(PAGE_ROWS)
    )
    number = last = 0
    while page := connection.execute(question.where(Signature.id > last)).all():
        for _, name, email, country, comment, *facts in page:
            number += 1
            yield Row(number, name or "", email or "", country or "", comment or "", *facts)
        last = page[-1].id

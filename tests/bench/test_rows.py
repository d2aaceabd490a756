"""The floor of signing writes what the site writes."""

from contextlib import closing

import psycopg

from bench.raw import PostgresTables, SqliteTables, connect_sqlite
from bench.rows import signers, write_one
from petitions.db import now
from tests.conftest import both_databases
from tests.factories import a_campaign, sign_form, stored

Rows = dict[str, list[tuple]]


@both_databases
def test_the_floor_writes_the_rows_that_a_signature_leaves(app, database):
    slug = a_campaign(app)
    empty = stored(app)
    app.test_client().post(f"/c/{slug}/sign", data=sign_form())
    signed = stored(app)
    _write_one(database)
    assert _shapes(new_rows(empty, signed)) == _shapes(new_rows(signed, stored(app)))
    assert _shapes(new_rows(empty, signed)).keys() == {"signature", "mail"}


def new_rows(before: Rows, after: Rows) -> Rows:
    found = {table: [row for row in after[table] if row not in before[table]] for table in after}
    return {table: rows for table, rows in found.items() if rows}


def _shapes(rows: Rows) -> dict[str, list[list[type]]]:
    """Give the types of what stands in each column: None where nothing does."""
    return {table: [[type(one) for one in row] for row in found] for table, found in rows.items()}


def _write_one(url: str) -> None:
    is_sqlite = url.startswith("sqlite:")
    tables, place = (SqliteTables, "?") if is_sqlite else (PostgresTables, "%s")
    connection = connect_sqlite(url) if is_sqlite else psycopg.connect(url)
    with closing(connection):
        write_one(connection.execute, place, signers(1)[0], tables.moment(now()))
        connection.commit()

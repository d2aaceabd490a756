"""What the database is asked while something is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from flask import Flask
from sqlalchemy import event

from petitions.db import db
from petitions.organisation.queries import cached_organisation
from petitions.web.flags import cached_flags

VERBS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@contextmanager
def asked(app: Flask, *verbs: str) -> Iterator[list[tuple[str, Any]]]:
    """Give the statements made meanwhile, with their values: those that begin with a verb."""
    made: list[tuple[str, Any]] = []

    def note(_connection, _cursor, statement, values, *_):
        if statement.startswith(verbs or VERBS):
            made.append((statement, values))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def reads(app: Flask) -> Iterator[list[tuple[str, Any]]]:
    """Give the reads made meanwhile, but for those that a process makes once in two seconds."""
    with app.app_context():
        for cache in (cached_flags(), cached_organisation()):
            cache.keep_seconds = inf
            cache.value()
    with asked(app, "SELECT", "WITH") as made:
        yield made

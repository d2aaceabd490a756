"""Mails to many: put into the outbox some at a time, stopped, let go, taken back as one.

Everything here joins the caller's transaction.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update

from petitions.db import db
from petitions.db.sql import upsert
from petitions.mail.models import DROPPED, HELD, SENT, WAITING, Mail
from petitions.mail.operations import new_message_id


def enqueue_many(kind: str, batch: str, abouts: Mapping[int, dict[str, Any]]) -> None:
    """Put mails of one batch into the outbox: `{receiver: what it is about}`.

    Without the limit of three a day: the receivers asked for these, and each batch holds a
    receiver once, by its UNIQUE index.
    """
    rows = [
        {
            "kind": kind,
            "about": about,
            "message_id": new_message_id(),
            "batch": batch,
            "receiver": receiver,
        }
        for receiver, about in abouts.items()
    ]
    if rows:
        db.session.execute(upsert(Mail).on_conflict_do_nothing(), rows)


def hold_batch(batch: str) -> None:
    """Stop what still waits. A mail that is being handed over at this moment goes."""
    _move(batch, WAITING, HELD)


def release_batch(batch: str) -> None:
    """Let what was stopped go on.

    When it is due stays as it is: a worker that had a mail in hand when it was stopped may have
    it still, and nobody else shall take it before that lease is over.
    """
    _move(batch, HELD, WAITING)


def dissolve_batch(batch: str) -> None:
    """Drop what was not sent, and free the name: SQLite may give its number to other news."""
    of_batch = update(Mail).where(Mail.batch == batch)
    _execute(of_batch.where(Mail.state != SENT).values(state=DROPPED, last_error=None))
    _execute(of_batch.values(batch=None, receiver=None))


def states_of_batch(batch: str) -> dict[str, int]:
    """Give {state: how many mails of the batch}."""
    counted = select(Mail.state, func.count()).where(Mail.batch == batch).group_by(Mail.state)
    return dict(db.session.execute(counted).all())


def waiting_of_batch(batch: str) -> int:
    """Give how many mails of the batch wait."""
    # The sum keeps the database from going through the whole batch: few wait, many were sent.
    waiting = select(func.count()).where(Mail.state == WAITING, Mail.batch + "" == batch)
    return db.session.scalars(waiting).one()


def _move(batch: str, before: str, after: str) -> None:
    _execute(update(Mail).where(Mail.batch == batch, Mail.state == before).values(state=after))


def _execute(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})

"""The outbox from outside: put mails in, let a worker take its turn, look at the rows."""

from dataclasses import replace

from flask import Flask
from sqlalchemy import select, update

from petitions.db import db, now, transaction
from petitions.mail.delivery import deliver
from petitions.mail.models import Mail
from petitions.signing.operations import sign
from tests.factories import ADA, a_campaign


def queue(app: Flask, number: int = 1) -> None:
    """Let so many people sign, `ada1@example.org` and on: each has a mail waiting."""
    slug = a_campaign(app)
    with app.app_context():
        for n in range(1, number + 1):
            sign(slug, replace(ADA, email=f"ada{n}@example.org"), bytes(32))


def work(app: Flask) -> int:
    """Let a worker take one turn; give how many mails it sent or put aside."""
    with app.app_context():
        return deliver()


def work_on(app: Flask) -> None:
    """Let a worker take turns until nothing is due."""
    while work(app):
        pass


def rows(app: Flask) -> list[Mail]:
    """Give the outbox in the order in which it was filled."""
    with app.app_context():
        return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def only_row(app: Flask) -> Mail:
    """Give the one mail of the outbox."""
    (mail,) = rows(app)
    return mail


def end_leases(app: Flask) -> None:
    """Make all that waits due, as the end of a lease or a pause does after some minutes."""
    with app.app_context(), transaction() as session:
        session.execute(update(Mail).where(Mail.state == "waiting").values(due_at=now()))

"""A mail is a row that joins its caller's transaction and names nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from petitions.db import Base, db, transaction
from petitions.mail import delivery
from petitions.mail.models import Recipient
from petitions.mail.operations import Draft, enqueue
from petitions.ops.retention import sweep
from petitions.signing.models import ERASED_VALUES, Signature
from tests.conftest import both_databases
from tests.db.failing import rolled_back
from tests.factories import ADA
from tests.mail.outbox import only_row, queue, rows, work, work_on

pytestmark = both_databases

DAY = timedelta(hours=24)
MOMENT = timedelta(microseconds=1)


def ask(app, recipient=b"ada"):
    """Ask for one mail."""
    with app.app_context(), transaction():
        enqueue(Draft("confirm", {"signature": 1}, recipient))


def test_a_mail_is_there_once_its_caller_has_committed(app):
    ask(app)
    assert (only_row(app).state, only_row(app).tries) == ("waiting", 0)


def test_a_rollback_of_the_caller_takes_the_mail_along(app):
    with app.app_context(), rolled_back():
        enqueue(Draft("confirm", {"signature": 1}, b"ada"))
    assert rows(app) == []


def test_each_mail_has_its_own_message_id(app):
    ask(app)
    ask(app, b"ben")
    assert len({row.message_id for row in rows(app)}) == 2


def test_what_waits_is_not_put_there_twice(app):
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: ask(app), range(24)))
    assert len(rows(app)) == 1


def test_recipients_are_forgotten_after_a_day_without_mail(clock, app, smtp):
    queue(app)
    work(app)
    for wait, left in ((DAY, 1), (MOMENT, 0)):
        clock.shift(wait)
        with app.app_context():
            sweep()
            assert len(db.session.scalars(select(Recipient)).all()) == left


def withdraw_all(app):
    with app.app_context(), transaction() as session:
        session.execute(update(Signature).values(state="withdrawn", **ERASED_VALUES))


def test_a_mail_that_is_no_longer_wanted_is_dropped(app, smtp):
    queue(app)
    withdraw_all(app)
    assert work(app) == 1
    assert (only_row(app).state, smtp.mails) == ("dropped", [])


def test_many_that_are_no_longer_wanted_do_not_end_the_work(app, smtp, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 50)
    queue(app, 51)
    withdraw_all(app)
    work_on(app)
    assert {row.state for row in rows(app)} == {"dropped"}


@pytest.mark.parametrize("answer", ["250 taken", "451 later", "550 unknown"])
def test_the_outbox_names_nobody(app, smtp, answer):
    queue(app)
    smtp.refused["ada1@example.org"] = f"{answer} ada1@example.org"
    work(app)
    with app.app_context():
        tables = [table for name, table in Base.metadata.tables.items() if name != "signature"]
        stored = repr([db.session.execute(select(table)).all() for table in tables])
    assert "free-the-nurse" in stored
    assert ADA.name not in stored
    assert "ada1" not in stored

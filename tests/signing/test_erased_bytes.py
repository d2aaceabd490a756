"""On PostgreSQL too no byte of a person stays in the files of the tables once they are erased."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select, text
from time_machine import Traveller

from petitions import db as database_module
from petitions.db import db
from petitions.ops import worker
from tests.factories import a_campaign
from tests.mails import Mailbox, link
from tests.pages import Visitor
from tests.signing.steps import confirmed, sign, signed

pytestmark = pytest.mark.parametrize("database", ["postgresql"], indirect=True)

PERSON = {
    "name": "Wilhelmina Quartermain",
    "email": "wilhelmina.q@example.net",
    "comment": "Because my grandmother was a midwife.",
    "visibility": "full",
}
TYPED = ("Wilhelmina", "Quartermain", "wilhelmina.q", "grandmother", "midwife")
READ = """
SELECT string_agg(pg_read_binary_file(pg_relation_filepath(oid)), '') FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i', 't')
"""


class Site(NamedTuple):
    """A site with one campaign, and who uses it."""

    app: Flask
    visitor: Visitor
    mailbox: Mailbox
    clock: Traveller
    slug: str

    @property
    def people(self):
        return self.visitor, self.mailbox, self.slug


@pytest.fixture
def site(app, visitor, mailbox, clock):
    return Site(app, visitor, mailbox, clock, a_campaign(app))


def words_in_files(app):
    """Give which words of the person stand in the files of tables and indexes."""
    with app.app_context(), db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("CHECKPOINT"))
        content = bytes(connection.scalar(text(READ)))
    return [word for word in TYPED if word.encode() in content]


def a_round(app):
    with app.app_context():
        worker.erase()


def withdrawn(site):
    site.visitor.post(link(confirmed(*site.people, **PERSON), "withdraw"))


def never_confirmed(site):
    signed(*site.people, **PERSON)
    site.clock.shift(timedelta(days=8))


def another_attempt(site):
    """Somebody types Ada's address; she confirms what she typed herself, and withdraws."""
    mail = signed(*site.people, name="Ada Lovelace", email=PERSON["email"])
    sign(site.visitor, site.slug, **PERSON)
    site.visitor.post(link(mail, "confirm"))
    site.visitor.post(link(mail, "withdraw"))


def spent_attempt(site):
    """Somebody types Ada's address; she signs in other words before and after, and waits."""
    ada = {"name": "Ada Lovelace", "email": PERSON["email"]}
    signed(*site.people, **ada)
    sign(site.visitor, site.slug, **PERSON)
    site.clock.shift(timedelta(days=6))
    sign(site.visitor, site.slug, **ada)
    site.clock.shift(timedelta(days=2))


@pytest.mark.parametrize("erased", [withdrawn, never_confirmed, another_attempt])
def test_no_byte_is_left_after_the_next_round(app, site, erased):
    confirmed(*site.people)
    erased(site)
    assert words_in_files(app) == list(TYPED)
    a_round(app)
    assert words_in_files(app) == []


def test_no_byte_of_a_spent_attempt_either(app, site):
    spent_attempt(site)
    left = [word for word in words_in_files(app) if word not in PERSON["email"]]
    assert left
    a_round(app)
    assert not set(words_in_files(app)) & set(left)


def test_a_round_that_was_held_up_is_made_up_for(app, site):
    withdrawn(site)
    with app.app_context(), db.engine.connect() as backup:
        backup.execute(text("LOCK TABLE signature IN ACCESS SHARE MODE"))
        a_round(app)
    assert words_in_files(app) == list(TYPED)
    site.clock.shift(timedelta(hours=1))
    a_round(app)
    assert words_in_files(app) == []


def test_large_tables_are_written_anew_on_demand_alone(app, site, monkeypatch):
    monkeypatch.setattr(database_module, "REWRITE_BYTES", 0)
    withdrawn(site)
    a_round(app)
    assert words_in_files(app)
    app.test_cli_runner().invoke(args=["forget", "--erase", "--rewrite"])
    assert words_in_files(app) == []


def test_where_nobody_was_erased_no_table_is_touched(app, site):
    confirmed(*site.people, **PERSON)
    with app.app_context():
        path = select(text("pg_relation_filepath('signature')"))
        before = db.session.scalar(path)
        worker.erase()
        assert db.session.scalar(path) == before

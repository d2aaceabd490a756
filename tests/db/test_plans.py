"""What is asked most often finds its rows by an index, however many there are."""

import re

import pytest

from petitions.db import db
from petitions.mail.delivery import deliver
from petitions.signing.filters import Filters, export_rows
from petitions.signing.models import STATES
from petitions.signing.paging import signature_page
from tests.asked import asked
from tests.conftest import both_databases
from tests.factories import a_campaign, sign_form
from tests.mails import link
from tests.signing.steps import confirmed, signed

CASE = "/c/free-the-nurse"
# How plans say that an index goes straight to the signatures of one state.
OF_ONE_STATE = re.compile(r"AND \(?state ?= ?")


def plan_of(app, statement, values):
    """Give the lines of a statement's plan."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            return [row[-1] for row in plan]
        # Small tables are read whole, unless that is forbidden; then only where no index serves.
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.exec_driver_sql(f"SET enable_{way} = off")
        return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]


def scans(app, statement, values):
    """Give the lines of a statement's plan that go through a whole table."""
    whole = re.compile(r"SCAN (?!CONSTANT|anon_|locked|\()|.*Seq Scan")
    return [line for line in plan_of(app, statement, values) if whole.match(line)]


def read_the_page(app, visitor, _mailbox):
    visitor.get(CASE)


def read_the_counter(app, visitor, _mailbox):
    visitor.get(f"{CASE}/counter")


def sign_the_pledge(app, visitor, _mailbox):
    assert visitor.post(f"{CASE}/sign", sign_form(email="new@example.org")).status == 303


def press_the_button(app, visitor, mailbox):
    mail = signed(visitor, mailbox, "free-the-nurse", email="new@example.org")
    yield
    assert visitor.post(link(mail, "confirm")).status == 303


def send_the_mails(app, visitor, _mailbox):
    sign_the_pledge(app, visitor, _mailbox)
    yield
    with app.app_context():
        assert deliver() == 1


HOTTEST = [
    read_the_page,
    read_the_counter,
    sign_the_pledge,
    press_the_button,
    send_the_mails,
]


@both_databases
@pytest.mark.parametrize("do", HOTTEST)
def test_no_table_is_read_whole(app, visitor, mailbox, do):
    a_campaign(app)
    confirmed(visitor, mailbox, "free-the-nurse")
    doing = do(app, visitor, mailbox)
    if doing:
        next(doing)  # what comes before it
    with asked(app) as found:
        if doing:
            next(doing, None)
        else:
            do(app, visitor, mailbox)
    assert found
    assert [one for statement, values in found for one in scans(app, statement, values)] == []


@both_databases
def test_an_export_reads_no_table_whole(app):
    with asked(app) as found, app.app_context():
        assert list(export_rows(1, Filters())) == []
    [(statement, values)] = found
    assert scans(app, statement, values) == []


@both_databases
def test_the_newest_of_a_long_list_are_found_without_sorting_all(app):
    with asked(app) as found, app.app_context():
        signature_page(1, Filters())
    [(statement, values)] = found
    found = [line for line in plan_of(app, statement, values) if OF_ONE_STATE.search(line)]
    assert len(found) == len(STATES)


@both_databases
def test_a_table_that_is_read_whole_is_noticed(app):
    assert scans(app, "SELECT id FROM signature WHERE name = 'Ada'", ())

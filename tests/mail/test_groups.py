"""Mails are composed in groups; what happens to one of a group is no matter of the others."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from petitions.db import db, transaction
from petitions.mail import delivery, operations
from petitions.mail.composing import composes
from petitions.mail.models import Mail
from petitions.signing.models import ERASED_VALUES, Link, Signature
from tests.conftest import both_databases
from tests.factories import ADA
from tests.mail.outbox import queue, rows, work, work_on
from tests.mail.smtp_server import IN_THE_MIDDLE

pytestmark = both_databases

SECOND = timedelta(seconds=1)


@composes("poison")
def poison_mail(about):
    raise ValueError(ADA.email)


def change(app, model, numbers, **values):
    with app.app_context(), transaction() as session:
        session.execute(update(model).where(model.id.in_(numbers)).values(values))


def links(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Link))


def states(app):
    return [row.state for row in rows(app)]


def once(smtp, act):
    """Do something when the next mail comes, and never again."""

    def on_mail():
        smtp.on_mail = lambda: None
        act()

    smtp.on_mail = on_mail


def test_one_that_cannot_be_composed_keeps_no_other_of_its_group_back(app, smtp):
    queue(app, 12)
    change(app, Mail, [5, 6], kind="poison")
    assert work(app) == 12
    assert states(app) == ["sent"] * 4 + ["waiting"] * 2 + ["sent"] * 6
    assert {row.last_error for row in rows(app)} == {None, "ValueError"}
    assert (len(smtp.mails), links(app)) == (10, 10)


def test_those_that_are_no_longer_wanted_keep_no_other_back(app, smtp):
    queue(app, 12)
    change(app, Signature, [1, 5, 12], state="withdrawn", **ERASED_VALUES)
    assert work(app) == 12
    assert [n for n, state in enumerate(states(app), 1) if state == "dropped"] == [1, 5, 12]
    assert (len(smtp.mails), links(app)) == (9, 9)


@pytest.mark.parametrize("given_up", [2, 3, 7])
def test_one_that_is_given_up_while_its_group_goes_is_not_sent(app, smtp, given_up):
    queue(app, 7)

    def give_up():
        if len(smtp.mails) == given_up - 2:  # the mail before it is being taken
            with app.app_context(), transaction():
                assert operations.give_up(given_up)

    smtp.on_mail = give_up
    work(app)
    assert [n for n, state in enumerate(states(app), 1) if state == "dropped"] == [given_up]
    assert f"ada{given_up}@example.org" not in {mail["To"] for mail in smtp.mails}
    assert len(smtp.mails) == 6


def test_a_refusal_and_a_broken_connection_in_a_group_cost_the_others_nothing(clock, app, smtp):
    queue(app, 12)
    smtp.refused["ada5@example.org"] = "550 unknown"
    once(smtp, lambda: smtp.hang_ups.append(IN_THE_MIDDLE))
    work_on(app)
    clock.shift(timedelta(days=1))
    work_on(app)
    assert [n for n, state in enumerate(states(app), 1) if state == "refused"] == [5]
    assert (len(smtp.mails), smtp.twice()) == (11, 0)


def test_a_server_that_breaks_off_at_once_costs_one_link(clock, app, smtp):
    queue(app, 12)
    smtp.hang_ups.append(IN_THE_MIDDLE)
    work(app)
    assert links(app) == 1


def test_where_mails_go_slowly_each_is_composed_just_before_it_goes(clock, app, smtp):
    queue(app, 12)

    def withdraw_the_rest():
        clock.shift(SECOND)
        change(app, Signature, range(2, 13), state="withdrawn", **ERASED_VALUES)

    once(smtp, withdraw_the_rest)
    work(app)
    assert (len(smtp.mails), links(app)) == (1, 1)
    assert states(app) == ["sent"] + ["dropped"] * 11


def test_more_than_a_batch_goes_in_two_turns_each_once(app, smtp, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 50)
    queue(app, 53)
    assert [work(app), work(app), work(app)] == [50, 3, 0]
    assert (len(smtp.mails), smtp.twice(), links(app)) == (53, 0, 53)

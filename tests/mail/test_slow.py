"""Mails are leased: a slow or dead worker loses none, and two workers send none twice."""

from datetime import timedelta
from threading import Thread

import pytest

from petitions.db import transaction
from petitions.mail import transports
from petitions.mail.operations import LEASE, claim
from tests.conftest import both_databases
from tests.db.failing import rolled_back
from tests.mail.outbox import only_row, queue, rows, work, work_on

pytestmark = both_databases

MINUTE = timedelta(minutes=1)


def test_what_a_dead_worker_held_comes_back_after_the_lease(clock, app, smtp):
    queue(app, 2)
    with app.app_context(), transaction():
        assert len(claim(50)[1]) == 2  # and here it dies
    clock.shift(LEASE - timedelta(microseconds=1))
    assert work(app) == 0
    clock.shift(timedelta(microseconds=1))
    assert work(app) == 2
    assert (len(smtp.mails), smtp.twice()) == (2, 0)


def test_a_claim_that_was_rolled_back_holds_nothing(clock, app, smtp):
    queue(app)
    with app.app_context(), rolled_back():
        assert len(claim(50)[1]) == 1
    assert work(app) == 1


def test_a_slow_server_gets_no_mail_whose_lease_may_end_meanwhile(clock, app, smtp):
    queue(app, 5)
    smtp.on_mail = lambda: clock.shift(MINUTE)
    assert work(app) == 3
    assert sorted(row.state for row in rows(app)) == ["sent"] * 3 + ["waiting"] * 2


def test_what_was_left_over_goes_out_in_the_next_turn(clock, app, smtp):
    queue(app, 5)
    smtp.on_mail = lambda: clock.shift(MINUTE)
    work(app)
    clock.shift(MINUTE)
    assert work(app) == 2
    assert (len(smtp.mails), smtp.twice()) == (5, 0)


def test_a_server_that_does_not_answer_in_time_counts_as_away(app, smtp, monkeypatch):
    monkeypatch.setattr(transports, "TIMEOUT_SECONDS", 0.2)
    smtp.pause_seconds = 1
    queue(app)
    work(app)
    assert (only_row(app).state, only_row(app).tries) == ("waiting", 1)


@pytest.mark.slow
def test_two_workers_send_120_mails_and_none_twice(app, smtp):
    queue(app, 120)
    workers = [Thread(target=work_on, args=(app,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (len(smtp.mails), smtp.twice()) == (120, 0)
    assert {row.state for row in rows(app)} == {"sent"}

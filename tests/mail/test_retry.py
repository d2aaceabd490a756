"""What cannot be sent now is sent later; what can never be sent waits for a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from petitions.db import db, now, transaction
from petitions.mail.composing import composes
from petitions.mail.operations import Draft, enqueue
from petitions.mail.queries import mail_trouble, outbox_statistics
from petitions.signing.models import Link
from tests.conftest import both_databases
from tests.factories import ADA
from tests.mail.outbox import only_row, queue, rows, work, work_on
from tests.mail.smtp_server import AFTER_THE_ANSWER, IN_THE_MIDDLE, UNANSWERED

pytestmark = both_databases

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
WORDS = "5.1.1 ada1@example.org: no such user"


@composes("broken")
def broken_mail(about):
    raise ValueError(ADA.email)


def states(app):
    return [(row.state, row.tries) for row in rows(app)]


def test_a_server_that_is_away_costs_no_try(clock, app, smtp):
    queue(app, 3)
    smtp.stop()
    assert work(app) == 0
    assert states(app) == [("waiting", 0)] * 3


def test_no_links_pile_up_while_the_server_is_away(clock, app, smtp):
    queue(app, 3)
    smtp.stop()
    work(app)
    with app.app_context():
        assert db.session.scalars(select(Link)).all() == []


def test_a_server_that_was_away_is_asked_again_within_half_a_minute(clock, app, smtp):
    queue(app, 3)
    smtp.stop()
    work(app)
    smtp.start()
    clock.shift(30)
    assert work(app) == 3
    assert states(app) == [("sent", 0)] * 3


def test_not_now_means_later_with_the_same_message_id(clock, app, smtp):
    queue(app)
    smtp.answers.extend(["451 later", "452 still later"])
    for _ in range(3):
        assert work(app) == 1
        clock.shift(DAY)
    assert states(app) == [("sent", 2)]
    assert [mail["Message-ID"] for mail in smtp.mails] == [only_row(app).message_id]


def test_not_now_says_why_and_forgets_it_once_sent(clock, app, smtp):
    queue(app)
    smtp.answers.append("451 later, ada1@example.org")
    work(app)
    assert only_row(app).last_error == "SMTPDataError 451"
    clock.shift(DAY)
    work(app)
    assert only_row(app).last_error is None


@pytest.mark.parametrize("last", [1, 2])
def test_a_mail_to_an_unknown_address_is_done_at_once(clock, app, smtp, last):
    queue(app, 2)
    smtp.refused[f"ada{last}@example.org"] = f"550 {WORDS}"
    assert work(app) == 2
    assert sorted(states(app)) == [("refused", 1), ("sent", 0)]
    with app.app_context():
        assert (mail_trouble().parked, outbox_statistics().by_state["refused"]) == (0, 1)
    clock.shift(DAY)
    assert work(app) == 0


def test_a_server_that_refuses_everybody_for_a_while_loses_no_mail(clock, app, smtp):
    queue(app, 6)
    for n in range(1, 7):
        smtp.refused[f"ada{n}@example.org"] = "550 nobody"
    work(app)
    assert states(app) == [("waiting", 1)] * 6
    smtp.refused.clear()
    clock.shift(DAY)
    work_on(app)
    assert len(smtp.mails) == 6


def test_refused_words_of_a_mail_are_for_a_person_to_mend(app, smtp):
    queue(app)
    smtp.answers.append("554 spam")
    work(app)
    assert states(app) == [("parked", 1)]


@pytest.mark.parametrize("code", [450, 550])
def test_the_words_of_a_refusal_are_kept_nowhere(app, smtp, code, log):
    queue(app)
    smtp.refused["ada1@example.org"] = f"{code} {WORDS}"
    work(app)
    said = log.getvalue()
    assert only_row(app).last_error == f"SMTPRecipientsRefused {code}"
    assert f"SMTPRecipientsRefused {code}" in said
    assert "ada1" not in said


def test_after_eight_tries_a_mail_is_put_aside(clock, app, smtp):
    queue(app)
    smtp.answers.extend(["451 later"] * 9)
    for tries in range(1, 8):
        work(app)
        assert states(app) == [("waiting", tries)]
        clock.shift(DAY)
    work(app)
    clock.shift(DAY)
    assert work(app) == 0
    assert states(app) == [("parked", 8)]


def test_a_mail_waits_as_long_as_its_pause_says(clock, app, smtp):
    queue(app)
    smtp.answers.append("451 later")
    work(app)
    wait = only_row(app).due_at - now()
    assert MINUTE / 2 <= wait <= MINUTE * 3 / 2
    clock.shift(wait - timedelta(microseconds=1))
    assert work(app) == 0
    clock.shift(timedelta(microseconds=1))
    assert work(app) == 1


def test_a_broken_connection_costs_one_mail_one_try_and_the_others_none(clock, app, smtp):
    queue(app, 3)
    smtp.hang_ups.append(IN_THE_MIDDLE)
    work(app)
    assert sorted(states(app)) == [("waiting", 0), ("waiting", 0), ("waiting", 1)]
    clock.shift(DAY)
    work_on(app)
    assert (len(smtp.mails), smtp.twice()) == (3, 0)


def test_a_mail_that_always_breaks_the_connection_is_put_aside(clock, app, smtp):
    queue(app)
    smtp.hang_ups.extend([IN_THE_MIDDLE] * 8)
    for _ in range(8):
        work(app)
        clock.shift(DAY)
    assert states(app) == [("parked", 8)]


def test_a_mail_whose_receipt_was_lost_comes_again_under_its_message_id(clock, app, smtp):
    queue(app)
    smtp.hang_ups.append(UNANSWERED)
    work(app)
    clock.shift(DAY)
    work(app)
    assert states(app) == [("sent", 1)]
    assert (len(smtp.mails), smtp.twice()) == (2, 1)


def test_a_server_that_hangs_up_after_each_mail_gets_them_all(clock, app, smtp):
    queue(app, 3)
    smtp.hang_ups.extend([AFTER_THE_ANSWER] * 3)
    for _ in range(5):
        work(app)
        clock.shift(DAY)
    assert [row.state for row in rows(app)] == ["sent"] * 3
    assert (len(smtp.mails), smtp.twice()) == (3, 0)


def test_a_busy_server_is_left_alone_for_a_while(clock, app, smtp):
    queue(app, 3)
    smtp.answers.append("421 too busy")
    work(app)
    assert sorted(states(app)) == [("waiting", 0), ("waiting", 0), ("waiting", 1)]


@pytest.mark.parametrize("kind", ["broken", "unheard of"])
def test_a_mail_that_cannot_be_composed_keeps_no_other_back(clock, in_app, smtp, kind):
    with transaction():
        enqueue(Draft(kind, {}, recipient=b"1"))
    queue(in_app, 2)
    assert work(in_app) == 3
    assert states(in_app) == [("waiting", 1), ("sent", 0), ("sent", 0)]


def test_why_a_mail_cannot_be_composed_is_told_without_names(in_app, smtp, log):
    with transaction():
        enqueue(Draft("broken", {}, recipient=b"1"))
    work(in_app)
    assert only_row(in_app).last_error == "ValueError"
    said = log.getvalue()
    assert "broken_mail" in said
    assert ADA.email not in said


def test_a_refused_sender_is_our_own_fault_and_may_be_put_right(clock, app, smtp):
    queue(app)
    smtp.sender_answer = "553 not from here"
    work(app)
    assert states(app) == [("waiting", 1)]
    smtp.sender_answer = "250 fine"
    clock.shift(DAY)
    work(app)
    assert states(app) == [("sent", 1)]


def test_a_server_that_does_not_greet_us_costs_no_try(clock, app, smtp):
    queue(app)
    smtp.greeting = "550 go away"
    assert work(app) == 0
    assert states(app) == [("waiting", 0)]

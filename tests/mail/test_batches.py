"""Mails to many: on a real connection, one each, behind those that somebody waits for."""

from sqlalchemy import update

from petitions.db import now, transaction
from petitions.mail import operations
from petitions.mail.models import Mail
from petitions.mail.operations import LEASE, Draft, claim, enqueue
from tests.conftest import both_databases
from tests.desk.newsroom import advance_on, begun, receivers, some_news
from tests.mail.outbox import end_leases, only_row, rows, work, work_on
from tests.mails import body

pytestmark = both_databases


def a_batch(app, number=3):
    with app.app_context(), transaction():
        operations.enqueue_batch("news", "update/1", {n: {} for n in range(1, number + 1)})


def taken(app, limit):
    return do(app, claim, limit)[1]


def do(app, verb, *given):
    with app.app_context(), transaction():
        return verb(*given)


def states(app):
    return [row.state for row in rows(app)]


def test_a_news_mail_comes_with_what_rfc_8058_asks(app, smtp):
    some_news(app)
    receivers(app, 2)
    begun(app, 2)
    advance_on(app)
    assert len(smtp.mails) == 2
    one, two = (mail["List-Unsubscribe"] for mail in smtp.mails)
    assert one.startswith("<http://127.0.0.1:8000/unsubscribe/")
    assert one != two
    assert {mail["List-Id"] for mail in smtp.mails} == {"<free-the-nurse.127.0.0.1>"}
    assert {mail["List-Unsubscribe-Post"] for mail in smtp.mails} == {"List-Unsubscribe=One-Click"}


def test_a_news_mail_has_no_markdown_and_the_signature_separator(app, smtp):
    some_news(app, "She saw a **doctor**, see [the demands](#demands).")
    receivers(app, 1)
    begun(app, 1)
    advance_on(app)
    text = body(smtp.mails[-1])
    whole = "http://127.0.0.1:8000/c/free-the-nurse#demands"
    assert f"She saw a doctor, see the demands ({whole})." in text
    assert "-- " in text.splitlines()
    assert f'href="{whole}"' in body(smtp.mails[-1], "html")


def test_a_receiver_stands_in_a_batch_once(app):
    a_batch(app, 2)
    a_batch(app, 3)
    assert [row.receiver for row in rows(app)] == [1, 2, 3]
    assert len({row.message_id for row in rows(app)}) == 3


def test_mails_that_somebody_waits_for_are_taken_first(app):
    a_batch(app)
    do(app, enqueue, Draft("confirm", {"signature": 1}, b"ada"))
    assert taken(app, 2)[0].kind == "confirm"


def test_held_nothing_is_taken_and_released_all(app):
    a_batch(app)
    do(app, operations.hold_batch, "update/1")
    assert (states(app), taken(app, 9)) == (["held"] * 3, [])
    do(app, operations.release_batch, "update/1")
    assert len(taken(app, 9)) == 3


def test_what_a_worker_has_in_hand_is_not_sent_once_it_is_stopped(app, smtp):
    some_news(app)
    receivers(app, 5)
    begun(app, 5)
    smtp.on_mail = lambda: do(app, operations.hold_batch, "update/1")
    work_on_once(app)
    assert sorted(states(app)).count("held") >= 4
    assert len(smtp.mails) == 1


def work_on_once(app):
    from petitions.desk.news.mailing import advance

    with app.app_context():
        advance()
    do(app, drop_previews)
    work(app)


def drop_previews():
    from petitions.db import db

    db.session.execute(update(Mail).where(Mail.kind == "news-preview").values(state="dropped"))


def test_stopped_and_let_go_it_is_not_taken_from_a_worker_that_has_it(app):
    a_batch(app, 1)
    taken(app, 9)
    do(app, operations.hold_batch, "update/1")
    do(app, operations.release_batch, "update/1")
    assert taken(app, 9) == []


def test_a_failed_try_does_not_wake_what_was_stopped(app, smtp):
    some_news(app)
    receivers(app, 1)
    begun(app, 1)
    smtp.answers.append("451 later")
    smtp.on_mail = lambda: do(app, operations.hold_batch, "update/1")
    work_on_once(app)
    news = rows(app)[-1]
    assert (news.state, news.tries) == ("held", 1)


def test_given_up_in_the_middle_and_tried_again_no_other_worker_takes_it(app):
    a_batch(app, 1)
    taken(app, 9)
    assert do(app, operations.give_up, 1)
    assert do(app, operations.retry, 1)
    assert (only_row(app).state, taken(app, 9)) == ("waiting", [])
    assert only_row(app).due_at <= now() + LEASE
    end_leases(app)
    assert len(taken(app, 9)) == 1


def test_a_dissolved_batch_sends_nothing_and_frees_its_name(app, smtp):
    a_batch(app)
    do(app, operations.dissolve_batch, "update/1")
    work_on(app)
    assert (states(app), smtp.mails) == (["dropped"] * 3, [])
    a_batch(app, 1)
    assert rows(app)[-1].receiver == 1
